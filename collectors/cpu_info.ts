import { gauge, type Host, Labels, type MetricFamily, type Sample } from "./collector.ts";
import { nameFilter } from "./filter.ts";
import { type Flag, type FlagValues, regexp } from "./flags.ts";
import { type CpuInfo, parseCpuinfo } from "./linux/cpuinfo.ts";
import type { Files } from "./linux/files.ts";
import { Memo } from "./memo.ts";
import { Rarely } from "./rarely.ts";

const info = gauge(
  "node_cpu_info",
  "CPU information from /proc/cpuinfo.",
  "package",
  "core",
  "cpu",
  "vendor",
  "family",
  "model",
  "model_name",
  "microcode",
  "stepping",
  "cachesize",
);
const flagInfo = gauge(
  "node_cpu_flag_info",
  "The `flags` field of CPU information from /proc/cpuinfo taken from the first core.",
  "flag",
);
const bugInfo = gauge(
  "node_cpu_bug_info",
  "The `bugs` field of CPU information from /proc/cpuinfo taken from the first core.",
  "bug",
);
const frequency = gauge(
  "node_cpu_frequency_hertz",
  "CPU frequency in hertz from /proc/cpuinfo.",
  "package",
  "core",
  "cpu",
);

/** What {@linkcode cpuInfo} gives. */
export const cpuInfoMetrics = [info, flagInfo, bugInfo, frequency];

const INFO = "collector.cpu.info";
const CPUS = "/sys/devices/system/cpu";

const include = (field: string): Flag => ({
  name: `${INFO}.${field}-include`,
  value: "REGEXP",
  help: `also which of the \`${field}\` in /proc/cpuinfo match`,
  check: regexp,
});

/** The flags of {@linkcode cpuInfo}. */
export const cpuInfoFlags: readonly Flag[] = [
  { name: INFO, help: "also what /proc/cpuinfo tells of each CPU", default: false },
  include("flags"),
  include("bugs"),
];

/**
 * Reads /proc/cpuinfo, if it is asked for: it is long (1.5 kB a CPU) and tells little that is new.
 *
 * The clock of a CPU that the collector cpufreq tells is left to it: the family has the same name there.
 */
export function cpuInfo(
  { files, flags: options, monotonic }: Pick<Host, "files" | "flags" | "monotonic">,
): () => MetricFamily[] {
  const flags = options.text(`${INFO}.flags-include`), bugs = options.text(`${INFO}.bugs-include`);
  if (!options.on(INFO) && !flags && !bugs) return () => [];
  const wantedFlag = flags ? nameFilter(flags, "") : () => false;
  const wantedBug = bugs ? nameFilter(bugs, "") : () => false;
  const toldElsewhere = new Rarely(monotonic, () => toldByCpufreq(files, options));
  const labels = new Memo((key) => new Labels(JSON.parse(key)));
  const sample = (pairs: Record<string, string>, value = 1): Sample => ({
    labels: labels.get(JSON.stringify(pairs)),
    value,
  });
  return () => {
    const cpus = parseCpuinfo(files.hot("/proc/cpuinfo"));
    labels.round();
    const words = (text: string | undefined) => text?.split(" ").filter(Boolean) ?? [];
    return [
      info.of(cpus.map((cpu) => sample(pairsOf(cpu)))),
      flagInfo.of(words(cpus[0]?.flags).filter(wantedFlag).map((flag) => sample({ flag }))),
      bugInfo.of(words(cpus[0]?.bugs).filter(wantedBug).map((bug) => sample({ bug }))),
      frequency.of(
        cpus.filter(({ mhz, cpu }) => !Number.isNaN(mhz) && !toldElsewhere.get().has(cpu))
          .map(({ mhz, core, cpu, package: of }) => sample({ core, cpu, package: of }, mhz * 1e6)),
      ),
    ];
  };
}

/** The CPUs of which the collector cpufreq, if it runs, has the clock of the hardware itself. */
function toldByCpufreq(files: Files, flags: FlagValues): ReadonlySet<string> {
  if (!flags.on("collector.cpufreq") || flags.on("collector.disable-defaults")) return new Set();
  const cpus = files.list(CPUS).flatMap((name) => /^cpu(\d+)$/.exec(name)?.[1] ?? []);
  return new Set(
    cpus.filter((cpu) => files.number(`${CPUS}/cpu${cpu}/cpufreq/cpuinfo_cur_freq`) !== undefined),
  );
}

function pairsOf(cpu: CpuInfo): Record<string, string> {
  return {
    cachesize: cpu.cacheSize,
    core: cpu.core,
    cpu: cpu.cpu,
    family: cpu.family,
    microcode: cpu.microcode,
    model: cpu.model,
    model_name: cpu.modelName,
    package: cpu.package,
    stepping: cpu.stepping,
    vendor: cpu.vendor,
  };
}
