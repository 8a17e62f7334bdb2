import { count, malformed } from "./text.ts";

/** What /proc/mdstat says of a software RAID. */
export interface Mdstat {
  readonly device: string;
  /** `active` or `inactive`; while it works on it `recovery`, `resync`, `check` or `reshape`. */
  readonly state: string;
  /** Disks in use; 0 of an array that is not started. */
  readonly active: number;
  readonly failed: number;
  readonly spare: number;
  /** Disks that it is made of when nothing is missing. */
  readonly required: number;
  /** Its size, in blocks of 1024 bytes. */
  readonly blocks: number;
  /** How many blocks are in sync: all, when nothing works on it. */
  readonly synced: number;
}

/**
 * Parses /proc/mdstat (Documentation/admin-guide/md.rst, md_seq_show in drivers/md/md.c): of each
 * array a line with its members, and indented ones with its size and with what goes on.
 *
 *     md6 : active raid1 sdb2[2](F) sdc[1](S) sda2[0]
 *           195310144 blocks [2/1] [U_]
 *           [=>...................]  recovery =  8.5% (16775552/195310144) finish=17.0min speed=259783K/sec
 *
 * Unraid has a file of this name with settings (`mdState=STARTED`) and no arrays.
 *
 * @throws {SyntaxError} where an array's line has no state or its size is no number
 */
export function parseMdstat(text: string): Mdstat[] {
  const arrays: { head: string; body: string[] }[] = [];
  for (const line of text.split("\n")) {
    if (/^(Personalities|unused devices|read_ahead|[\w.]+=|$)/.test(line)) continue;
    if (!/^\s/.test(line)) arrays.push({ head: line, body: [] });
    else if (arrays.length === 0) throw malformed("mdstat", line);
    else arrays[arrays.length - 1].body.push(line);
  }
  return arrays.map(({ head, body }) => parseArray(head, body));
}

function parseArray(head: string, body: readonly string[]): Mdstat {
  const found = /^(\S+) : (\w+)(.*)$/.exec(head);
  if (!found) throw malformed("mdstat", head);
  const [, device, started, rest] = found;
  const members = rest.split(" ").filter((word) => word.includes("["));
  const withSize = body.find((line) => line.includes(" blocks"));
  // An array without any member has no size.
  const blocks = withSize ? count(withSize.trim().split(" ", 1)[0], withSize) : 0;
  const { state, synced } = progress(body) ?? { state: started, synced: blocks };
  return {
    device,
    state,
    ...disks(started, members, withSize ?? ""),
    failed: members.filter((member) => member.includes("(F)")).length,
    spare: members.filter((member) => member.includes("(S)")).length,
    blocks,
    synced,
  };
}

/** `[2/1]`: one of two is in use. A personality without redundancy (raid0, linear) says nothing: it has all. */
function disks(started: string, members: readonly string[], withSize: string) {
  if (started === "inactive") return { active: 0, required: 0 };
  const found = /\[(\d+)\/(\d+)\] \[[U_]+\]/.exec(withSize);
  if (!found) return { active: members.length, required: members.length };
  return { active: Number(found[2]), required: Number(found[1]) };
}

/** What works on it, if anything does. What waits (`resync=DELAYED`, `=PENDING`) has synced nothing yet. */
function progress(body: readonly string[]): { state: string; synced: number } | undefined {
  for (const line of body) {
    const found = /\b(recovery|resync|check|reshape) ?=.*?(?:\((\d+)\/\d+\)|$)/.exec(line);
    if (found) return { state: found[1], synced: Number(found[2] ?? 0) };
  }
}
