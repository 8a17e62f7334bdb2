import type { Files } from "./files.ts";

/** The type of the entry that holds the page size (include/uapi/linux/auxvec.h). */
const AT_PAGESZ = 6n;

/** Of a kernel that does not tell: what all but some arm64 and ppc64 kernels are built with. */
const USUAL = 4096;

/**
 * The page size in an auxiliary vector (proc_pid_auxv(5), getauxval(3)): pairs of a type and a
 * value, 64 bits each.
 *
 * @returns bytes; undefined where the vector has no such entry
 */
export function parsePageSize(auxv: Uint8Array): number | undefined {
  const view = new DataView(auxv.buffer, auxv.byteOffset, auxv.byteLength);
  for (let at = 0; at + 16 <= auxv.length; at += 16) {
    if (view.getBigUint64(at, true) === AT_PAGESZ) return Number(view.getBigUint64(at + 8, true));
  }
}

/** Bytes of a page of memory. */
export function pageSize(files: Files): number {
  try {
    return parsePageSize(Deno.readFileSync(files.path("/proc/self/auxv"))) ?? USUAL;
  } catch {
    // Another PID namespace's /proc has no `self` for us.
    return USUAL;
  }
}
