/** A host that is broken or bare: what can be measured is, and the rest is said. */
import { join } from "node:path";
import { assert, assertEquals, assertMatch } from "../assert.ts";
import { readExposition } from "../exposition.ts";
import { isRoot, Program } from "../program.ts";
import { eventually, long, sleep } from "./beside.ts";
import { Copy, refusal, withMounts } from "./host_command.ts";

const canMount = isRoot ? refusal(...withMounts("mount -t tmpfs none /mnt"), "true") : "not root";
if (canMount) console.error(`skipped: tests with mounts of their own (${canMount})`);
const needsMounts = { ignore: canMount !== undefined };
const canLoop = isRoot ? refusal("losetup", "--find") : "not root";
if (canLoop) console.error(`skipped: tests with loop devices (${canLoop})`);

/** The value of a sample. */
async function sample(program: Program, series: string): Promise<string | undefined> {
  const families = readExposition(await program.metrics());
  return families.get(series.replace(/\{.*/, ""))?.samples.get(series);
}

/** What every host has. */
const EVERYWHERE = ["cpu", "diskstats", "filesystem", "loadavg", "meminfo", "netdev", "stat"];

/** Those of them that failed. */
function failed(text: string): string[] {
  const success = readExposition(text).get("node_scrape_collector_success")!.samples;
  return EVERYWHERE.filter((name) =>
    success.get(`node_scrape_collector_success{collector="${name}"}`) !== "1"
  );
}

function sh(script: string): void {
  const { success, stderr } = new Deno.Command("sh", { args: ["-euc", script] }).outputSync();
  if (!success) throw new Error(`${script}: ${new TextDecoder().decode(stderr)}`);
}

Deno.test("stopped and continued, it goes on with a gap, and does not make up for lost ticks", async () => {
  await using program = await Program.start();
  await program.metrics();
  const ticks = async () => Number(await sample(program, "hostvitals_sampler_ticks_total"));
  const before = await ticks();
  const stopped = long ? 60_000 : 4000;
  Deno.kill(program.pid, "SIGSTOP");
  await sleep(stopped);
  Deno.kill(program.pid, "SIGCONT");
  const since = performance.now();
  const after = await ticks();
  assert(after - before <= (performance.now() - since) / 1000 + 3, `${after - before} ticks`);
  await eventually(async () => await ticks() >= after + 2, "ticks again");
  // What was not measured is not there: no second of the gap has a value.
  const query = encodeURIComponent("count_over_time(node_load1[20s])");
  const { data } = await (await program.fetch(`api/v1/query?query=${query}`)).json();
  const seconds = (performance.now() - since) / 1000 + 20 - stopped / 1000;
  assert(Number(data.result[0].value[1]) <= Math.max(seconds, 0) + 4, JSON.stringify(data));
});

Deno.test("of a host without /sys the rest is measured", needsMounts, async () => {
  using copy = new Copy();
  const without = copy.behind(...withMounts("mount -t tmpfs none /sys"));
  await using program = await Program.startAs(without);
  const text = await program.metrics();
  const families = readExposition(text);
  for (const name of ["node_cpu_seconds_total", "node_memory_bytes", "node_load1"]) {
    assert(families.get(name)!.samples.size > 0, name);
  }
  assertEquals(failed(text), []);
  assert(!/level=error/.test(program.log), program.log);
});

Deno.test(
  "an unprivileged user to whom /proc is hidden gets all that is not of processes",
  needsMounts,
  async () => {
    using copy = new Copy();
    const nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    const hidden = copy.behind(
      ...withMounts("mount -t proc -o hidepid=2 proc /proc"),
      ...nobody,
    );
    await using program = await Program.startAs(hidden, "--collector.processes");
    const families = readExposition(await program.metrics());
    for (const name of ["node_cpu_seconds_total", "node_memory_bytes", "node_disk_usage_percent"]) {
      assert(families.get(name)!.samples.size > 0, name);
    }
    // Its own processes only: it does not fail over those of others.
    const pids = Number(families.get("node_processes_pids")!.samples.get("node_processes_pids"));
    assert(pids >= 1 && pids < 10, `${pids} processes`);
  },
);

Deno.test(
  "on a read-only root it serves, and says once that it cannot keep its state",
  needsMounts,
  async () => {
    using copy = new Copy();
    // The chroot has no /proc of its own.
    const readOnly = copy.behind(
      ...withMounts(
        "mount -o rbind / /mnt\nmount -o remount,ro,bind /mnt\nmount -t proc proc /mnt/proc",
      ),
      "chroot",
      "/mnt",
    );
    await using program = await Program.startAs(
      readOnly,
      "--alert.state-file=/root/state/alerts.json",
    );
    assertEquals(failed(await program.metrics()), []);
    // Alerts are loaded when they are first asked for.
    const rules = await program.fetch("api/v1/rules");
    assertEquals([rules.status, (await rules.json()).status], [200, "success"]);
    const said = () =>
      program.log.split("\n").filter((line) => /read-only file system/i.test(line)).length;
    await eventually(() => said() > 0, `what it cannot keep, in ${program.log}`);
    await sleep(2000);
    assertEquals(said(), 1, program.log);
  },
);

Deno.test("a state file on a full disk costs the state only", needsMounts, async () => {
  const dir = Deno.makeTempDirSync();
  sh(`mount -t tmpfs -o size=16k hostvitals-test ${dir}`);
  try {
    try {
      Deno.writeFileSync(join(dir, "full"), new Uint8Array(64 * 1024));
    } catch {
      // It is full now.
    }
    await using program = await Program.start(`--alert.state-file=${join(dir, "alerts.json")}`);
    await (await program.fetch("api/v1/rules")).text();
    await sleep(1500);
    assertMatch(await program.metrics(), /^node_load1 /m);
    assert(!/level=error|panic/.test(program.log), program.log);
  } finally {
    sh(`umount -l ${dir}`);
    Deno.removeSync(dir);
  }
});

Deno.test(
  "a mount that goes and comes back as another is measured as what it is",
  needsMounts,
  async () => {
    const dir = Deno.realPathSync(Deno.makeTempDirSync());
    const include = "--collector.filesystem.mount-points-include=^/tmp/|^/$";
    await using program = await Program.start(include);
    const size = () =>
      sample(
        program,
        `node_filesystem_size_bytes{device="hostvitals-test",fstype="tmpfs",mountpoint="${dir}"}`,
      );
    try {
      for (const kilobytes of [64, 128, 256]) {
        assertEquals(await size(), undefined);
        sh(`mount -t tmpfs -o size=${kilobytes}k hostvitals-test ${dir}`);
        assertEquals(await size(), String(kilobytes * 1024));
        sh(`umount ${dir}`);
      }
      assertEquals(await size(), undefined);
    } finally {
      Deno.removeSync(dir);
    }
  },
);

Deno.test({
  name: "a disk that comes, goes and comes back has its series while it is there",
  ignore: canLoop !== undefined,
  async fn() {
    const dir = Deno.makeTempDirSync();
    const image = join(dir, "disk");
    Deno.writeFileSync(image, new Uint8Array(1024 * 1024));
    await using program = await Program.start("--collector.diskstats.device-exclude=^$");
    let disk = "";
    const read = () => sample(program, `node_disk_read_bytes_total{device="${disk}"}`);
    try {
      for (let round = 0; round < 2; round++) {
        const { stdout } = new Deno.Command("losetup", { args: ["--find", "--show", image] })
          .outputSync();
        disk = new TextDecoder().decode(stdout).trim().replace("/dev/", "");
        sh(`dd if=/dev/${disk} of=/dev/null bs=64k count=4 iflag=direct 2>/dev/null`);
        await eventually(async () => Number(await read()) >= 65_536, `what was read of ${disk}`);
        sh(`losetup --detach /dev/${disk}`);
        assertMatch(await program.metrics(), /^node_load1 /m);
      }
    } finally {
      Deno.removeSync(dir, { recursive: true });
    }
  },
});
