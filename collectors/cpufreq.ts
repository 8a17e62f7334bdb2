import {
  type Collector,
  gauge,
  Labels,
  type MetricFamily,
  NoData,
  type Sample,
} from "./collector.ts";
import { devicesOf } from "./linux/class.ts";
import type { Files } from "./linux/files.ts";
import { isOld } from "./rarely.ts";
import { inTurns } from "./turns.ts";

const DIR = "/sys/devices/system/cpu";
/** Of as many CPUs everything is read at each scrape. */
const FEW = 4;

/** The files of a CPU's frequency policy that hold kHz. */
const FREQUENCIES = ([
  ["cpuinfo_cur_freq", "frequency_hertz", "Current CPU thread frequency in hertz."],
  ["cpuinfo_min_freq", "frequency_min_hertz", "Minimum CPU thread frequency in hertz."],
  ["cpuinfo_max_freq", "frequency_max_hertz", "Maximum CPU thread frequency in hertz."],
  [
    "scaling_cur_freq",
    "scaling_frequency_hertz",
    "Current scaled CPU thread frequency in hertz.",
  ],
  [
    "scaling_min_freq",
    "scaling_frequency_min_hertz",
    "Minimum scaled CPU thread frequency in hertz.",
  ],
  [
    "scaling_max_freq",
    "scaling_frequency_max_hertz",
    "Maximum scaled CPU thread frequency in hertz.",
  ],
] as const).map(([file, name, help]) => ({
  file,
  metric: gauge(`node_cpu_${name}`, help, "cpu"),
  isSetting: !file.endsWith("_cur_freq"),
}));

const governor = gauge(
  "node_cpu_scaling_governor",
  "Current enabled CPU frequency governor.",
  "cpu",
  "governor",
);

/** The frequency policy of a CPU, and what of it stays as it is. */
interface Policy {
  readonly labels: Labels;
  /** The files that can be read, by the place in {@linkcode FREQUENCIES}. */
  readonly paths: readonly (string | undefined)[];
  readonly governorPath: string;
  readonly governors: readonly { readonly name: string; readonly labels: Labels }[];
  /** What was read last, in the same places. */
  readonly samples: (Sample | undefined)[];
  governed: readonly Sample[];
}

/**
 * Frequencies of the CPUs (Documentation/admin-guide/pm/cpufreq.rst). Limits and governors, which only an
 * administrator changes, are read once a minute where there are many CPUs.
 */
export const cpufreq: Collector = {
  name: "cpufreq",
  help: "CPU frequencies (/sys/devices/system/cpu/cpu*/cpufreq)",
  system: "linux",
  metrics: [...FREQUENCIES.map(({ metric }) => metric), governor],
  start({ files, monotonic }) {
    let policies: readonly Policy[] = [];
    let online: string | undefined;
    let asked = -Infinity;
    const hot: Read = (path) => files.hotAttribute(path);
    return { collect: () => inTurns(collect()) };

    function* collect(): Generator<void, MetricFamily[]> {
      const now = files.attribute(`${DIR}/online`) ?? "";
      // The driver may be loaded late, or change its mode, and then has other files and governors.
      const anew = now !== online || policies.length === 0 || isOld(monotonic() - asked);
      if (anew) {
        policies = yield* policiesOf(files);
        online = now;
        asked = monotonic();
      }
      if (policies.length === 0) throw new NoData("no CPU changes its frequency", true);
      if (policies.length <= FEW) return yield* measured(policies, hot, hot);
      return yield* measured(policies, hot, anew ? (path) => files.attribute(path) : undefined);
    }
  },
};

function* policiesOf(files: Files): Generator<void, Policy[]> {
  const policies: Policy[] = [];
  for (const name of devicesOf(files, DIR, "cpu")) {
    if (!/^cpu\d+$/.test(name) || !files.exists(`${DIR}/${name}/cpufreq`)) continue;
    policies.push(policyOf(files, name));
    yield;
  }
  return policies;
}

function policyOf(files: Files, name: string): Policy {
  const cpu = name.slice("cpu".length);
  const dir = `${DIR}/${name}/cpufreq`;
  const governors = files.attribute(`${dir}/scaling_available_governors`) ?? "";
  return {
    labels: new Labels({ cpu }),
    // The clock that the hardware itself tells is for root only, and not every driver has it.
    paths: FREQUENCIES.map(({ file }) => `${dir}/${file}`)
      .map((path) => files.attribute(path) === undefined ? undefined : path),
    governorPath: `${dir}/scaling_governor`,
    governors: governors.split(/\s+/).filter(Boolean)
      .map((governor) => ({ name: governor, labels: new Labels({ cpu, governor }) })),
    samples: [],
    governed: [],
  };
}

/** Reads a file of a CPU, which may have gone offline a moment ago. */
type Read = (path: string) => string | undefined;

/** @param setting reads limits and governors; without it those stay as they were read before */
function* measured(
  policies: readonly Policy[],
  current: Read,
  setting: Read | undefined,
): Generator<void, MetricFamily[]> {
  for (const policy of policies) {
    for (const [i, { isSetting }] of FREQUENCIES.entries()) {
      const read = isSetting ? setting : current;
      if (read) policy.samples[i] = frequency(policy, i, read);
    }
    if (setting) policy.governed = governed(policy, setting);
    yield;
  }
  return [
    ...FREQUENCIES.map(({ metric }, i) =>
      metric.of(
        policies.map(({ samples }) => samples[i]).filter((sample) => sample !== undefined),
      )
    ),
    governor.of(policies.flatMap(({ governed }) => governed)),
  ];
}

function frequency({ labels, paths }: Policy, i: number, read: Read): Sample | undefined {
  const path = paths[i];
  const kHz = path ? Number(read(path) || NaN) : NaN;
  return Number.isNaN(kHz) ? undefined : { labels, value: kHz * 1000 };
}

function governed({ governors, governorPath }: Policy, read: Read): Sample[] {
  const now = governors.length > 0 ? read(governorPath) : undefined;
  return governors.map(({ name, labels }) => ({ labels, value: name === now ? 1 : 0 }));
}
