/** The parsers of /proc/diskstats and /proc/net/dev. */
import { parseDiskstats } from "../../../../collectors/linux/diskstats.ts";
import { parseNetdev } from "../../../../collectors/linux/netdev.ts";
import { counts } from "../../../../collectors/linux/text.ts";
import { assertEquals, assertThrows } from "../../../assert.ts";
import { malformed, table } from "../../../table.ts";

const ELEVEN = [10, 1, 200, 30, 40, 5, 600, 70, 0, 80, 90];

table("/proc/diskstats", parseDiskstats, [
  [
    "sectors are 512 bytes whatever the disk says",
    `   8       0 sda ${ELEVEN.join(" ")}\n`,
    [{
      device: "sda",
      major: 8,
      minor: 0,
      reads: 10,
      readBytes: 102_400,
      writes: 40,
      writeBytes: 307_200,
      fields: ELEVEN,
    }],
  ],
  [
    "columns that newer kernels add are kept",
    ` 259 1 nvme0n1 ${[...ELEVEN, 1, 2, 3, 4, 5, 6, 7].join(" ")}\n`,
    [{
      device: "nvme0n1",
      major: 259,
      minor: 1,
      reads: 10,
      readBytes: 102_400,
      writes: 40,
      writeBytes: 307_200,
      fields: [...ELEVEN, 1, 2, 3, 4, 5, 6, 7],
    }],
  ],
  ["a partition of a kernel before 2.6.25 is left out", "8 1 sda1 1 2 3 4\n", []],
  ["no disks at all", "", []],
  ["cut off", "   8       0 sda 10 1 200", malformed("sda 10 1 200")],
  ["a word for a number", `8 0 sda ${ELEVEN.join(" ").replace("600", "x")}\n`, malformed('"x"')],
]);

const HEAD = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
`;
const SIXTEEN = Array.from({ length: 16 }, (_, i) => i + 1);

table("/proc/net/dev", parseNetdev, [
  ["sixteen counters an interface", `${HEAD}    lo: ${SIXTEEN.join("    ")}\n`, [
    { device: "lo", values: SIXTEEN },
  ]],
  ["a number that touches the colon", `${HEAD}  eth0:${SIXTEEN.join(" ")}\n`, [
    { device: "eth0", values: SIXTEEN },
  ]],
  ["an alias with a colon of its own", `${HEAD}eth0:1: ${SIXTEEN.join(" ")}\n`, [
    { device: "eth0:1", values: SIXTEEN },
  ]],
  ["a namespace without interfaces", HEAD, []],
  ["the same without a line break", HEAD.trimEnd(), []],
  ["without a line break at the end", `${HEAD}lo: ${SIXTEEN.join(" ")}`, [
    { device: "lo", values: SIXTEEN },
  ]],
  ["empty", "", malformed("net/dev")],
  ["a line cut off", `${HEAD}  eth0: 1 2 3`, malformed("eth0: 1 2 3")],
  ["a word for a number", `${HEAD}  eth0: x ${SIXTEEN.slice(1).join(" ")}\n`, malformed('"x"')],
]);

Deno.test("a disk that is not wanted is not looked at further", () => {
  const text = `7 0 loop0 x\n8 0 sda ${ELEVEN.join(" ")}\n`;
  const disks = parseDiskstats(text, (device) => device !== "loop0");
  assertEquals(disks.map(({ device }) => device), ["sda"]);
});

Deno.test("counts: as JavaScript reads each of the texts, however large", () => {
  const all = [
    "0",
    "007",
    "999999999999999",
    "9007199254740993",
    "18446744073709551615",
    "-1",
    "1.5",
  ];
  assertEquals(counts(`x ${all.join("  ")} y`, 1, 2 + all.join("  ").length), all.map(Number));
  assertEquals(counts("", 0, 0), []);
  assertThrows(() => counts("a: 1 2x 3", 2, 9), SyntaxError, '"2x" is not a number, in " 1 2x 3"');
});
