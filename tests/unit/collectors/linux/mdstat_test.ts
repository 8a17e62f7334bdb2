import { type Mdstat, parseMdstat } from "../../../../collectors/linux/mdstat.ts";
import { malformed, table } from "../../../table.ts";

const HEAD = "Personalities : [raid1] [raid6] [raid0]\n";
const TAIL = "\nunused devices: <none>\n";

/** A mirror of two disks with all in order, but for what is said. */
const mirror = (but: Partial<Mdstat> = {}): Mdstat[] => [{
  device: "md1",
  state: "active",
  active: 2,
  failed: 0,
  spare: 0,
  required: 2,
  blocks: 1000,
  synced: 1000,
  ...but,
}];

const MEMBERS = "md1 : active raid1 sda1[0] sdb1[1]\n";
const SIZE = "      1000 blocks super 1.2 [2/2] [UU]\n";
const BITMAP = "      bitmap: 0/1 pages [0KB], 65536KB chunk\n";
const bar = (what: string, synced = 250) =>
  `      [====>......]  ${what} = 25.0% (${synced}/1000) finish=1.0min speed=9K/sec\n`;

table("/proc/mdstat", parseMdstat, [
  ["no array", HEAD + TAIL, []],
  ["empty", "", []],
  ["a mirror in order", HEAD + MEMBERS + SIZE + BITMAP + TAIL, mirror()],
  [
    "one disk of it failed, and a spare takes over",
    HEAD + "md1 : active raid1 sdc1[2](S) sda1[0] sdb1[1](F)\n" +
    SIZE.replace("[2/2] [UU]", "[2/1] [U_]") + bar("recovery") + BITMAP + TAIL,
    mirror({ active: 1, failed: 1, spare: 1, state: "recovery", synced: 250 }),
  ],
  [
    "a check under way",
    HEAD + MEMBERS + SIZE + bar("check") + TAIL,
    mirror({ state: "check", synced: 250 }),
  ],
  [
    "a reshape under way",
    HEAD + MEMBERS + SIZE + bar("reshape") + TAIL,
    mirror({ state: "reshape", synced: 250 }),
  ],
  [
    "a resync that waits has synced nothing",
    HEAD + MEMBERS + SIZE + "      \tresync=DELAYED\n" + TAIL,
    mirror({ state: "resync", synced: 0 }),
  ],
  [
    "read-only stands before the personality",
    HEAD + MEMBERS.replace("active", "active (auto-read-only)") + SIZE +
    "      \tresync=PENDING\n" + TAIL,
    mirror({ state: "resync", synced: 0 }),
  ],
  [
    "stripes say nothing of missing disks",
    HEAD + "md1 : active raid0 sda1[0] sdb1[1]\n      1000 blocks 64k chunks\n" + TAIL,
    mirror(),
  ],
  [
    "an array that is not started has no disk in use",
    HEAD + "md1 : inactive sda1[0](S) sdb1[1](S)\n       1000 blocks super external:imsm\n" + TAIL,
    mirror({ state: "inactive", active: 0, required: 0, spare: 2 }),
  ],
  [
    "an array without a member has no size",
    HEAD + "md1 : inactive\n" + TAIL,
    mirror({ state: "inactive", active: 0, required: 0, blocks: 0, synced: 0 }),
  ],
  ["Unraid's settings", "sbName=/boot/super.dat\nmdState=STARTED\ndiskName.0=\n", []],
  ["a line without a state", HEAD + "md1 raid1\n" + SIZE + TAIL, malformed('"md1 raid1"')],
  ["a size that is no number", HEAD + MEMBERS + "      many blocks\n", malformed('"many"')],
  ["a size of no array", HEAD + SIZE, malformed("1000 blocks")],
]);
