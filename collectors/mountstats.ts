import { Labels, type Metric, type MetricFamily, type Reader, type Sample } from "./collector.ts";
import type { Files } from "./linux/files.ts";
import { type NfsMount, parseNfsMounts } from "./linux/nfs_mounts.ts";
import { Memo } from "./memo.ts";
import { age, BYTES, EVENTS, info, OPERATIONS } from "./mountstats_metrics.ts";
import { TRANSPORT } from "./mountstats_transport.ts";

const METRICS: readonly Metric[] = [
  age,
  info,
  ...BYTES,
  ...EVENTS.filter((metric) => metric !== undefined),
  ...TRANSPORT.map(([, metric]) => metric),
  ...OPERATIONS.map(([metric]) => metric),
];

/** Some kernels let times fall below zero, which stands there as almost 2^64; node_exporter cuts it here too. */
const LARGEST = 2 ** 53;

/** NFS as the client sees it: bytes, events, requests, connections. */
export const mountstats: Reader = {
  metrics: METRICS,
  start({ files }) {
    const labels = new Memo((key) => new Labels(JSON.parse(key)));
    return {
      collect(): MetricFamily[] {
        const { mountstats, mountinfo } = read(files);
        const mounts = parseNfsMounts(mountstats);
        const addresses = mounts.length > 0 ? parseAddresses(mountinfo) : new Map();
        labels.round();
        const samples = new Map(METRICS.map((metric): [Metric, Sample[]] => [metric, []]));
        const add = (metric: Metric, pairs: Record<string, string>, value: number) =>
          samples.get(metric)!.push({ labels: labels.get(JSON.stringify(pairs)), value });
        const seen = new Set<string>();
        const first = (pairs: Record<string, string>) => {
          const { size } = seen;
          return seen.add(JSON.stringify(pairs)).size > size;
        };
        for (const mount of mounts) {
          const { device, mountpoint, transports } = mount;
          if (transports.length === 0) continue;
          const { protocol } = transports[0];
          const mountaddr = addresses.get(`${device} ${mountpoint}`) ?? "";
          const pairs = { export: device, mountaddr, protocol };
          const place = { ...pairs, mountpoint };
          if (first(place)) add(info, place, 1);
          // Mounts of the same export share what is counted.
          if (first(pairs)) addMount(mount, pairs, add);
        }
        return [...samples].map(([metric, samples]) => metric.of(samples));
      },
    };
  },
};

function addMount(
  { age: seconds, bytes, events, transports, operations }: NfsMount,
  pairs: Record<string, string>,
  add: (metric: Metric, pairs: Record<string, string>, value: number) => void,
): void {
  if (!Number.isNaN(seconds)) add(age, pairs, seconds);
  bytes.slice(0, BYTES.length).forEach((value, i) => add(BYTES[i], pairs, value));
  EVENTS.forEach((metric, i) => metric && i < events.length && add(metric, pairs, events[i]));
  transports.forEach(({ values }, i) => {
    const transport = { ...pairs, transport: String(i) };
    for (const [column, metric] of TRANSPORT) {
      add(metric, transport, (values[column] ?? 0) % LARGEST);
    }
  });
  for (const { name, values } of operations) {
    const operation = { ...pairs, operation: name };
    OPERATIONS.forEach(([metric, unit], i) => {
      if (i < values.length) add(metric, operation, values[i] % LARGEST * unit);
    });
  }
}

/** The mounts of the first process, else (it hides them from users without privileges) of this one. */
function read(files: Files): { mountstats: string; mountinfo: string } {
  const of = (pid: string) => ({
    mountstats: files.hot(`/proc/${pid}/mountstats`),
    mountinfo: files.hot(`/proc/${pid}/mountinfo`),
  });
  try {
    return of("1");
  } catch {
    return of("self");
  }
}

/** The servers' addresses by device and mount point, from the options in mountinfo: mountstats lacks them. */
function parseAddresses(mountinfo: string): Map<string, string> {
  const addresses = new Map<string, string>();
  for (const line of mountinfo.split("\n")) {
    const found = / - nfs4? (\S+) (?:\S*,)?addr=([^,\s]+)/.exec(line);
    if (found) addresses.set(`${found[1]} ${line.split(" ", 5)[4]}`, found[2]);
  }
  return addresses;
}
