import { quote } from "./text.ts";

/** A unit of systemd that is in memory. */
export interface Unit {
  readonly name: string;
  /** `loaded`, `not-found`, `masked`, … */
  readonly load: string;
  /** `active`, `failed`, `inactive`, … */
  readonly active: string;
}

/**
 * Parses what `systemctl list-units --all --plain --no-legend --full` writes (systemctl(1)): name,
 * load state, active state, sub state, description. (The JSON form needs systemd 246.)
 *
 *     ssh.service   loaded    active   running OpenBSD Secure Shell server
 *
 * @throws {SyntaxError} where a line has fewer than the three states
 */
export function parseUnits(text: string): Unit[] {
  return text.split("\n").filter((line) => line.trim() !== "").map((line) => {
    // Without --plain, or before it was known for this, a bullet marks failed units.
    const [name, load, active, sub] = line.replace(/^[●○*×]? */, "").split(/ +/, 4);
    if (!sub) throw new SyntaxError(`systemctl gave a malformed unit: ${quote(line)}`);
    return { name, load, active };
  });
}

/**
 * Parses what `systemctl show` writes: for each unit its properties, units parted by an empty line.
 *
 *     Id=ssh.service
 *     Type=notify
 *
 * @throws {SyntaxError} where a line has no `=`
 */
export function parseProperties(text: string): Map<string, string>[] {
  return text.split(/\n{2,}/).filter((block) => block.trim() !== "").map((block) =>
    new Map(
      block.trim().split("\n").map((line) => {
        const equals = line.indexOf("=");
        if (equals < 1) throw new SyntaxError(`systemctl gave a malformed line: ${quote(line)}`);
        return [line.slice(0, equals), line.slice(equals + 1)];
      }),
    )
  );
}
