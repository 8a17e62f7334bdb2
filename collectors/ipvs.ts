import {
  type Collector,
  counter,
  gauge,
  type Labels,
  type MetricFamily,
  NoData,
} from "./collector.ts";
import { LabelsMemo } from "./labels_memo.ts";
import { Gathered } from "./linux/devices.ts";
import { type Backend, IPVS_TOTALS, parseIpvs, parseIpvsStats } from "./linux/ipvs.ts";

const HELP: Record<typeof IPVS_TOTALS[number], string> = {
  connections: "The total number of connections made.",
  incoming_packets: "The total number of incoming packets.",
  outgoing_packets: "The total number of outgoing packets.",
  incoming_bytes: "The total amount of incoming data.",
  outgoing_bytes: "The total amount of outgoing data.",
};
const totals = IPVS_TOTALS.map((name) => counter(`node_ipvs_${name}_total`, HELP[name]));

type TextField = Exclude<keyof Backend, "weight" | "active" | "inactive">;

/** The label's name, and the field that it shows. */
const LABELS: Readonly<Record<string, TextField>> = {
  local_address: "localAddress",
  local_port: "localPort",
  remote_address: "remoteAddress",
  remote_port: "remotePort",
  proto: "proto",
  local_mark: "localMark",
};

const perBackend = (name: string, help: string) =>
  gauge(`node_ipvs_backend_${name}`, help, ...Object.keys(LABELS));
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

const FLAG = "collector.ipvs.backend-labels";

function check(value: string): string | undefined {
  return namesOf(value).every((name) => Object.hasOwn(LABELS, name))
    ? undefined
    : `must be of ${Object.keys(LABELS).join(",")}`;
}

const namesOf = (value: string) =>
  value.split(",").map((name) => name.trim()).filter((name) => name);

/** The kernel's load balancer. */
export const ipvs: Collector = {
  name: "ipvs",
  help: "IP Virtual Server, the kernel's load balancer (/proc/net/ip_vs)",
  system: "linux",
  metrics: [...totals, ...BACKEND.map(([metric]) => metric)],
  flags: [{
    name: FLAG,
    value: "LABELS",
    help: "labels of the backends, separated by commas; what they do not tell apart is added up",
    default: Object.keys(LABELS).join(","),
    check,
  }],
  start({ files, flags }) {
    const names = namesOf(flags.text(FLAG));
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
        const pairs = Object.fromEntries(names.map((name) => [name, backend[LABELS[name]]]));
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
