/** What /proc/cpuinfo tells of one logical CPU; empty text where it does not tell. */
export interface CpuInfo {
  /** Its number, as text. */
  readonly cpu: string;
  readonly package: string;
  readonly core: string;
  readonly vendor: string;
  readonly family: string;
  readonly model: string;
  readonly modelName: string;
  readonly microcode: string;
  readonly stepping: string;
  readonly cacheSize: string;
  /** MHz at this moment; NaN where not told. */
  readonly mhz: number;
  readonly flags: string;
  readonly bugs: string;
}

/**
 * Parses /proc/cpuinfo (proc_cpuinfo(5)): a block for each logical CPU, in the words of x86 or of ARM.
 *
 *     processor	: 0
 *     vendor_id	: GenuineIntel
 *     cpu MHz		: 799.998
 *
 * Blocks that are no logical CPU (the board's on ARM) are passed over. ARM's `CPU implementer` and `CPU revision`
 * are other than `vendor_id` and `stepping`: node_exporter does not show them, and labels must be the same. Its
 * kernels before 3.19 have one block, of all CPUs.
 */
export function parseCpuinfo(text: string): CpuInfo[] {
  const cpus: CpuInfo[] = [];
  for (const block of text.split("\n\n")) {
    const fields = new Map<string, string>();
    const numbers: string[] = [];
    for (const line of block.split("\n")) {
      const colon = line.indexOf(":");
      if (colon < 1) continue;
      const name = line.slice(0, colon).trimEnd(), value = line.slice(colon + 1).trim();
      if (name !== "processor") fields.set(name, value);
      else if (/^\d+$/.test(value)) numbers.push(value);
    }
    for (const cpu of numbers) cpus.push(cpuOf(cpu, fields));
  }
  return cpus;
}

function cpuOf(cpu: string, fields: ReadonlyMap<string, string>): CpuInfo {
  const field = (x86: string, arm = x86) => fields.get(x86) ?? fields.get(arm) ?? "";
  return {
    cpu,
    package: field("physical id"),
    core: field("core id"),
    vendor: field("vendor_id"),
    family: field("cpu family"),
    model: field("model"),
    modelName: field("model name"),
    microcode: field("microcode"),
    stepping: field("stepping"),
    cacheSize: field("cache size"),
    mhz: parseFloat(field("cpu MHz")),
    flags: field("flags", "Features"),
    bugs: field("bugs"),
  };
}
