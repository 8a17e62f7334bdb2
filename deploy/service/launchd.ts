/**
 * hostvitals as a daemon of launchd.
 *
 * @module
 */
import plist from "../launchd/hostvitals.plist" with { type: "text" };
import type { Manager } from "./manager.ts";

const PLIST = "/Library/LaunchDaemons/hostvitals.plist";
const PROGRAM = "/usr/local/bin/hostvitals";
const STATE = "/var/db/hostvitals";

/**
 * The file that launchd(8) reads.
 *
 * @param flags of hostvitals
 */
export function launchdPlist(flags: readonly string[]): string {
  const strings = flags.map((flag) => `    <string>${escaped(flag)}</string>\n`);
  return plist.replace("@ARGUMENTS@\n", () => strings.join(""));
}

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** launchd(8), of macOS. */
export const launchd: Manager = {
  name: "launchd",
  missing: () => undefined,
  refuses: ({ isRoot }) =>
    Promise.resolve(isRoot() ? undefined : "only root may change daemons: use sudo"),
  install: ({ program, flags }, { exists }) => [
    ...exists(PLIST)
      ? [{ do: "run", command: ["launchctl", "bootout", "system", PLIST] } as const]
      : [],
    { do: "run", command: ["install", "-d", "-o", "daemon", "-m", "0750", STATE] },
    ...program === PROGRAM ? [] : [
      // It is not there on a new Mac.
      { do: "run", command: ["install", "-d", "-m", "0755", "/usr/local/bin"] } as const,
      { do: "copy", from: program, to: PROGRAM } as const,
    ],
    { do: "write", path: PLIST, text: launchdPlist(flags) },
    { do: "run", command: ["launchctl", "bootstrap", "system", PLIST] },
  ],
  uninstall: () => [
    { do: "run", command: ["launchctl", "bootout", "system", PLIST] },
    { do: "remove", path: PLIST },
  ],
  status: () => ["launchctl", "print", "system/hostvitals"],
  installed: ({ exists }) => exists(PLIST),
  stays: `${PROGRAM} and ${STATE}`,
};
