import { join } from "node:path";
import { NoData } from "../../../collectors/collector.ts";
import { systemd } from "../../../collectors/seldom.ts";
import { type SystemdOptions, systemdReader } from "../../../collectors/systemd.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "../../assert.ts";
import { MadeUpHost, values } from "../../fixture.ts";

const BOOTED = { "run/systemd/system/.keep": "" };

/** A `systemctl` that knows three services, a mount and a socket. */
const SCRIPT = `#!/bin/sh
echo "$1" >> "$(dirname "$0")/calls"
case "$*" in
  list-units*)
    echo "ssh.service loaded active running OpenBSD Secure Shell server"
    echo "backup.service loaded failed failed Backup"
    echo "gone.service not-found inactive dead gone.service"
    echo "srv.mount loaded failed failed /srv"
    echo "api.socket loaded active listening API" ;;
  *Version*)
    printf 'Version=252.38-1~deb12u1\\nSystemState=degraded\\nVirtualization=\\n' ;;
  show*backup.service*srv.mount)
    printf 'Id=backup.service\\nType=oneshot\\n\\nId=srv.mount\\nType=nfs4\\n' ;;
  show*ssh.service*)
    printf 'Id=ssh.service\\nType=notify\\n' ;;
esac
`;

/** A made-up host with that program on it. */
class Systemd implements Disposable {
  readonly made: MadeUpHost;
  readonly systemctl: string;

  constructor(script: string, tree: Record<string, string> = BOOTED) {
    this.made = new MadeUpHost({ ...tree, "bin/systemctl": script });
    this.systemctl = join(this.made.root, "bin/systemctl");
    Deno.chmodSync(this.systemctl, 0o755);
  }

  start(options: SystemdOptions = {}, ...args: string[]) {
    const reader = systemdReader({ systemctl: this.systemctl, ...options });
    return reader.start(this.made.host(systemd, ...args));
  }

  /** What the program noted of each time that it ran. */
  get calls(): string[] {
    return this.made.files.attribute("/bin/calls")?.split("\n") ?? [];
  }

  [Symbol.dispose](): void {
    this.made[Symbol.dispose]();
  }
}

const unit = (name: string, type: string, state: string) =>
  Object.fromEntries(
    ["active", "activating", "deactivating", "inactive", "failed"].map((each) => [
      `node_systemd_unit_state{name="${name}",state="${each}",type="${type}"}`,
      each === state ? 1 : 0,
    ]),
  );

const SUMMARY = {
  'node_systemd_units{state="active"}': 2,
  'node_systemd_units{state="activating"}': 0,
  'node_systemd_units{state="deactivating"}': 0,
  'node_systemd_units{state="inactive"}': 1,
  'node_systemd_units{state="failed"}': 2,
  "node_systemd_system_running": 0,
  'node_systemd_version{version="252.38-1~deb12u1"}': 252.38,
  'node_systemd_virtualization_info{virtualization_type="none"}': 1,
};

Deno.test("unasked, systemd's units are counted and only the failed ones are shown", async () => {
  using host = new Systemd(SCRIPT);
  assertEquals(values(await host.start().collect(1000)), {
    ...SUMMARY,
    ...unit("backup.service", "oneshot", "failed"),
    ...unit("srv.mount", "nfs4", "failed"),
  });
});

Deno.test("units that are asked for are shown in every state, mounts and the like not", async () => {
  using host = new Systemd(SCRIPT);
  const include = "--collector.systemd.unit-include=(ssh|gone|srv|api)\\..*";
  assertEquals(values(await host.start({}, include).collect(1000)), {
    ...SUMMARY,
    ...unit("ssh.service", "notify", "active"),
    ...unit("api.socket", "", "active"),
  });
});

Deno.test("units of every kind are shown where nothing is excluded", async () => {
  using host = new Systemd(SCRIPT);
  const flags = [
    "--collector.systemd.unit-include=(api|srv)\\..*",
    "--collector.systemd.unit-exclude=",
  ];
  assertEquals(values(await host.start({}, ...flags).collect(1000)), {
    ...SUMMARY,
    ...unit("api.socket", "", "active"),
    ...unit("srv.mount", "", "failed"),
  });
});

Deno.test("failed units that are excluded are still counted", async () => {
  using host = new Systemd(SCRIPT);
  const exclude = "--collector.systemd.unit-exclude=(backup.service|srv.mount)";
  assertEquals(values(await host.start({}, exclude).collect(1000)), SUMMARY);
});

Deno.test("systemd is asked again only after 15 s", async () => {
  using host = new Systemd(SCRIPT);
  const running = host.start();
  const [one, two] = [running.collect(1000), running.collect(1000)];
  assert(await one === await two, "two at once are one");
  assertEquals(host.calls.length, 3);
  host.made.clock = 14_999;
  await running.collect(1000);
  assertEquals(host.calls.length, 3);
  host.made.clock = 15_000;
  await running.collect(1000);
  assertEquals(host.calls.length, 6);
});

Deno.test("a systemctl that hangs is killed at the deadline", async () => {
  using host = new Systemd('#!/bin/sh\necho $$ >> "$(dirname "$0")/calls"\nexec sleep 600\n');
  const running = host.start({ deadline: 500 });
  await assertRejects(async () => await running.collect(1000), Deno.errors.TimedOut, "killed");
  for (const pid of host.calls) await gone(Number(pid));
});

/** Waits until a process is no more, for as long as the test may take. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      // 0 is no signal: it only asks.
      Deno.kill(pid, 0 as unknown as Deno.Signal);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return;
      throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

Deno.test("what systemctl says when it fails is told", async () => {
  using host = new Systemd("#!/bin/sh\necho 'Failed to connect to bus' >&2\nexit 1\n");
  await assertRejects(
    async () => await host.start().collect(1000),
    Error,
    'ended with 1: "Failed to connect to bus"',
  );
});

Deno.test("a host without systemd has no data, and nothing is run", async () => {
  using other = new Systemd(SCRIPT, {});
  assertThrows(() => other.start().collect(1000), NoData, "does not run here");
  using without = new Systemd(SCRIPT);
  const running = without.start({ systemctl: "/nonexistent/systemctl" });
  await assertRejects(async () => await running.collect(1000), NoData, "there is no");
});
