import { type Collector, gauge, Labels, type MetricFamily } from "./collector.ts";
import { machine } from "./linux/inventory.ts";

const info = gauge(
  "node_uname_info",
  "Labeled system information as provided by the uname system call.",
  "domainname",
  "machine",
  "nodename",
  "release",
  "sysname",
  "version",
);

/** What uname(2) tells, read from where the kernel also shows it. */
export const uname: Collector = {
  name: "uname",
  help: "The kernel's name and version (/proc/sys/kernel)",
  system: "linux",
  metrics: [info],
  start({ files }) {
    let known: MetricFamily[] | undefined;
    let name: string | undefined;
    return {
      collect() {
        // Of these only the host's name can change while the program runs.
        const nodename = files.hot("/proc/sys/kernel/hostname").trim();
        if (known && name === nodename) return known;
        name = nodename;
        const kernel = (file: string) => files.read(`/proc/sys/kernel/${file}`).trim();
        const labels = new Labels({
          domainname: kernel("domainname"),
          machine: machine(files),
          nodename,
          release: kernel("osrelease"),
          sysname: kernel("ostype"),
          version: kernel("version"),
        });
        return known = [info.of([{ labels, value: 1 }])];
      },
    };
  },
};
