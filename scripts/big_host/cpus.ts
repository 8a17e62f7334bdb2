import { attributes, type Entry, numbers, row } from "./entry.ts";
import type { HostSize } from "./size.ts";

const DIR = "sys/devices/system/cpu";
/** Logical CPUs of a package; each core has two. */
const PACKAGE = 64;

/** What Linux tells of the CPUs, one by one. */
export function* cpus({ cpus }: HostSize): Generator<Entry> {
  const all = numbers(cpus);
  const list = cpus === 1 ? "0" : `0-${cpus - 1}`;
  yield { path: "proc/stat", text: stat(all), moves: true };
  yield { path: "proc/schedstat", text: schedstat(all), moves: true };
  yield { path: "proc/net/softnet_stat", text: all.map(softnet).join(""), moves: true };
  yield { path: "proc/net/stat/nf_conntrack", text: conntrack(all) };
  yield { path: "proc/interrupts", text: interrupts(all), moves: true };
  yield { path: "proc/softirqs", text: softirqs(all), moves: true };
  yield { path: "proc/cpuinfo", text: all.map(cpuinfo).join("") };
  yield* attributes(DIR, {
    online: list,
    present: list,
    possible: list,
    offline: "",
    isolated: "",
  });
  for (const cpu of all) yield* files(cpu);
}

/** The lines of the CPUs, and behind them what there is once. */
function stat(all: readonly number[]): string {
  const lines = all.map((cpu) => `cpu${cpu} ${row(cpu, 8)} 0 0\n`);
  return `cpu  ${row(1, 8, 10_000_000)} 0 0\n${lines.join("")}` +
    `intr 8885917 ${row(2, 2 * all.length + 64)}\nctxt 123456789\nbtime 1700000000\n` +
    `processes 1234567\nprocs_running 7\nprocs_blocked 1\nsoftirq 5057579 ${row(3, 10)}\n`;
}

function schedstat(all: readonly number[]): string {
  const mask = "ffffffff".repeat(Math.ceil(all.length / 32));
  const domains = [0, 1].map((domain) => `domain${domain} ${mask} ${row(domain, 36)}\n`).join("");
  return `version 15\ntimestamp 4300000000\n${
    all.map((cpu) => `cpu${cpu} 0 0 0 0 0 0 ${row(cpu, 3, 100_000_000)}\n${domains}`).join("")
  }`;
}

const hex = (value: number) => value.toString(16).padStart(8, "0");

/** The first number has decimal digits only, so that it counts on. */
const softnet = (cpu: number) =>
  `${10_001_000 + cpu} ${[3, cpu % 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, cpu, 0, 0].map(hex).join(" ")}\n`;

function conntrack(all: readonly number[]): string {
  const line = (cpu: number) => [4000, 0, cpu, 0, 7, 0, 0, 0, cpu, 1, 0, 0, 0, 0, 0, 2, 0];
  return "entries  clashres found new invalid ignore delete chainlength insert insert_failed drop " +
    "early_drop icmp_error  expect_new expect_create expect_delete search_restart\n" +
    all.map((cpu) => `${line(cpu).map(hex).join(" ")}\n`).join("");
}

/** As many lines as the queues of a network card and of a disk. */
function interrupts(all: readonly number[]): string {
  const table = (name: string, i: number, rest: string) =>
    `${name.padStart(4)}: ${row(i, all.length)}  ${rest}\n`;
  return `           ${all.map((cpu) => `CPU${cpu}`).join("       ")}\n` +
    numbers(16 + all.length).map((i) =>
      table(`${24 + i}`, i, `PCI-MSI ${524_288 + i}-edge      eth0-TxRx-${i}`)
    ).join("") +
    table("NMI", 1, "Non-maskable interrupts") + table("LOC", 2, "Local timer interrupts");
}

const VECTORS = "HI TIMER NET_TX NET_RX BLOCK IRQ_POLL TASKLET SCHED HRTIMER RCU".split(" ");

const softirqs = (all: readonly number[]) =>
  `                    ${all.map((cpu) => `CPU${cpu}`).join("       ")}\n` +
  VECTORS.map((name, i) => `${name.padStart(12)}: ${row(i, all.length)}\n`).join("");

const cpuinfo = (cpu: number) =>
  `processor\t: ${cpu}\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 143\n` +
  `model name\t: Made-up CPU @ 2.00GHz\nstepping\t: 8\nmicrocode\t: 0x2b000461\n` +
  `cpu MHz\t\t: ${2000 + cpu}.000\ncache size\t: 61440 KB\n` +
  `physical id\t: ${packageOf(cpu)}\nsiblings\t: ${PACKAGE}\ncore id\t\t: ${coreOf(cpu)}\n` +
  `cpu cores\t: ${PACKAGE / 2}\nflags\t\t: fpu vme de pse tsc msr\nbugs\t\t: spectre_v1\n\n`;

const packageOf = (cpu: number) => Math.floor(cpu / PACKAGE);
const coreOf = (cpu: number) => cpu % PACKAGE >> 1;

function* files(cpu: number): Generator<Entry> {
  const dir = `${DIR}/cpu${cpu}`;
  // The first one cannot be taken offline.
  if (cpu > 0) yield* attributes(dir, { online: 1 });
  yield* attributes(`${dir}/topology`, {
    physical_package_id: packageOf(cpu),
    core_id: coreOf(cpu),
    core_siblings_list: `${cpu - cpu % PACKAGE}-${cpu - cpu % PACKAGE + PACKAGE - 1}`,
    thread_siblings_list: `${cpu & ~1}-${cpu | 1}`,
  });
  yield* attributes(`${dir}/thermal_throttle`, {
    core_throttle_count: cpu >> 1,
    package_throttle_count: packageOf(cpu),
  });
  const policy = `${DIR}/cpufreq/policy${cpu}`;
  yield { path: `${dir}/cpufreq`, text: `-> ../cpufreq/policy${cpu}` };
  yield { path: `${policy}/scaling_cur_freq`, text: `${2_000_000 + 100 * cpu}\n`, moves: true };
  yield* attributes(policy, {
    affected_cpus: cpu,
    related_cpus: cpu,
    cpuinfo_min_freq: 800_000,
    cpuinfo_max_freq: 3_800_000,
    cpuinfo_transition_latency: 0,
    scaling_min_freq: 800_000,
    scaling_max_freq: 3_800_000,
    scaling_driver: "intel_pstate",
    scaling_governor: "powersave",
    scaling_available_governors: "performance powersave",
    scaling_setspeed: "<unsupported>",
  });
}
