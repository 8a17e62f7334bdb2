import { count, malformed } from "./text.ts";

/** A table with a column for each CPU. */
export interface CpuTable {
  /** The CPUs' numbers, as text: those offline are missing. */
  readonly cpus: readonly string[];
  readonly rows: readonly CpuRow[];
}

/** A row of it. */
export interface CpuRow {
  readonly name: string;
  /** A count for each CPU. */
  readonly counts: readonly number[];
  /** What stands behind the counts, word by word. */
  readonly rest: readonly string[];
}

/**
 * Parses /proc/interrupts and /proc/softirqs (Documentation/filesystems/proc.rst section 1.2).
 *
 *                CPU0       CPU1
 *       1:      17960        105  IR-IO-APIC-edge      i8042
 *     LOC:  174326351  135776678   Local timer interrupts
 *     ERR:          0
 *
 * A row that has not a count for each CPU (`ERR`, `MIS`: they are of the whole host) is passed over.
 *
 * @param file its name below /proc, for messages
 * @throws {SyntaxError} where the head is missing, or a count is no number
 */
export function parseCpuTable(text: string, file: string): CpuTable {
  const lines = text.split("\n");
  const cpus = words(lines[0]).map((cpu) => cpu.slice(3));
  if (cpus.length === 0 || !cpus.every((cpu) => /^\d+$/.test(cpu))) throw malformed(file, lines[0]);
  const rows: CpuRow[] = [];
  for (let i = 1; i < lines.length; i++) {
    // Between the name and the first count need not be a space (arm64).
    const colon = lines[i].indexOf(":");
    if (colon < 0) continue;
    const fields = words(lines[i].slice(colon + 1));
    if (fields.length < cpus.length) continue;
    rows.push({
      name: lines[i].slice(0, colon).trim(),
      counts: fields.slice(0, cpus.length).map((text) => count(text, lines[i])),
      rest: fields.slice(cpus.length),
    });
  }
  return { cpus, rows };
}

const words = (text: string) => text.split(" ").filter((word) => word !== "");
