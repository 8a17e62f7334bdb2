/** `--once`: the snapshot for cron. */
import { join } from "node:path";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../assert.ts";
import { readExposition } from "../exposition.ts";
import { isRoot, run } from "../program.ts";

Deno.test("the snapshot alone is on standard output, percentages included", async () => {
  const { code, stdout, stderr } = await run(["--once"]);
  assertEquals([code, stderr], [0, ""]);
  const families = readExposition(stdout);
  for (const name of ["node_cpu_usage_percent", "node_memory_bytes", "node_disk_usage_percent"]) {
    assert(families.get(name)!.samples.size > 0, name);
  }
});

Deno.test("logs do not get into the snapshot", async () => {
  const { code, stdout, stderr } = await run(["--once", "--debug", "--path.sysfs=/nowhere"]);
  assertEquals(code, 0);
  readExposition(stdout);
  for (const line of stderr.trimEnd().split("\n")) assertMatch(line, /^time=\S+ level=/);
});

Deno.test("JSON and OpenMetrics have the same families", async () => {
  const json = JSON.parse((await run(["--once", "--format=json"])).stdout);
  const names = json.map(({ name }: { name: string }) => name);
  assert(names.length > 100);
  const load = json.find(({ name }: { name: string }) => name === "node_load1");
  assertEquals([load.type, load.samples.length, typeof load.samples[0].value], [
    "gauge",
    1,
    "number",
  ]);
  const { stdout } = await run(["--once", "--format=openmetrics"]);
  assert(stdout.endsWith("\n# EOF\n"));
  const heads = stdout.match(/^# TYPE (\S+)/gm)!.map((line) => line.slice(7));
  assertEquals(heads, names.map((name: string) => name.replace(/_total$/, "")));
});

Deno.test("what is for a snapshot does not serve in silence, and no other page is taken for the metrics", async () => {
  for (
    const [args, said] of [
      [["--output=/tmp/never.prom"], "--output is for a snapshot: add --once"],
      [["--format=json"], "--format is for a snapshot: add --once"],
      [
        ["--web.telemetry-path=/-/ready", "--port=0"],
        "--web.telemetry-path /-/ready is the place of something else here",
      ],
    ] as const
  ) {
    assertEquals(await run(args), { code: 2, stdout: "", stderr: `hostvitals: ${said}\n` });
  }
});

Deno.test("a command refuses what is for a snapshot, and does not leave it out in silence", async () => {
  for (const flag of ["--once", "--output=/tmp/never.prom"]) {
    const { code, stdout, stderr } = await run(["check", flag]);
    const [name] = flag.split("=");
    assertEquals([code, stdout], [3, ""]);
    assertEquals(stderr, `hostvitals: ${name} is for a snapshot: check takes none\n`);
  }
});

Deno.test("--output /dev/stdout leaves what else is written to the same file", async () => {
  const MAIN = new URL("../../main.ts", import.meta.url).pathname;
  const dir = Deno.makeTempDirSync();
  const { stderr } = await new Deno.Command("sh", {
    args: [
      "-c",
      '{ echo first; "$0" run -A "$1" --once --output=/dev/stdout; echo last; } > "$2/out"',
      Deno.execPath(),
      MAIN,
      dir,
    ],
  }).output();
  assertEquals(new TextDecoder().decode(stderr), "");
  const lines = Deno.readTextFileSync(join(dir, "out")).trimEnd().split("\n");
  assertEquals([lines[0], lines.at(-1)], ["first", "last"]);
  assert(lines.length > 100);
  Deno.removeSync(dir, { recursive: true });
});

Deno.test("a standard output that is full is named", async () => {
  const MAIN = new URL("../../main.ts", import.meta.url).pathname;
  const dir = Deno.makeTempDirSync();
  const wrong: readonly [number, ...string[]][] = [
    [1, "--once"],
    [1, "--help"],
    [1, "--version"],
    [1, "init", dir],
    [1, "service", "status", "--dry-run"],
    // 1 would be a warning to who watches.
    [3, "check"],
  ];
  for (const [status, ...args] of wrong) {
    const { code, stderr } = await new Deno.Command("sh", {
      args: ["-c", '"$0" run -A "$@" > /dev/full', Deno.execPath(), MAIN, ...args],
    }).output();
    assertEquals(code, status, args.join(" "));
    assertMatch(
      new TextDecoder().decode(stderr),
      /^hostvitals: standard output cannot be written: No space left on device[^\n]*\n$/,
    );
  }
  Deno.removeSync(dir, { recursive: true });
});

Deno.test("a directory of /sys that is not there is said, and the rest is measured", async () => {
  const { code, stdout, stderr } = await run(["--once", "--path.sysfs=/nowhere"]);
  assertEquals(code, 0);
  assertStringIncludes(stdout, "\nnode_load1 ");
  assertMatch(stderr, /^[^\n]*--path\.sysfs: \/nowhere is no directory that can be read[^\n]*\n$/);
});

Deno.test("a wrong flag is one line and exit 2", async () => {
  const { code, stdout, stderr } = await run(["--once", "--formt=json"]);
  assertEquals([code, stdout], [2, ""]);
  assertEquals(stderr, "hostvitals: unknown flag --formt: did you mean --format?\n");
});

Deno.test("--help and --version are for standard output", async () => {
  assertMatch((await run(["--version"])).stdout, /^hostvitals \d+\.\d+\.\d+\n$/);
  assertStringIncludes((await run(["--help"])).stdout, "--web.listen-address");
});

Deno.test("where nothing can be measured it says so and exits 1", async () => {
  const dir = Deno.makeTempDirSync();
  try {
    Deno.mkdirSync(join(dir, "1"));
    const { code, stdout, stderr } = await run([
      "--once",
      `--path.procfs=${dir}`,
      "--collector.disable-defaults",
      "--collector.cpu",
      "--collector.meminfo",
    ]);
    assertEquals([code, stdout], [1, ""]);
    assertEquals(
      stderr.trimEnd().split("\n").at(-1),
      "hostvitals: nothing could be measured: no collector gave anything",
    );
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
});

Deno.test("garbage in some files of /proc costs only their collectors", async () => {
  const dir = Deno.makeTempDirSync();
  try {
    Deno.writeTextFileSync(join(dir, "meminfo"), "MemTotal: 100 kB\nMemFree: 10 kB\n");
    Deno.writeTextFileSync(join(dir, "stat"), "cpu0 1 2");
    Deno.writeFileSync(join(dir, "loadavg"), crypto.getRandomValues(new Uint8Array(1000)));
    Deno.writeTextFileSync(join(dir, "vmstat"), "");
    const { code, stdout, stderr } = await run([
      "--once",
      `--path.procfs=${dir}`,
      "--path.sysfs=/nowhere",
    ]);
    assertEquals(code, 0);
    const success = Object.fromEntries(
      readExposition(stdout).get("node_scrape_collector_success")!.samples,
    );
    const of = (name: string) => success[`node_scrape_collector_success{collector="${name}"}`];
    assertEquals(["meminfo", "cpu", "loadavg", "vmstat", "netdev", "time"].map(of), [
      "1",
      "0",
      "0",
      "0",
      "0",
      "1",
    ]);
    assertStringIncludes(stderr, "collector cpu failed");
    assertStringIncludes(stderr, "cpu0 1 2");
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
});

Deno.test("--output is written whole", async () => {
  const dir = Deno.makeTempDirSync();
  try {
    const path = join(dir, "host.prom");
    const { code, stdout, stderr } = await run(["--once", `--output=${path}`]);
    assertEquals([code, stdout, stderr], [0, "", ""]);
    assert(readExposition(Deno.readTextFileSync(path)).size > 100);
    assertEquals([...Deno.readDirSync(dir)].length, 1);
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
});

/** A file system of its own, a few kilobytes large. */
async function onSmallDisk(
  use: (dir: string, remount: (options: string) => void) => Promise<void>,
) {
  const dir = Deno.makeTempDirSync();
  const mount = (...args: string[]) => {
    const { success, stderr } = new Deno.Command("mount", { args }).outputSync();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
  };
  mount("-t", "tmpfs", "-o", "size=16k", "hostvitals-test", dir);
  try {
    await use(dir, (options) => mount("-o", `remount,${options}`, dir));
  } finally {
    new Deno.Command("umount", { args: [dir] }).outputSync();
    Deno.removeSync(dir, { recursive: true });
  }
}

const needsRoot = { ignore: !isRoot };

Deno.test(
  "on a full disk the old file stays as it was",
  needsRoot,
  () =>
    onSmallDisk(async (dir) => {
      const path = join(dir, "host.prom");
      Deno.writeTextFileSync(path, "old 1\n");
      const { code, stderr } = await run(["--once", `--output=${path}`]);
      assertEquals(code, 1);
      assertMatch(stderr, /^hostvitals: --output .*host\.prom.*No space left[^\n]*\n$/);
      assertEquals(Deno.readTextFileSync(path), "old 1\n");
      assertEquals([...Deno.readDirSync(dir)].length, 1);
    }),
);

Deno.test(
  "on a read-only disk the old file stays as it was",
  needsRoot,
  () =>
    onSmallDisk(async (dir, remount) => {
      const path = join(dir, "host.prom");
      Deno.writeTextFileSync(path, "old 1\n");
      remount("ro");
      const { code, stderr } = await run(["--once", `--output=${path}`]);
      assertEquals(code, 1);
      assertMatch(stderr, /^hostvitals: --output .*Read-only file system[^\n]*\n$/);
      assertEquals(Deno.readTextFileSync(path), "old 1\n");
    }),
);
