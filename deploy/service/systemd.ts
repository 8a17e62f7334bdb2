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

/**
 * The file of flags. The unit takes `$ARGS` apart as a shell does, and the file's own quotes are taken apart before
 * (systemd.exec(5), EnvironmentFile=).
 */
export function flagsFile(flags: readonly string[]): string {
  const words = flags.map((flag) => flag.replaceAll("\\", "\\\\")).join(" ");
  return `ARGS="${words.replace(/[\\"$`]/g, "\\$&")}"\n`;
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
  install: ({ program, flags }) => [
    {
      do: "run",
      command: [
        "useradd",
        "--system",
        "--user-group",
        "--no-create-home",
        "--home-dir=/nonexistent",
        "--shell=/usr/sbin/nologin",
        "hostvitals",
      ],
      unless: ["id", "-u", "hostvitals"],
    },
    ...program === PROGRAM ? [] : [{ do: "copy", from: program, to: PROGRAM } as const],
    { do: "write", path: UNIT, text: unit },
    ...flags.length > 0 ? [{ do: "write", path: FLAGS, text: flagsFile(flags) } as const] : [],
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
