import { type Collector, gauge, Labels, type MetricFamily, type Sample } from "./collector.ts";
import { Memo } from "./memo.ts";
import { type Memory, once } from "./readings.ts";

const bytes = gauge(
  "node_memory_bytes",
  "Memory in bytes; used is total less available, cached includes reclaimable slab.",
  "type",
);
const usage = gauge(
  "node_memory_usage_percent",
  "Share of memory that programs cannot get without swapping: (total - available) / total, 0 to 100.",
);
const swapBytes = gauge("node_swap_bytes", "Swap space in bytes.", "type");
const swapUsage = gauge("node_swap_usage_percent", "Used share of the swap space, 0 to 100.");
const field = gauge("node_memory_<field>", "Memory information field <field>.");

/** A type of memory, and how it comes out of a reading. */
const TYPES: readonly (readonly [string, (memory: Memory) => number])[] = [
  ["total", (memory) => memory.total],
  ["used", (memory) => memory.total - memory.available],
  ["free", (memory) => memory.free],
  ["available", (memory) => memory.available],
  ["buffers", (memory) => memory.buffers],
  ["cached", (memory) => memory.cached],
  ["shared", (memory) => memory.shared],
];
const SWAP_TYPES: typeof TYPES = [
  ["total", (memory) => memory.swapTotal],
  ["used", (memory) => memory.swapTotal - memory.swapFree],
  ["free", (memory) => memory.swapFree],
];

/** Memory and swap. */
export const meminfo: Collector = {
  name: "meminfo",
  help: "Memory and swap (/proc/meminfo)",
  system: "any",
  metrics: [bytes, usage, swapBytes, swapUsage, field],
  start({ source }) {
    const types = new Memo((type) => new Labels({ type }));
    const sized = new Memo((name) => fieldMetric(`${name}_bytes`));
    const counted = new Memo(fieldMetric);
    const samples = (table: typeof TYPES, memory: Memory): Sample[] =>
      table.map(([type, of]) => ({ labels: types.get(type), value: of(memory) }))
        .filter(({ value }) => !Number.isNaN(value));

    return { collect: () => once(source.memory(), familiesOf) };

    function familiesOf(memory: Memory): MetricFamily[] {
      const families: MetricFamily[] = [
        bytes.of(samples(TYPES, memory)),
        usage.one(100 * (memory.total - memory.available) / memory.total),
        swapBytes.of(samples(SWAP_TYPES, memory)),
      ];
      const { swapTotal, swapFree } = memory;
      // A host without swap uses none of it; some systems do not tell.
      if (swapTotal === 0) families.push(swapUsage.one(0));
      else if (swapTotal > 0) {
        families.push(swapUsage.one(100 * (swapTotal - swapFree) / swapTotal));
      }
      for (const [name, { value, bytes }] of memory.fields ?? []) {
        families.push((bytes ? sized : counted).get(name).one(value));
      }
      return families;
    }
  },
};

/** node_exporter's name for a field: `Active(anon)` becomes `Active_anon`. */
function fieldMetric(field: string) {
  const name = field.replace("(", "_").replace(")", "").replace(/[^A-Za-z0-9_]/g, "_");
  return gauge(`node_memory_${name}`, `Memory information field ${name}.`);
}
