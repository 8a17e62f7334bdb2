/** The parsers of NFS, IPVS, bcache, bcachefs and ZFS. */
import {
  parseBcacheSize,
  parsePriorityStats,
  parseWritebackRate,
} from "../../../../collectors/linux/bcache.ts";
import {
  parseBcachefsCounter,
  parseBcachefsRows,
  parseBcachefsSections,
  parseBcachefsSize,
} from "../../../../collectors/linux/bcachefs.ts";
import { parseIpvs, parseIpvsStats } from "../../../../collectors/linux/ipvs.ts";
import { numericFields, parseKstat, parseKstatIo } from "../../../../collectors/linux/kstat.ts";
import { numbersOf, parseNumberLines } from "../../../../collectors/linux/number_lines.ts";
import { malformed, table } from "../../../table.ts";

table("lines of numbers", (text: string) => [...parseNumberLines(text)], [
  ["a name and its numbers", "net 7 3 4 2\nth 8 0 0.250\n", [["net", [7, 3, 4, 2]], [
    "th",
    [8, 0, 0.25],
  ]]],
  ["an empty file has none", "", []],
  ["a name alone has no numbers", "trans\n", [["trans", []]]],
  ["a word among them is an error", "rpc 1 two 3", malformed('"two" is not a number')],
]);

const shortLine = (least: number) => numbersOf(new Map([["rpc", [1, 2]]]), "rpc", least);
table("the numbers of a line", shortLine, [
  ["all of them", 2, [1, 2]],
  ["fewer than there must be", 3, malformed('"rpc 1 2" has 2 numbers, expected 3 or more')],
]);

const HEADING = "   Total Incoming Outgoing         Incoming         Outgoing\n" +
  "   Conns  Packets  Packets            Bytes            Bytes\n";
table("/proc/net/ip_vs_stats", parseIpvsStats, [
  ["hexadecimal", `${HEADING}      1F       A0        0          FFFFFFFF                1\n`, [
    31,
    160,
    0,
    4294967295,
    1,
  ]],
  ["an empty file", "", malformed("malformed line")],
  ["too few", `${HEADING} 1 2 3\n`, malformed("1 2 3")],
  ["no number", `${HEADING} 1 2 3 4 xyz\n`, malformed("0xxyz")],
]);

const server = { weight: 1, active: 2, inactive: 3 };
table("/proc/net/ip_vs", parseIpvs, [
  [
    "services and the servers behind them",
    `IP Virtual Server version 1.2.1 (size=4096)
Prot LocalAddress:Port Scheduler Flags
  -> RemoteAddress:Port Forward Weight ActiveConn InActConn
UDP  0A000001:0035 rr
  -> 0A000102:1F90      Masq    1      2          3
FWM  0000002A wlc
  -> 0A000103:0000      Route   1      2          3
TCP  [FD00:0000:0000:0000:0000:0000:0000:0001]:0050 sh
  -> [FD00:0000:0000:0001:0000:0000:0000:00A2]:0050      Route   1      2          3
`,
    [
      {
        proto: "UDP",
        localAddress: "10.0.0.1",
        localPort: "53",
        localMark: "",
        remoteAddress: "10.0.1.2",
        remotePort: "8080",
        ...server,
      },
      {
        proto: "FWM",
        localAddress: "",
        localPort: "0",
        localMark: "0000002A",
        remoteAddress: "10.0.1.3",
        remotePort: "0",
        ...server,
      },
      {
        proto: "TCP",
        localAddress: "fd00::1",
        localPort: "80",
        localMark: "",
        remoteAddress: "fd00:0:0:1::a2",
        remotePort: "80",
        ...server,
      },
    ],
  ],
  ["no services", "IP Virtual Server version 1.2.1 (size=4096)\n", []],
  ["a server without a service", "  -> 0A000102:1F90 Masq 1 2 3", malformed("0A000102:1F90")],
  [
    "a server that is cut off",
    "TCP 0A000001:0050 rr\n -> 0A000102:1F90 Masq 1",
    malformed("Masq 1"),
  ],
  ["an address that is none", "TCP  here:0050 rr", malformed("here:0050")],
]);

table("bcache's sizes", parseBcacheSize, [
  ["a number", "512\n", 512],
  ["the digit counts hundreds of the smaller unit", "1.3M/sec", 1024 ** 2 + 300 * 1024],
  ["below zero", "-2.5k", -(2048 + 500)],
  ["nothing", "", malformed("is not a size")],
  ["a word", "lots", malformed('"lots" is not a size')],
]);

table("bcache's writeback_rate_debug", (text: string) => [...parseWritebackRate(text)], [
  ["what it knows", "rate:\t\t4.0k/sec\ndirty:\t\t1.0G\nchange:\t\t-1.0k/sec\nnext io:\t17ms\n", [
    ["rate", 4096],
    ["change", -1024],
  ]],
  ["an empty file", "", []],
  ["a line that is no size", "rate:\tfast\n", malformed('"fast" is not a size')],
]);

table("bcache's priority_stats", parsePriorityStats, [
  ["percent", "Unused:\t\t12%\nClean:\t\t80%\nMetadata:\t3%\n", { unused: 12, metadata: 3 }],
  ["an empty file", "", { unused: undefined, metadata: undefined }],
]);

table("bcachefs' sizes", parseBcachefsSize, [
  ["a count", "4415", 4415],
  ["a fraction of the unit", "1.26k", 1290],
  ["a word", "1.2.3k", malformed("1.2.3k")],
]);

table("bcachefs' counters", parseBcachefsCounter, [
  ["since it was made", "since mount:   5\nsince filesystem creation:   2M\n", 2 * 1024 ** 2],
  ["an empty file", "", undefined],
  ["no size", "since filesystem creation:   much\n", malformed("much")],
]);

table("bcachefs' rows", (text: string) => parseBcachefsRows(text, 2), [
  ["headings are passed over", "type compressed uncompressed average\nlz4   1k  3k  62.5k\n", [
    ["lz4", 1024, 3072],
  ]],
  ["a colon is not of the name", "       nr  size\ninitial:  3  100k\n", [["initial", 3, 102400]]],
  ["an empty file", "", []],
  ["a row that is cut off", "lz4 1k\n", malformed("too few columns")],
]);

table("bcachefs' sections", parseBcachefsSections, [
  ["of io_done", "read:\nsb          :        4096\nwrite:\nsb          :8192\n", [
    ["read", "sb", 4096],
    ["write", "sb", 8192],
  ]],
  [
    "of io_errors",
    "IO errors since filesystem creation\n  read:    3\nIO errors since 8 y ago\n  read: 1",
    [
      ["IO errors since filesystem creation", "read", 3],
      ["IO errors since 8 y ago", "read", 1],
    ],
  ],
  ["an empty file", "", []],
  ["no number", "read:\nsb : none\n", malformed("none")],
]);

const KSTAT =
  "6 1 0x01 3 144 5266997922 97951858082072\nname                            type data\n";
const named = (text: string) => numericFields(parseKstat("zfs/arcstats", text));
table("kstats", named, [
  ["numbers only", `${KSTAT}hits  4    12\ndataset_name  7    a b\nfree  3    -5\n`, [
    ["hits", 12],
    ["free", -5],
  ]],
  ["an empty file", "", malformed("/proc/spl/kstat/zfs/arcstats has a malformed line")],
  ["a field without data", `${KSTAT}hits 4\n`, malformed("hits 4")],
  ["a number that is none", `${KSTAT}hits 4 x\n`, malformed('"x" is not a number')],
]);

table("kstats of a pool", parseKstatIo, [
  ["names above numbers", "12 3 0x00 1 80 7 8\nnread    reads   \n4096     7       \n", [
    ["nread", 4096],
    ["reads", 7],
  ]],
  ["an empty file", "", malformed("malformed line")],
  ["too few numbers", "12 3\nnread reads\n4096\n", malformed("4096")],
]);
