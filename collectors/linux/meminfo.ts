import type { MeminfoField, Memory } from "../readings.ts";
import { KnownLines } from "./known_lines.ts";
import { count, quote } from "./text.ts";

/**
 * Reads /proc/meminfo (proc_meminfo(5)): field name to value, kilobytes turned into bytes.
 *
 *     MemTotal:        3742148 kB
 *     HugePages_Total:       0
 */
export class MeminfoReader {
  readonly #lines = new KnownLines("meminfo", (name, value) => ({
    name,
    bytes: value.endsWith(" kB"),
  }));

  /** @throws {SyntaxError} where a line is malformed or the file is empty */
  read(text: string): Map<string, MeminfoField> {
    const fields = new Map<string, MeminfoField>();
    this.#lines.read(text, ({ name, bytes }, value, line) => {
      const number = count(bytes ? value.slice(0, -3) : value, line);
      fields.set(name, { value: bytes ? number * 1024 : number, bytes });
    });
    return fields;
  }
}

/**
 * Memory and swap as free(1) tells them.
 *
 * @throws {SyntaxError} where MemTotal or MemFree is missing
 */
export function memoryOf(fields: ReadonlyMap<string, MeminfoField>): Memory {
  const value = (name: string) => fields.get(name)?.value ?? NaN;
  const total = value("MemTotal");
  const free = value("MemFree");
  if (!(total > 0) || Number.isNaN(free)) {
    throw new SyntaxError(
      `/proc/meminfo has no MemTotal or no MemFree: ${quote([...fields.keys()].join(" "))}`,
    );
  }
  const reclaimable = fields.get("SReclaimable")?.value ?? 0;
  const cached = value("Cached") + reclaimable;
  const available = fields.get("MemAvailable")?.value ??
    // Kernels before 3.14 do not estimate it.
    Math.min(total, free + (fields.get("Buffers")?.value ?? 0) + (cached || 0));
  return {
    total,
    free,
    available,
    buffers: value("Buffers"),
    cached,
    shared: value("Shmem"),
    swapTotal: value("SwapTotal"),
    swapFree: value("SwapFree"),
    fields,
  };
}
