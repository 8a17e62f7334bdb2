import plist from "../launchd/hostvitals.plist" with { type: "text" };

/**
 * The file that launchd(8) reads.
 *
 * @param flags of hostvitals
 */
export function launchdPlist(flags: readonly string[]): string {
  const strings = flags.map((flag) => `    <string>${escaped(flag)}</string>\n`);
  return plist.replace("@ARGUMENTS@\n", strings.join(""));
}

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
