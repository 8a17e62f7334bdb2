/**
 * hostvitals at the start of Windows, by the Task Scheduler; the script says why.
 *
 * @module
 */
import script from "../windows/service.ps1" with { type: "text" };
import type { Manager } from "./manager.ts";
import type { Host } from "./plan.ts";

const folderOf = ({ variable }: Host) =>
  `${variable("ProgramFiles") ?? "C:\\Program Files"}\\hostvitals`;

const scriptOf = (host: Host) => `${folderOf(host)}\\service.ps1`;

const command = (host: Host, ...words: string[]) => [
  "powershell.exe",
  "-NoProfile",
  "-ExecutionPolicy",
  "Bypass",
  "-File",
  scriptOf(host),
  ...words,
];

/** The Task Scheduler, of Windows. */
export const windows: Manager = {
  name: "the Task Scheduler",
  missing: () => undefined,
  // Only an administrator may ask that.
  refuses: async ({ run }) =>
    (await run(["net.exe", "session"])).code === 0
      ? undefined
      : "only an administrator may do that: open the terminal with `Run as administrator`",
  // It takes them for a variable of the environment, and for an argument of its own.
  changes: /%|\$\(/,
  install: ({ program, flags = [] }, host) => [
    { do: "write", path: scriptOf(host), text: script },
    {
      do: "run",
      // In one word: what begins with a dash would be a parameter of the script.
      command: command(
        host,
        "install",
        program,
        ...flags.length > 0 ? [`-Arguments:${flags.join(" ")}`] : [],
      ),
    },
  ],
  uninstall: (host) => [{ do: "run", command: command(host, "uninstall") }],
  status: (host) => command(host, "status"),
  installed: (host) => host.exists(scriptOf(host)),
  // Windows removes no program that runs.
  stays:
    "%ProgramData%\\hostvitals, and of %ProgramFiles%\\hostvitals your own files and the program, " +
    "if it was that one that you called",
};
