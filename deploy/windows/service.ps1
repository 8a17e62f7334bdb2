# hostvitals at the start of Windows, in a terminal as an administrator (Windows runs no scripts unless it is
# told to):
#
#     powershell -ExecutionPolicy Bypass -File service.ps1 install .\hostvitals.exe
#     powershell -ExecutionPolicy Bypass -File service.ps1 uninstall
#     powershell -ExecutionPolicy Bypass -File service.ps1 status
#
# A service of Windows must answer its service manager, which a console program cannot: started by
# New-Service or sc.exe it would be killed after 30 seconds. So it is a task of the Task Scheduler,
# started at boot, before anybody logs on, and looked after each minute: one that has ended is
# started again, one that runs is left alone. To stop it for a while: Disable-ScheduledTask
# hostvitals, then Stop-ScheduledTask hostvitals.
param(
  [Parameter(Mandatory)] [ValidateSet('install', 'uninstall', 'status')] [string] $Do,
  [string] $Program = '.\hostvitals.exe',
  [string] $Arguments = ''
)
$ErrorActionPreference = 'Stop'
$name = 'hostvitals'
# Only administrators may write there: what the system runs must not be replaced by others.
$folder = Join-Path $env:ProgramFiles $name
$installed = Join-Path $folder 'hostvitals.exe'
$state = Join-Path $env:ProgramData $name

function Stop-Hostvitals {
  if (Get-ScheduledTask -TaskName $name -ErrorAction SilentlyContinue) {
    # Not started again by its own trigger in between.
    Disable-ScheduledTask -TaskName $name | Out-Null
    Stop-ScheduledTask -TaskName $name
    Unregister-ScheduledTask -TaskName $name -Confirm:$false
  }
}

switch ($Do) {
  'install' {
    $source = (Resolve-Path -LiteralPath $Program).ProviderPath
    Stop-Hostvitals
    New-Item -ItemType Directory -Force $folder, $state | Out-Null
    if ($source -ne $installed) {
      # A program that has just been ended may hold its file for a moment.
      Start-Sleep -Seconds 1
      Copy-Item -Force -LiteralPath $source -Destination $installed
    }
    $all = "--alert.state-file `"$state\alerts.json`" $Arguments".Trim()
    $action = New-ScheduledTaskAction -Execute $installed -Argument $all
    # "Restart on failure" is only for what cannot be started, so a second trigger looks after it.
    $minute = New-TimeSpan -Minutes 1
    $triggers = @(
      (New-ScheduledTaskTrigger -AtStartup),
      (New-ScheduledTaskTrigger -Once -At (Get-Date) -RepetitionInterval $minute)
    )
    # SYSTEM needs no password, and WMI tells it everything that is measured.
    $who = New-ScheduledTaskPrincipal -UserId 'SYSTEM' -LogonType ServiceAccount -RunLevel Highest
    $settings = New-ScheduledTaskSettingsSet -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries `
      -ExecutionTimeLimit ([TimeSpan]::Zero) -MultipleInstances IgnoreNew
    Register-ScheduledTask -TaskName $name -Action $action -Trigger $triggers -Principal $who `
      -Settings $settings -Description 'Measures this host and serves it to Prometheus' | Out-Null
    Start-ScheduledTask -TaskName $name
    Write-Output "hostvitals runs now and at every start: http://localhost:9100/"
    Write-Output "next: to let other hosts scrape it, allow TCP port 9100 in the firewall"
  }
  'uninstall' {
    Stop-Hostvitals
    Start-Sleep -Seconds 1
    # Only what was installed: rules and certificates of its user may lie beside it.
    $ours = $installed, (Join-Path $folder 'service.ps1')
    Remove-Item -Force $ours -ErrorAction SilentlyContinue
    if (-not (Get-ChildItem -Force $folder -ErrorAction SilentlyContinue)) {
      Remove-Item -Force $folder -ErrorAction SilentlyContinue
    }
    Write-Output "removed; what alerts remembered stays in $state"
    # Windows removes no program that runs, as the one may be that started this script.
    if (Test-Path $folder) { Write-Output "what is left in $folder can be removed by hand" }
  }
  'status' {
    $task = Get-ScheduledTask -TaskName $name -ErrorAction SilentlyContinue
    if (-not $task) { Write-Output 'not installed'; exit 3 }
    Write-Output $task.State
    if ($task.State -ne 'Running') { exit 3 }
  }
}
