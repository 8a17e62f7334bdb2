/**
 * hostvitals as a daemon of launchd.
 *
 * @module
 */
import plist from "../launchd/hostvitals.plist" with { type: "text" };
import type { Manager } from "./manager.ts";
import type { Step } from "./plan.ts";

const SERVICE = "system/hostvitals";
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

/** Succeeds where the daemon is loaded, whether its file is there or not. */
const PRINT = ["launchctl", "print", SERVICE];

/**
 * Takes out a daemon that is loaded. `bootout` fails with 3 or 5 for one that went in between, and with 36 for one
 * that takes a moment to end, and is then on its way.
 */
const OUT: readonly Step[] = [
  { do: "run", command: ["launchctl", "bootout", SERVICE], where: PRINT, fine: [3, 5, 36] },
  { do: "wait", while: PRINT, seconds: 30 },
];

/** launchd(8), of macOS. */
export const launchd: Manager = {
  name: "launchd",
  missing: () => undefined,
  refuses: ({ isRoot }) =>
    Promise.resolve(isRoot() ? undefined : "only root may change daemons: use sudo"),
  user: () => Promise.resolve({ name: "daemon", as: ["sudo", "-n", "-u", "daemon"] }),
  install: ({ program, flags = [] }) => [
    ...OUT,
    { do: "run", command: ["install", "-d", "-o", "daemon", "-m", "0750", STATE] },
    ...program === PROGRAM ? [] : [
      // It is not there on a new Mac.
      { do: "run", command: ["install", "-d", "-m", "0755", "/usr/local/bin"] } as const,
      { do: "copy", from: program, to: PROGRAM } as const,
    ],
    { do: "write", path: PLIST, text: launchdPlist(flags) },
    { do: "run", command: ["launchctl", "bootstrap", "system", PLIST] },
    {
      do: "run",
      after: 2,
      command: ["sh", "-c", `${PRINT.join(" ")} | grep "state = running"`],
      hint: `it has ended already, see ${STATE}/hostvitals.log`,
    },
  ],
  uninstall: () => [...OUT, { do: "remove", path: PLIST }],
  status: () => PRINT,
  // One that ends again and again is printed as well as one that runs.
  runs: /^\s*state = running$/m,
  installed: ({ exists }) => exists(PLIST),
  stays: `${PROGRAM} and ${STATE}`,
};
