/**
 * Copies a program so that the old one may run meanwhile: under another name first. Everybody may run it, whatever
 * umask the one had who unpacked it.
 *
 * @throws as the file system does; nothing is left beside the old one then
 */
export function copyWhole(from: string, to: string): void {
  const beside = `${to}.new`;
  try {
    Deno.copyFileSync(from, beside);
    if (Deno.build.os !== "windows") Deno.chmodSync(beside, 0o755);
    Deno.renameSync(beside, to);
  } catch (error) {
    try {
      Deno.removeSync(beside);
    } catch {
      // It was never made.
    }
    throw error;
  }
}
