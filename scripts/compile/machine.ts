/** `e_machine` of ELF (elf(5)). */
const ELF = new Map([[0x3e, "linux-x64"], [0xb7, "linux-arm64"]]);
/** `cputype` of Mach-O (mach/machine.h). */
const MACH_O = new Map([[0x01000007, "macos-x64"], [0x0100000c, "macos-arm64"]]);
/** `Machine` of a COFF header (Microsoft's PE format). */
const PE = new Map([[0x8664, "windows-x64"], [0xaa64, "windows-arm64"]]);

/**
 * For which system a program is, by its first bytes: `linux-x64`.
 *
 * @param bytes 4096, or as many as there are
 * @returns undefined for another system, or no program
 */
export function machineOf(bytes: Uint8Array): string | undefined {
  if (bytes.length < 64) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0) === 0x7f454c46) return ELF.get(view.getUint16(18, true));
  if (view.getUint32(0, true) === 0xfeedfacf) return MACH_O.get(view.getUint32(4, true));
  if (view.getUint16(0) !== 0x4d5a) return undefined;
  const header = view.getUint32(0x3c, true);
  const there = header + 6 <= bytes.length && view.getUint32(header) === 0x50450000;
  return there ? PE.get(view.getUint16(header + 4, true)) : undefined;
}
