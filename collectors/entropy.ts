import { type Collector, gauge } from "./collector.ts";
import type { Files } from "./linux/files.ts";
import { count } from "./linux/text.ts";

const available = gauge("node_entropy_available_bits", "Bits of available entropy.");
const poolSize = gauge("node_entropy_pool_size_bits", "Bits of entropy pool.");

/** How much entropy the kernel has (random(4)). */
export const entropy: Collector = {
  name: "entropy",
  help: "Entropy (/proc/sys/kernel/random)",
  system: "linux",
  metrics: [available, poolSize],
  start({ files }) {
    // The kernel is built with it.
    let pool: number | undefined;
    return {
      collect() {
        pool ??= bits(files, "poolsize");
        return [available.one(bits(files, "entropy_avail")), poolSize.one(pool)];
      },
    };
  },
};

function bits(files: Files, name: string): number {
  const text = files.hot(`/proc/sys/kernel/random/${name}`);
  return count(text.trim(), text);
}
