/**
 * Copies a file so that the old one may run meanwhile: under another name first.
 *
 * @throws as the file system does
 */
export function copyWhole(from: string, to: string): void {
  const beside = `${to}.new`;
  Deno.copyFileSync(from, beside);
  Deno.renameSync(beside, to);
}
