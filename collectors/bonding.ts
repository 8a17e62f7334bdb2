import { type Collector, gauge, Labels, NoData, type Sample } from "./collector.ts";
import { OptionalFile } from "./linux/optional.ts";
import { Memo } from "./memo.ts";

const slaves_ = gauge(
  "node_bonding_slaves",
  "Number of configured slaves per bonding interface.",
  "master",
);
const active_ = gauge(
  "node_bonding_active",
  "Number of active slaves per bonding interface.",
  "master",
);

/** Whether bonded interfaces have lost one of theirs (Documentation/networking/bonding.rst). */
export const bonding: Collector = {
  name: "bonding",
  help: "Slaves of bonding interfaces (/sys/class/net/*/bonding)",
  system: "linux",
  metrics: [slaves_, active_],
  start({ files, monotonic }) {
    const masters = new OptionalFile({ files, monotonic }, "/sys/class/net/bonding_masters");
    const labels = new Memo((master) => new Labels({ master }));

    /** A slave that was taken out between two readings has no status: it is not active either. */
    function up(master: string, slave: string): boolean {
      // Kernels before 3.15 call it slave_.
      const status = ["lower_", "slave_"].map((prefix) =>
        `/sys/class/net/${master}/${prefix}${slave}/bonding_slave/mii_status`
      );
      return (files.attribute(status[0]) ?? files.attribute(status[1])) === "up";
    }

    return {
      collect() {
        const names = masters.read();
        if (names === undefined) throw new NoData("there is no bonding interface");
        labels.round();
        const all: Sample[] = [], active: Sample[] = [];
        for (const master of words(names)) {
          const text = files.attribute(`/sys/class/net/${master}/bonding/slaves`);
          // Removed since its name was read.
          if (text === undefined) continue;
          const slaves = words(text);
          all.push({ labels: labels.get(master), value: slaves.length });
          active.push({
            labels: labels.get(master),
            value: slaves.filter((slave) => up(master, slave)).length,
          });
        }
        return [slaves_.of(all), active_.of(active)];
      },
    };
  },
};

const words = (text: string) => text.split(/\s+/).filter((word) => word !== "");
