import { gauge, Labels, type Reader, type Sample } from "./collector.ts";
import { parseBuddyinfo } from "./linux/buddyinfo.ts";
import { Memo } from "./memo.ts";

const blocks = gauge(
  "node_buddyinfo_blocks",
  "Count of free blocks according to size.",
  "node",
  "size",
  "zone",
);

/** How fragmented the free memory is: free blocks of 2^size pages. */
export const buddyinfo: Reader = {
  metrics: [blocks],
  start({ files }) {
    const labels = new Memo((key) => {
      const [node, size, zone] = key.split(" ");
      return new Labels({ node, size, zone });
    });
    return {
      collect() {
        labels.round();
        const samples: Sample[] = [];
        for (const { node, zone, blocks } of parseBuddyinfo(files.hot("/proc/buddyinfo"))) {
          blocks.forEach((value, size) =>
            samples.push({ labels: labels.get(`${node} ${size} ${zone}`), value })
          );
        }
        return [blocks.of(samples)];
      },
    };
  },
};
