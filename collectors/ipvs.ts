import {
  counter,
  gauge,
  type Labels,
  type MetricFamily,
  NoData,
  type Reader,
} from "./collector.ts";
import { LabelsMemo } from "./labels_memo.ts";
import { Gathered } from "./linux/devices.ts";
import { type Backend, IPVS_TOTALS, parseIpvs, parseIpvsStats } from "./linux/ipvs.ts";
import { IPVS_FIELDS, IPVS_LABELS, ipvsLabels } from "./seldom_flags.ts";

const HELP: Record<typeof IPVS_TOTALS[number], string> = {
  connections: "The total number of connections made.",
  incoming_packets: "The total number of incoming packets.",
  outgoing_packets: "The total number of outgoing packets.",
  incoming_bytes: "The total amount of incoming data.",
  outgoing_bytes: "The total amount of outgoing data.",
};
const totals = IPVS_TOTALS.map((name) => counter(`node_ipvs_${name}_total`, HELP[name]));

const perBackend = (name: string, help: string) =>
  gauge(`node_ipvs_backend_${name}`, help, ...Object.keys(IPVS_FIELDS));
const BACKEND = [
  [
    perBackend(
      "connections_active",
      "The current active connections by local and remote address.",
    ),
    (backend: Backend) => backend.active,
  ],
  [
    perBackend(
      "connections_inactive",
      "The current inactive connections by local and remote address.",
    ),
    (backend: Backend) => backend.inactive,
  ],
  [
    perBackend("weight", "The current backend weight by local and remote address."),
    (backend: Backend) => backend.weight,
  ],
] as const;

/** The kernel's load balancer. */
export const ipvs: Reader = {
  metrics: [...totals, ...BACKEND.map(([metric]) => metric)],
  start({ files, flags }) {
    const names = ipvsLabels(flags.text(IPVS_LABELS));
    const labels = new LabelsMemo();
    return {
      collect() {
        const text = files.hotIfThere("/proc/net/ip_vs_stats");
        if (text === undefined) throw new NoData("the kernel's module ip_vs is not loaded");
        const stats = parseIpvsStats(text);
        const backends = parseIpvs(files.hot("/proc/net/ip_vs"));
        return [...totals.map((total, i) => total.one(stats[i])), ...familiesOf(backends)];
      },
    };

    function familiesOf(backends: readonly Backend[]): MetricFamily[] {
      labels.round();
      const sums = new Map<Labels, number[]>();
      for (const backend of backends) {
        const pairs = Object.fromEntries(names.map((name) => [name, backend[IPVS_FIELDS[name]]]));
        const series = labels.of(pairs);
        const sum = sums.get(series) ?? BACKEND.map(() => 0);
        BACKEND.forEach(([, value], i) => sum[i] += value(backend));
        sums.set(series, sum);
      }
      const gathered = new Gathered();
      for (const [series, sum] of sums) {
        BACKEND.forEach(([metric], i) => gathered.add(metric, series, sum[i]));
      }
      return gathered.families();
    }
  },
};
