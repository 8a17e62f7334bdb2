/**
 * Holds hostvitals to what node_exporter's own end-to-end test expects.
 *
 *     deno run -A tests/conformance/compare.ts [COLLECTOR]...
 *
 * @module
 */
import { join } from "node:path";
import { Files } from "../../collectors/linux/files.ts";
import { LinuxSource } from "../../collectors/linux/source.ts";
import { collectors } from "../../collectors/mod.ts";
import { Encoder } from "../../exporter/exposition.ts";
import { allFlags, enabled, parseFlags } from "../../exporter/flags.ts";
import { Scraper } from "../../exporter/scrape.ts";
import { readExposition } from "../exposition.ts";

/** Where the peer's data lies: a folder that a variable names, or beside the project. */
export const DATA: string = Deno.env.get("NODE_EXPORTER_DATA") ??
  new URL("../../../shared/node-exporter", import.meta.url).pathname;

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
  "--collector.textfile.directory=collector/fixtures/textfile/two_metric_files/",
];

/** A family that is expected of a collector. */
export interface Expected {
  readonly collector: string;
  readonly set: string;
  readonly family: string;
}

/** The families that are expected. */
export function expected(): Expected[] {
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
  const dir = Deno.makeTempDirSync({ prefix: "hostvitals-conformance-" });
  const before = Deno.cwd();
  try {
    const fixtures = join(dir, "collector/fixtures");
    Deno.mkdirSync(fixtures, { recursive: true });
    const tar = new Deno.Command("tar", {
      args: ["xzf", join(DATA, "fixtures.tar.gz"), "-C", fixtures],
    }).outputSync();
    if (!tar.success) throw new Error("the peer's fixtures cannot be unpacked");
    Deno.chdir(dir);
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
    Deno.removeSync(dir, { recursive: true });
  }
}

if (import.meta.main) {
  for (const { collector, family, differences } of await compare(Deno.args)) {
    for (const difference of differences) console.log(`${collector} ${family}: ${difference}`);
  }
}
