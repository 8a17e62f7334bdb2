import type { MeminfoField, Memory } from "../readings.ts";
import { count, malformed, quote } from "./text.ts";

/**
 * Parses /proc/meminfo (proc_meminfo(5)): field name to value, kilobytes turned into bytes.
 *
 *     MemTotal:        3742148 kB
 *     HugePages_Total:       0
 *
 * @throws {SyntaxError} where a line is malformed or the file is empty
 */
export function parseMeminfo(text: string): Map<string, MeminfoField> {
  const fields = new Map<string, MeminfoField>();
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const colon = line.indexOf(":");
    if (colon < 1) throw malformed("meminfo", line);
    const bytes = line.endsWith(" kB");
    const value = count(line.slice(colon + 1, bytes ? -3 : undefined).trim(), line);
    fields.set(line.slice(0, colon), { value: bytes ? value * 1024 : value, bytes });
  }
  if (fields.size === 0) throw new SyntaxError(`/proc/meminfo is empty: ${quote(text)}`);
  return fields;
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
    throw new SyntaxError("/proc/meminfo has no MemTotal or no MemFree");
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
