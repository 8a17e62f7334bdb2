/**
 * What a host may have no data for. So that the list hides nothing, each entry says how the host itself
 * tells whether it has it (what is there must have data, and what is not there must have none), or which
 * test has its values.
 *
 * @module
 */

/** A question that may have no answer on this host, and how the host tells so without hostvitals. */
export interface Lacking {
  readonly panel: string;
  /** Of which queries; all without it. */
  readonly refs?: readonly string[];
  readonly because: string;
  /** Whether this host has got it: then there must be data. Undefined: nobody can know beforehand. */
  readonly here?: () => boolean;
}

/** In the dashboard of a host, and on the live page. */
export const LACKING: readonly Lacking[] = [
  {
    panel: "Sensors",
    because: "needs hardware: a temperature sensor",
    here: () =>
      some("/sys/class/hwmon", (chip) => some(chip, (path) => /\/temp\d+_input$/.test(path))),
  },
  {
    panel: "Thermal zones",
    because: "needs hardware: a thermal zone",
    here: () => some("/sys/class/thermal", (path) => /\/thermal_zone\d+$/.test(path)),
  },
  ...["CPU pressure", "Memory pressure", "I/O pressure"].map((panel) => ({
    panel,
    because: "needs a kernel that counts pressure",
    here: () => some("/proc/pressure", () => true),
  })),
  {
    panel: "File systems",
    refs: ["E"],
    because:
      "needs half an hour of history and a disk that fills: tests/unit/dashboards/values_test.ts",
  },
  {
    panel: "Latency",
    because:
      "is NaN where no disk did anything in this minute: tests/unit/dashboards/values_test.ts",
  },
];

/** What may be lacking, if it is that. */
export function lackingOf(panel: string, ref: string): Lacking | undefined {
  return LACKING.find((one) => one.panel === panel && (one.refs?.includes(ref) ?? true));
}

function some(dir: string, test: (path: string) => boolean): boolean {
  try {
    return [...Deno.readDirSync(dir)].some(({ name }) => test(`${dir}/${name}`));
  } catch {
    return false;
  }
}
