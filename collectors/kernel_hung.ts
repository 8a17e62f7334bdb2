import { type Collector, counter, NoData } from "./collector.ts";
import { OptionalFile } from "./linux/optional.ts";
import { count } from "./linux/text.ts";

const hung = counter(
  "node_kernel_hung_tasks_total",
  "Total number of tasks that have been detected as hung since the system booted.",
);

/** Tasks that the kernel found hung; it counts them since 6.13 (Documentation/admin-guide/sysctl/kernel.rst). */
export const kernel_hung: Collector = {
  name: "kernel_hung",
  help: "Hung tasks (/proc/sys/kernel/hung_task_detect_count)",
  system: "linux",
  metrics: [hung],
  start(host) {
    const detected = new OptionalFile(host, "/proc/sys/kernel/hung_task_detect_count");
    return {
      collect() {
        const text = detected.read();
        if (text === undefined) throw new NoData("this kernel does not count hung tasks");
        return [hung.one(count(text.trim(), text))];
      },
    };
  },
};
