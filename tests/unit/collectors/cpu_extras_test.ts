import { cpu } from "../../../collectors/cpu.ts";
import { cpufreq } from "../../../collectors/cpufreq.ts";
import { allFlags } from "../../../exporter/flags.ts";
import { parseFlags } from "../../../exporter/options.ts";
import { assertEquals } from "../../assert.ts";
import { MadeUpHost, read, values } from "../../fixture.ts";

const STAT = "cpu  4 0 4 8 0 0 0 0 2 0\ncpu0 2 0 2 4 0 0 0 0 1 0\ncpu1 2 0 2 4 0 0 0 0 1 0\n";
const DIR = "sys/devices/system/cpu";

/** Two threads of one core. */
const TREE = {
  "proc/stat": STAT,
  [`${DIR}/online`]: "0-1\n",
  [`${DIR}/present`]: "0-1\n",
  [`${DIR}/isolated`]: "1\n",
  ...thread("cpu0", "5", "30"),
  ...thread("cpu1", "5", "30"),
};

function thread(name: string, core: string, all: string): Record<string, string> {
  return {
    [`${DIR}/${name}/online`]: "1\n",
    [`${DIR}/${name}/topology/core_id`]: "0\n",
    [`${DIR}/${name}/topology/physical_package_id`]: "0\n",
    [`${DIR}/${name}/thermal_throttle/core_throttle_count`]: `${core}\n`,
    [`${DIR}/${name}/thermal_throttle/package_throttle_count`]: `${all}\n`,
  };
}

const CPUINFO = `processor	: 0
vendor_id	: GenuineIntel
cpu family	: 6
model		: 142
model name	: A CPU
stepping	: 10
microcode	: 0xb4
cpu MHz		: 800.5
cache size	: 8192 KB
physical id	: 0
core id		: 0
flags		: fpu aes avx2
bugs		: mds l1tf

processor	: 1
core id		: 1

`;

const starting = (got: Record<string, number>, name: string) =>
  Object.fromEntries(Object.entries(got).filter(([series]) => series.startsWith(name)));

Deno.test("throttling is shown once for each core and package", async () => {
  const got = await read(cpu, TREE);
  assertEquals(starting(got, "node_cpu_core_throttles_total"), {
    'node_cpu_core_throttles_total{core="0",package="0"}': 5,
  });
  assertEquals(starting(got, "node_cpu_package_throttles_total"), {
    'node_cpu_package_throttles_total{package="0"}': 30,
  });
  assertEquals(starting(got, "node_cpu_isolated"), { 'node_cpu_isolated{cpu="1"}': 1 });
});

Deno.test("a CPU that goes offline shows as such, and its core is read by another thread", async () => {
  using made = new MadeUpHost(TREE);
  const running = cpu.start(made.host(cpu));
  const scrape = async () => {
    return values(await running.collect(1000));
  };
  assertEquals((await scrape())['node_cpu_online{cpu="0"}'], 1);
  Deno.removeSync(`${made.root}/${DIR}/cpu0/thermal_throttle`, { recursive: true });
  made.write({
    [`${DIR}/online`]: "1\n",
    [`${DIR}/cpu1/thermal_throttle/core_throttle_count`]: "9\n",
  });
  const got = await scrape();
  assertEquals(starting(got, "node_cpu_online"), {
    'node_cpu_online{cpu="0"}': 0,
    'node_cpu_online{cpu="1"}': 1,
  });
  assertEquals(got['node_cpu_core_throttles_total{core="0",package="0"}'], 9);
});

Deno.test("a host without /sys has its CPU times all the same", async () => {
  const got = await read(cpu, { "proc/stat": STAT });
  assertEquals(got['node_cpu_seconds_total{cpu="1",mode="idle"}'], 0.04);
  assertEquals(starting(got, "node_cpu_isolated"), {});
});

Deno.test("the time of guests can be left out", async () => {
  const guest = 'node_cpu_guest_seconds_total{cpu="0",mode="user"}';
  assertEquals((await read(cpu, TREE))[guest], 0.01);
  assertEquals((await read(cpu, TREE, "--no-collector.cpu.guest"))[guest], undefined);
});

Deno.test("/proc/cpuinfo is shown if asked for, its flags and bugs by expressions", async () => {
  const tree = { ...TREE, "proc/cpuinfo": CPUINFO };
  assertEquals(starting(await read(cpu, tree), "node_cpu_info"), {});
  const got = await readBesideCpufreq(
    tree,
    "--collector.cpu.info.flags-include=^(aes|avx.?)$",
    "--collector.cpu.info.bugs-include=mds",
  );
  assertEquals(starting(got, "node_cpu_info"), {
    'node_cpu_info{cachesize="8192 KB",core="0",cpu="0",family="6",microcode="0xb4",model="142",model_name="A CPU",package="0",stepping="10",vendor="GenuineIntel"}':
      1,
    'node_cpu_info{cachesize="",core="1",cpu="1",family="",microcode="",model="",model_name="",package="",stepping="",vendor=""}':
      1,
  });
  assertEquals(starting(got, "node_cpu_flag_info"), {
    'node_cpu_flag_info{flag="aes"}': 1,
    'node_cpu_flag_info{flag="avx2"}': 1,
  });
  assertEquals(starting(got, "node_cpu_bug_info"), { 'node_cpu_bug_info{bug="mds"}': 1 });
  assertEquals(starting(got, "node_cpu_frequency_hertz"), {
    'node_cpu_frequency_hertz{core="0",cpu="0",package="0"}': 800_500_000,
  });
});

Deno.test("a clock that cpufreq tells is not told again from /proc/cpuinfo", async () => {
  const clock = `${DIR}/cpu0/cpufreq/cpuinfo_cur_freq`;
  const tree = {
    ...TREE,
    "proc/cpuinfo": CPUINFO.replace("core id\t\t: 1", "cpu MHz : 900"),
    [clock]: "800000\n",
  };
  const told = async (tree: Record<string, string>, ...flags: string[]) => {
    const got = await readBesideCpufreq(tree, "--collector.cpu.info", ...flags);
    return Object.keys(starting(got, "node_cpu_frequency_hertz"))
      .map((series) => /cpu="(\d)"/.exec(series)?.[1]);
  };
  assertEquals(await told(tree), ["1"]);
  assertEquals(await told({ ...tree, [clock]: "<unknown>\n" }), ["0", "1"]);
  assertEquals(await told(tree, "--no-collector.cpufreq"), ["0", "1"]);
  assertEquals(await told(tree, "--collector.disable-defaults"), ["0", "1"]);
});

/** One reading of the collector cpu where cpufreq has its flag, too. */
async function readBesideCpufreq(tree: Record<string, string>, ...args: string[]) {
  using made = new MadeUpHost(tree);
  const flags = parseFlags(args, allFlags([cpu, cpufreq]));
  return values(await cpu.start({ ...made.host(cpu), flags }).collect(1000));
}
