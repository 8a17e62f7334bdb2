import type { Answers } from "./thread.ts";
import { type DiskActivity, Unsupported } from "../readings.ts";

/**
 * What all disks together did: `disksIO()` adds them up. The bytes are those of `fsStats()`, on Linux
 * of the disks that are mounted.
 *
 * @throws {Unsupported} where it does not know how, or found no disk
 */
export function disksOf(io: Answers["disksIO"], stats: Answers["fsStats"]): DiskActivity[] {
  if (!io) throw new Unsupported("systeminformation does not count disk I/O on this system");
  // Where its command fails it gives zeros; a host that has started has read something.
  if (!(io.rIO > 0)) throw new Unsupported("disksIO() found no disk");
  const bytes = stats && stats.rx > 0;
  return [{
    device: "all",
    reads: io.rIO,
    readBytes: bytes ? stats.rx : NaN,
    writes: io.wIO,
    writeBytes: bytes ? stats.wx : NaN,
  }];
}
