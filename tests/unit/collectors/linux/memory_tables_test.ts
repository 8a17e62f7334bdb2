/** The parsers of the kernel's tables of memory: zones, blocks, slabs, NUMA nodes. */
import { parseBuddyinfo } from "../../../../collectors/linux/buddyinfo.ts";
import { parseNodeMeminfo } from "../../../../collectors/linux/numa.ts";
import { parseSlabinfo } from "../../../../collectors/linux/slabinfo.ts";
import { parseZoneinfo } from "../../../../collectors/linux/zoneinfo.ts";
import { malformed, table } from "../../../table.ts";

table("/proc/buddyinfo", parseBuddyinfo, [
  [
    "a zone a line",
    "Node 0, zone      DMA      0      1      3 \nNode 1, zone   Normal   4381   1093    185 \n",
    [
      { node: "0", zone: "DMA", blocks: [0, 1, 3] },
      { node: "1", zone: "Normal", blocks: [4381, 1093, 185] },
    ],
  ],
  ["empty", "", []],
  ["cut off", "Node 0, zone      DMA\n", malformed("Node 0, zone      DMA")],
  ["a word", "Node 0, zone      DMA      0   many\n", malformed('"many" is not a number')],
]);

const ZONEINFO = `Node 0, zone      DMA
  per-node stats
      nr_dirty     4641
  pages free     3840
        min      55
        high     81
        protection: (0, 3019, 4555)
      nr_free_pages 3839
  pagesets
    cpu: 0
              count:    7
              high:     9
  vm stats threshold: 4
  node_unreclaimable:  0
Node 0, zone  Movable
  pages free     0
        min      32
        protection: (0, 0, 0)
`;

const zones = (text: string) =>
  parseZoneinfo(text).map(({ node, zone, fields, protection }) => [
    `${node} ${zone}`,
    Object.fromEntries(fields),
    protection,
  ]);

table("/proc/zoneinfo", zones, [
  ["zones without the lists of the CPUs", ZONEINFO, [
    ["0 DMA", { nr_dirty: 4641, min: 55, high: 81, nr_free_pages: 3839 }, [0, 3019, 4555]],
    ["0 Movable", { min: 32 }, [0, 0, 0]],
  ]],
  ["empty", "", []],
  ["cut off in a zone", "Node 1, zone   Normal\n  pages free     1\n", [["1 Normal", {}, []]]],
  ["a field before any zone", "        min      55\n", malformed("zoneinfo")],
  [
    "a field that is no number",
    "Node 0, zone      DMA\n        min      few\n",
    malformed('"few" is not a number'),
  ],
  [
    "a protection without its list",
    "Node 0, zone      DMA\n        protection: 0\n",
    malformed("protection: 0"),
  ],
]);

const SLABS = `slabinfo - version: 2.1
# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables
dentry             11523  11571    192   21    1 : tunables    0    0    0 : slabdata    551
kmalloc-8k            20     24   8192    4    8 : tunables    0    0    0 : slabdata      6
`;

table("/proc/slabinfo", parseSlabinfo, [
  ["a cache a line", SLABS, [
    { name: "dentry", values: [11523, 11571, 192, 21, 1] },
    { name: "kmalloc-8k", values: [20, 24, 8192, 4, 8] },
  ]],
  ["empty", "", malformed("slabinfo")],
  ["another version", "slabinfo - version: 1.1\n", malformed("version: 1.1")],
  ["cut off", "slabinfo - version: 2.1\ndentry  11523 11571\n", malformed("dentry")],
  [
    "a word",
    "slabinfo - version: 2.1\ndentry  11523 x 192 21 1 :\n",
    malformed('"x" is not a number'),
  ],
]);

table("a node's meminfo", (text: string) => Object.fromEntries(parseNodeMeminfo(text)), [
  [
    "kilobytes become bytes",
    "Node 0 MemTotal:       2048 kB\nNode 0 Active(anon):      1 kB\nNode 0 HugePages_Total:     3\n",
    { "MemTotal": 2_097_152, "Active(anon)": 1024, "HugePages_Total": 3 },
  ],
  ["empty", "\n", {}],
  ["cut off", "Node 0 MemTotal:\n", malformed("Node 0 MemTotal:")],
  ["a word", "Node 0 MemTotal:  much kB\n", malformed('"much" is not a number')],
]);
