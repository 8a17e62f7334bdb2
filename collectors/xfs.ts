import { counter, Labels, NoData, type Reader } from "./collector.ts";
import { Gathered } from "./linux/devices.ts";
import { numbersOf, parseNumberLines } from "./linux/number_lines.ts";
import { Memo } from "./memo.ts";

const DIR = "/sys/fs/xfs";

/** A B-tree's numbers. */
const btree = (name: string) => [
  [`${name}_btree_lookups`, `Number of ${words(name)} B-tree lookups for a filesystem.`],
  [`${name}_btree_compares`, `Number of ${words(name)} B-tree compares for a filesystem.`],
  [
    `${name}_btree_records_inserted`,
    `Number of ${words(name)} B-tree records inserted for a filesystem.`,
  ],
  [
    `${name}_btree_records_deleted`,
    `Number of ${words(name)} B-tree records deleted for a filesystem.`,
  ],
];

const words = (name: string) => name.replaceAll("_", " ");

/** A line of the file, and its numbers in order: name without `node_xfs_` and `_total`, help. */
const LINES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  extent_alloc: [
    ["extent_allocation_extents_allocated", "Number of extents allocated for a filesystem."],
    ["extent_allocation_blocks_allocated", "Number of blocks allocated for a filesystem."],
    ["extent_allocation_extents_freed", "Number of extents freed for a filesystem."],
    ["extent_allocation_blocks_freed", "Number of blocks freed for a filesystem."],
  ],
  abt: btree("allocation"),
  blk_map: [
    ["block_mapping_reads", "Number of block map for read operations for a filesystem."],
    ["block_mapping_writes", "Number of block map for write operations for a filesystem."],
    ["block_mapping_unmaps", "Number of block unmaps (deletes) for a filesystem."],
    ...["insertions", "deletions", "lookups", "compares"].map((what) => [
      `block_mapping_extent_list_${what}`,
      `Number of extent list ${what} for a filesystem.`,
    ]),
  ],
  bmbt: btree("block_map"),
  dir: [
    [
      "directory_operation_lookup",
      "Number of file name directory lookups which miss the operating systems directory name lookup cache.",
    ],
    [
      "directory_operation_create",
      "Number of times a new directory entry was created for a filesystem.",
    ],
    [
      "directory_operation_remove",
      "Number of times an existing directory entry was created for a filesystem.",
    ],
    [
      "directory_operation_getdents",
      "Number of times the directory getdents operation was performed for a filesystem.",
    ],
  ],
  ig: [
    [
      "inode_operation_attempts",
      "Number of times the OS looked for an XFS inode in the inode cache.",
    ],
    [
      "inode_operation_found",
      "Number of times the OS looked for and found an XFS inode in the inode cache.",
    ],
    [
      "inode_operation_recycled",
      "Number of times the OS found an XFS inode in the cache, but could not use it as it was being recycled.",
    ],
    [
      "inode_operation_missed",
      "Number of times the OS looked for an XFS inode in the cache, but did not find it.",
    ],
    [
      "inode_operation_duplicates",
      "Number of times the OS tried to add a missing XFS inode to the inode cache, but found it had already been added by another process.",
    ],
    [
      "inode_operation_reclaims",
      "Number of times the OS reclaimed an XFS inode from the inode cache to free memory for another purpose.",
    ],
    [
      "inode_operation_attribute_changes",
      "Number of times the OS explicitly changed the attributes of an XFS inode.",
    ],
  ],
  rw: [
    ["write_calls", "Number of write(2) system calls made to files in a filesystem."],
    ["read_calls", "Number of read(2) system calls made to files in a filesystem."],
  ],
  vnodes: [
    ["vnode_active", "Number of vnodes not on free lists for a filesystem."],
    ["vnode_allocate", "Number of times vn_alloc called for a filesystem."],
    ["vnode_get", "Number of times vn_get called for a filesystem."],
    ["vnode_hold", "Number of times vn_hold called for a filesystem."],
    ["vnode_release", "Number of times vn_rele called for a filesystem."],
    ["vnode_reclaim", "Number of times vn_reclaim called for a filesystem."],
    ["vnode_remove", "Number of times vn_remove called for a filesystem."],
  ],
};

const METRICS = Object.entries(LINES).map(([line, columns]) =>
  [
    line,
    columns.map(([name, help]) => counter(`node_xfs_${name}_total`, help, "device")),
  ] as const
);

/** What the XFS file systems did. */
export const xfs: Reader = {
  metrics: METRICS.flatMap(([, metrics]) => metrics),
  start({ files }) {
    const labels = new Memo((device) => new Labels({ device }));
    return {
      collect() {
        // Beside the devices stand `stats`, the sum of all, and `debug`.
        const mounted = files.list(DIR).filter((name) => /^(?!stats$|debug$)/.test(name));
        if (mounted.length === 0) throw new NoData(`${DIR} has no file system`, true);
        labels.round();
        const gathered = new Gathered();
        for (const device of mounted) {
          let text;
          try {
            text = files.hot(`${DIR}/${device}/stats/stats`);
          } catch (error) {
            if (error instanceof Deno.errors.NotFound) continue; // Unmounted meanwhile.
            throw error;
          }
          const lines = parseNumberLines(text);
          for (const [line, metrics] of METRICS) {
            const numbers = numbersOf(lines, line, metrics.length);
            metrics.forEach((metric, i) => gathered.add(metric, labels.get(device), numbers?.[i]));
          }
        }
        return gathered.families();
      },
    };
  },
};
