/**
 * Holds hostvitals to what node_exporter's own end-to-end test expects.
 *
 *     deno run -A tests/conformance/compare.ts [--table] [COLLECTOR]...
 *
 * Prints what differs, a line each; with `--table` how much is as expected, by collector.
 *
 * @module
 */
import { join } from "node:path";
import { Files } from "../../collectors/linux/files.ts";
import { LinuxSource } from "../../collectors/linux/source.ts";
import { collectors } from "../../collectors/mod.ts";
import { Encoder } from "../../exporter/exposition.ts";
import { allFlags, enabled } from "../../exporter/flags.ts";
import { parseFlags } from "../../exporter/options.ts";
import { Scraper } from "../../exporter/scrape.ts";
import { readExposition } from "../exposition.ts";
import { DATA, Fixtures } from "./peer_data.ts";
import { loadRe2 } from "../../collectors/re2.ts";

await loadRe2();

/** The flags of the peer's run. */
const FLAGS = [
  "--path.rootfs=collector/fixtures",
  "--path.procfs=collector/fixtures/proc",
  "--path.sysfs=collector/fixtures/sys",
  "--path.udev.data=collector/fixtures/udev/data",
  "--collector.cpu.info",
  "--collector.stat.softirq",
  "--collector.arp.device-exclude=nope",
  "--collector.cpu.info.bugs-include=^(cpu_meltdown|spectre_.*|mds)$",
  "--collector.cpu.info.flags-include=^(aes|avx.?|constant_tsc)$",
  "--collector.hwmon.chip-include=(applesmc|asus_nb_wmi|coretemp|hwmon4|ieee80211|nct6779)",
  "--collector.netclass.ignore-invalid-speed",
  "--collector.netclass.ignored-devices=(dmz|int)",
  "--collector.netdev.device-include=lo",
  "--collector.sysctl.include-info=kernel.seccomp.actions_avail",
  "--collector.sysctl.include=fs.file-nr",
  "--collector.sysctl.include=fs.file-nr:total,current,max",
  "--collector.sysctl.include=kernel.threads-max",
  "--collector.textfile.directory=collector/fixtures/textfile/two_metric_files/",
  // The data's own list lacks it, but the answer has what it gives.
  "--collector.bcache.priorityStats",
];

/**
 * The peer's test has this file too; the archive of its fixtures leaves it out. Ours, with what the
 * answer was made from.
 */
const OS_RELEASE = `NAME="Ubuntu"
VERSION="20.04.2 LTS (Focal Fossa)"
ID=ubuntu
ID_LIKE=debian
PRETTY_NAME="Ubuntu 20.04.2 LTS"
VERSION_ID="20.04"
VERSION_CODENAME=focal
`;

/** A family that is expected of a collector. */
export interface Expected {
  readonly collector: string;
  readonly set: string;
  readonly family: string;
}

/** The collectors that are off by default, which the list of families leaves out, and their families. */
const OFF_BY_DEFAULT: Readonly<Record<string, RegExp>> = {
  buddyinfo: /^node_buddyinfo_/,
  cgroups: /^node_cgroups_/,
  cpu_vulnerabilities: /^node_cpu_vulnerabilities_/,
  interrupts: /^node_interrupts_/,
  ksmd: /^node_ksmd_/,
  meminfo_numa: /^node_memory_numa_/,
  mountstats: /^node_mountstats_/,
  processes: /^node_processes_/,
  slabinfo: /^node_slabinfo_/,
  softirqs: /^node_softirqs_functions_/,
  sysctl: /^node_sysctl_/,
  zoneinfo: /^node_zoneinfo_/,
};

/** The families that are expected. */
export function expected(): Expected[] {
  const all = readExposition(Deno.readTextFileSync(join(DATA, "expected.prom"))).keys();
  const off = [...all].flatMap((family) =>
    Object.entries(OFF_BY_DEFAULT).filter(([, pattern]) => pattern.test(family))
      .map(([collector]) => ({ collector, set: "off", family }))
  );
  return [...byDefault(), ...off];
}

function byDefault(): Expected[] {
  const text = Deno.readTextFileSync(join(DATA, "families.tsv"));
  return text.trim().split("\n").filter((line) => !line.startsWith("#")).map((line) => {
    const [collector, set, family] = line.split("\t");
    return { collector, set, family };
  });
}

/** What of a family is as expected. */
export interface Comparison extends Expected {
  readonly samples: number;
  readonly matched: number;
  /** What differs, a line each; empty if all is as expected. */
  readonly differences: readonly string[];
}

/** Scrapes the made-up host of the peer's test and compares, family by family. */
export async function compare(names?: readonly string[]): Promise<Comparison[]> {
  const want = readExposition(Deno.readTextFileSync(join(DATA, "expected.prom")));
  const wanted = expected().filter(({ collector }) => !names?.length || names.includes(collector));
  const got = readExposition(await scrape([...new Set(wanted.map(({ collector }) => collector))]));
  return wanted.map((row) => {
    const { type, help, samples } = want.get(row.family)!;
    const ours = got.get(row.family);
    const differences: string[] = [];
    if (!ours) {
      return { ...row, samples: samples.size, matched: 0, differences: ["the family is missing"] };
    }
    if (ours.type !== type) differences.push(`type ${ours.type}, expected ${type}`);
    if (ours.help !== help) differences.push(`help ${ours.help}, expected ${help}`);
    let matched = 0;
    for (const [series, value] of samples) {
      const found = ours.samples.get(series);
      if (found !== undefined && sameNumber(Number(found), Number(value))) matched++;
      else differences.push(`${series} ${found ?? "is missing"}, expected ${value}`);
    }
    for (const series of ours.samples.keys()) {
      // Where a value is never twice the same, the peer's data has the family without its samples.
      if (samples.size > 0 && !samples.has(series)) differences.push(`${series} is not expected`);
    }
    return { ...row, samples: samples.size, matched, differences };
  });
}

/** Equal but for the last bits of a fraction. */
function sameNumber(a: number, b: number): boolean {
  return Object.is(a, b) || Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));
}

/** One scrape of the made-up host, as text. */
async function scrape(names: readonly string[]): Promise<string> {
  using fixtures = new Fixtures();
  const before = Deno.cwd();
  Deno.chdir(fixtures.root);
  Deno.mkdirSync(join(fixtures.path, "etc"), { recursive: true });
  Deno.writeTextFileSync(join(fixtures.path, "etc/os-release"), OS_RELEASE);
  try {
    const known = new Set(allFlags(collectors).map(({ name }) => name));
    // Those whose collector is not there show as missing families.
    const args = FLAGS.filter((flag) => known.has(flag.slice(2).split("=")[0]));
    for (const name of names) if (known.has(`collector.${name}`)) args.push(`--collector.${name}`);
    const options = parseFlags(["--collector.disable-defaults", ...args], allFlags(collectors));
    const files = new Files({
      proc: options.text("path.procfs"),
      sys: options.text("path.sysfs"),
      root: options.text("path.rootfs"),
      udev: options.text("path.udev.data"),
    });
    const scraper = new Scraper(enabled(collectors, options), {
      files,
      source: new LinuxSource(files),
      flags: options,
      log: { debug() {}, info() {}, warn() {} },
      monotonic: () => performance.now(),
      now: () => Date.now() / 1000,
    });
    const { families } = await scraper.scrape(10_000);
    files.close();
    return new Encoder("text").encode(families);
  } finally {
    Deno.chdir(before);
  }
}

/** How many families and samples of each collector are as expected, in columns. */
export function table(comparisons: readonly Comparison[]): string {
  const rows = new Map<string, number[]>();
  const add = (name: string, numbers: readonly number[]) => {
    const sum = rows.get(name) ?? numbers.map(() => 0);
    rows.set(name, sum.map((before, i) => before + numbers[i]));
  };
  for (const { collector, set, samples, matched, differences } of comparisons) {
    const numbers = [differences.length === 0 ? 1 : 0, 1, matched, samples];
    for (const name of [`${set} ${collector}`, `${set} (all)`]) add(name, numbers);
  }
  const line = (name: string, families: string, samples: string) =>
    `${name.padEnd(24)}${families.padStart(11)}${samples.padStart(13)}`;
  return [
    line("", "families", "samples"),
    ...[...rows].sort(([a], [b]) => a < b ? -1 : 1).map((
      [name, [same, families, matched, samples]],
    ) => line(name, `${same}/${families}`, `${matched}/${samples}`)),
  ].join("\n");
}

if (import.meta.main) {
  const names = Deno.args.filter((arg) => arg !== "--table");
  const comparisons = await compare(names);
  if (names.length < Deno.args.length) console.log(table(comparisons));
  else {
    for (const { collector, family, differences } of comparisons) {
      for (const difference of differences) console.log(`${collector} ${family}: ${difference}`);
    }
  }
}
