/**
 * Copies a program so that the old one may run meanwhile: under another name first. Everybody may run it, whatever
 * umask the one had who unpacked it.
 *
 * @throws as the file system does
 */
export function copyWhole(from: string, to: string): void {
  const beside = `${to}.new`;
  Deno.copyFileSync(from, beside);
  if (Deno.build.os !== "windows") Deno.chmodSync(beside, 0o755);
  Deno.renameSync(beside, to);
}
