/**
 * hostvitals as a service of systemd.
 *
 * @module
 */
import unit from "../systemd/hostvitals.service" with { type: "text" };
import type { Manager } from "./manager.ts";

const UNIT = "/etc/systemd/system/hostvitals.service";
const PROGRAM = "/usr/local/bin/hostvitals";
/** Where the unit takes more flags from. */
const FLAGS = "/etc/default/hostvitals";

/** Directories of its own (`PrivateTmp=`), which lie over those of the host. */
const OWN = /^\/(var\/)?tmp\//;

const USER = "hostvitals";
/** By itself: it may be there without its user, and a user without it. */
const MAKE_GROUP = ["groupadd", "--system", "--force", USER];
const MAKE_USER = [
  "useradd",
  "--system",
  `--gid=${USER}`,
  "--no-create-home",
  "--home-dir=/nonexistent",
  "--shell=/usr/sbin/nologin",
  USER,
];
const KNOWN = ["id", "-u", USER];

/**
 * A line of flags in the file, as systemd takes it apart: quotes count where a value begins, a line goes on behind a
 * backslash.
 */
const ARGS = /^[ \t]*ARGS=[ \t]*(?:(?:"(?:\\[^]|[^"\\])*"|'[^']*')[ \t]*)*(?:\\\n|.)*\n?/gm;

/**
 * The file of flags. The unit takes `$ARGS` apart as a shell does, and the file's own quotes are taken apart before
 * (systemd.exec(5), EnvironmentFile=).
 *
 * @param before what stands in it: all else, such as DENO_CERT, stays
 */
export function flagsFile(flags: readonly string[], before: string): string {
  const rest = before.replace(/(?<=.)$/, "\n").replace(ARGS, "");
  const words = flags.map((flag) => flag.replaceAll("\\", "\\\\")).join(" ");
  return `${rest}ARGS="${words.replace(/[\\"$`]/g, "\\$&")}"\n`;
}

/** systemd(1), of Linux. */
export const systemd: Manager = {
  name: "systemd",
  // sd_booted(3)
  missing: ({ exists }) =>
    exists("/run/systemd/system")
      ? undefined
      : "systemd does not run this host (there is no /run/systemd/system): start hostvitals by what " +
        "starts services here",
  refuses: ({ isRoot }) =>
    Promise.resolve(isRoot() ? undefined : "only root may change services: use sudo"),
  async user({ exists, run }) {
    // It may name another user, or give this one more groups.
    if (exists(`${UNIT}.d`)) return undefined;
    const user = { name: USER, hidden: OWN };
    return (await run(KNOWN)).code === 0
      ? { ...user, as: ["setpriv", `--reuid=${USER}`, `--regid=${USER}`, "--init-groups"] }
      : {
        ...user,
        // Nobody, as long as it is not there.
        as: ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"],
        make: [MAKE_GROUP, MAKE_USER].map((command) => command.join(" ")).join(" && "),
      };
  },
  install: ({ program, flags }, { read }) => [
    { do: "run", command: MAKE_GROUP },
    { do: "run", command: MAKE_USER, unless: KNOWN },
    ...program === PROGRAM ? [] : [{ do: "copy", from: program, to: PROGRAM } as const],
    { do: "write", path: UNIT, text: unit },
    ...flags ? [{ do: "write", path: FLAGS, text: flagsFile(flags, read(FLAGS)) } as const] : [],
    { do: "run", command: ["systemctl", "daemon-reload"] },
    { do: "run", command: ["systemctl", "enable", "hostvitals.service"] },
    // Also where an older one runs.
    { do: "run", command: ["systemctl", "restart", "hostvitals.service"] },
    {
      do: "run",
      after: 2,
      command: ["systemctl", "is-active", "hostvitals.service"],
      hint: "it has ended already, see journalctl -u hostvitals",
    },
  ],
  uninstall: ({ exists }) => [
    { do: "run", command: ["systemctl", "disable", "--now", "hostvitals.service"] },
    { do: "remove", path: UNIT },
    ...exists(FLAGS) ? [{ do: "remove", path: FLAGS } as const] : [],
    { do: "run", command: ["systemctl", "daemon-reload"] },
  ],
  status: () => ["systemctl", "status", "--no-pager", "hostvitals.service"],
  installed: ({ exists }) => exists(UNIT),
  stays: `${PROGRAM}, /var/lib/hostvitals and the user hostvitals`,
};
