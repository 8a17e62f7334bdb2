import { type Collector, gauge, Labels, type Sample } from "./collector.ts";
import { deviceFilter, deviceFilterFlags } from "./filter.ts";
import { parseArp } from "./linux/arp.ts";
import { Memo, rememberLast } from "./memo.ts";

const entries = gauge("node_arp_entries", "ARP entries by device", "device");

/** How full the ARP table is. */
export const arp: Collector = {
  name: "arp",
  help: "ARP entries by device (/proc/net/arp)",
  system: "linux",
  metrics: [entries],
  flags: deviceFilterFlags("arp", "devices"),
  start({ files, flags }) {
    const wanted = deviceFilter("arp", flags);
    const labels = new Memo((device) => new Labels({ device }));
    const familiesOf = rememberLast((text: string) => {
      const samples: Sample[] = [];
      for (const [device, value] of parseArp(text)) {
        if (wanted(device)) samples.push({ labels: labels.get(device), value });
      }
      return [entries.of(samples)];
    });
    return {
      collect() {
        labels.round();
        return familiesOf(files.hot("/proc/net/arp"));
      },
    };
  },
};
