/**
 * Series for queries, as a host's exporter and a few services would have them over one hour.
 *
 * @module
 */
import { LabelSet } from "../../exporter/query/labels.ts";
import type { Matcher, Queryable, Series } from "../../exporter/query/model.ts";

/** When the hour begins, seconds: away from the ends of Prometheus' blocks of two hours. */
export const BEGIN = 236_111 * 7200 + 1800;
export const MINUTES = 60;

/** Samples that are kept in memory. */
export class MemoryStorage implements Queryable {
  readonly #series: readonly Series[];

  constructor(series: readonly Series[]) {
    const key = ({ labels }: Series) => LabelSet.of(labels).key;
    this.#series = series.toSorted((a, b) => key(a) < key(b) ? -1 : 1);
  }

  select(matchers: readonly Matcher[], from: number, to: number): Series[] {
    return this.#series
      .filter(({ labels }) => matchers.every(({ name, matches }) => matches(labels[name] ?? "")))
      .map((series) => between(series, from, to))
      .filter(({ times }) => times.length > 0);
  }
}

function between({ labels, times, values }: Series, from: number, to: number): Series {
  const indices = Array.from(times, (_, i) => i).filter((i) => from <= times[i] && times[i] <= to);
  return { labels, times: indices.map((i) => times[i]), values: indices.map((i) => values[i]) };
}

/** The series as OpenMetrics, for promtool. */
export function openMetrics(series: readonly Series[]): string {
  const lines = series.flatMap(({ labels, times, values }) => {
    const { __name__: name, ...rest } = labels;
    const pairs = Object.entries(rest).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
    return Array.from(times, (time, i) => {
      const value = String(values[i]).replace("Infinity", "Inf");
      return `${name}{${pairs.join(",")}} ${value} ${time / 1000}`;
    });
  });
  return `${lines.join("\n")}\n# EOF\n`;
}

/** How a series goes: its value at a sample, or undefined for none. */
interface Course {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: (index: number, minute: number) => number | undefined;
  /** Seconds between samples; 15. */
  readonly every?: number;
  /** The farthest that samples come late, milliseconds; 0. */
  readonly jitter?: number;
}

/** The same "random" numbers each time: 0 to 1. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function series({ labels, value, every = 15, jitter = 0 }: Course, seed: number): Series {
  const random = noise(seed + 1);
  const times: number[] = [];
  const values: number[] = [];
  for (let i = 0; i * every <= MINUTES * 60; i++) {
    const number = value(i, i * every / 60);
    if (number === undefined) continue;
    times.push(BEGIN * 1000 + i * every * 1000 + Math.floor(random() * jitter));
    values.push(number);
  }
  return { labels, times, values };
}

function metric(__name__: string, labels: Readonly<Record<string, string>> = {}) {
  return { __name__, ...labels };
}

/** A counter that grows by about so much a sample. */
function counter(step: number, seed: number, start = 1000): (index: number) => number {
  const random = noise(seed);
  let sum = start;
  return () => sum += Math.round(step * random() * 2 * 100) / 100;
}

function cpus(): Course[] {
  const courses: Course[] = [];
  for (const instance of ["a:9100", "b:9100"]) {
    for (const cpu of ["0", "1"]) {
      ["idle", "user", "system", "iowait"].forEach((mode, i) => {
        const labels = metric("node_cpu_seconds_total", { cpu, instance, job: "node", mode });
        courses.push({ labels, value: counter(8 / (i + 1), courses.length + 11), jitter: 40 });
      });
    }
  }
  return courses;
}

function network(): Course[] {
  const device = (device: string, instance = "a:9100") =>
    metric("node_network_receive_bytes_total", { device, instance, job: "node" });
  const bytes = (seed: number) => counter(5000, seed, 0);
  const resetting = bytes(31);
  const appearing = bytes(32), vanishing = bytes(33), other = bytes(34);
  let base = 0;
  return [
    {
      labels: device("eth0"),
      value: (i) => {
        const now = resetting(i);
        // Counts from 0 again every 70 samples.
        if (i % 70 === 69) base = now;
        return now - base;
      },
      jitter: 300,
    },
    { labels: device("eth1"), value: (i, minute) => minute < 20 ? undefined : appearing(i) },
    { labels: device("lo"), value: (i, minute) => minute > 40 ? undefined : vanishing(i) },
    { labels: device("eth0", "b:9100"), value: other, jitter: 2000 },
  ];
}

function gauges(): Course[] {
  const instances = ["a:9100", "b:9100"];
  const wave = (mean: number, width: number, period: number) => (i: number) =>
    mean + width * Math.sin(i / period);
  return instances.flatMap((instance, n): Course[] => [
    { labels: metric("node_load1", { instance, job: "node" }), value: wave(1 + n, 0.8, 9) },
    { labels: metric("node_load5", { instance, job: "node" }), value: wave(1 + n, 0.4, 23) },
    { labels: metric("node_memory_MemTotal_bytes", { instance }), value: () => 2 ** (33 + n) },
    {
      labels: metric("node_memory_MemAvailable_bytes", { instance }),
      // Away for ten minutes, twice: longer than the look-back.
      value: (i, minute) => minute % 25 > 14 ? undefined : 2 ** 32 + 1e8 * Math.cos(i / 12),
    },
    ...["/", "/home"].flatMap((mountpoint, m): Course[] => {
      const labels = {
        device: `/dev/sda${m + 1}`,
        fstype: m ? "xfs" : "ext4",
        instance,
        mountpoint,
      };
      return [
        { labels: metric("node_filesystem_size_bytes", labels), value: () => 1e11 * (m + 1) },
        {
          labels: metric("node_filesystem_avail_bytes", labels),
          value: (i) => 5e10 - 1e7 * i * (m + 1 + n),
        },
      ];
    }),
    { labels: metric("node_hwmon_temp_celsius", { chip: "c", instance }), value: wave(0, 20, 7) },
    {
      labels: metric("node_uname_info", {
        instance,
        nodename: `host-${instance[0]}`,
        release: "6.1",
      }),
      value: () => 1,
    },
    { labels: metric("up", { instance, job: "node" }), value: (i) => Number(i % 50 > 2 * n) },
  ]);
}

function odd(): Course[] {
  const kinds: Readonly<Record<string, Course["value"]>> = {
    nan: () => NaN,
    inf: () => Infinity,
    minusinf: () => -Infinity,
    mixed: (i) => [1, NaN, Infinity, -3, -Infinity, 0][i % 6],
    somenan: (i) => i % 4 === 0 ? NaN : i % 9,
    zero: () => 0,
    negative: (i) => -i / 3,
    huge: (i) => 1e300 * (i % 7),
    tiny: (i) => 1e-9 * (i % 5),
    steps: (i) => Math.floor(i / 20),
  };
  return [
    ...Object.entries(kinds).map(([kind, value]) => ({ labels: metric("odd", { kind }), value })),
    { labels: metric("sparse_total"), value: counter(3, 71), every: 170 },
    { labels: metric("rare"), value: (i) => i, every: 420 },
    { labels: metric("once"), value: (i) => i === 100 ? 42 : undefined },
    { labels: metric("twice"), value: (i) => i === 100 || i === 101 ? i : undefined },
    { labels: metric("flapping"), value: (i) => Math.floor(i / 30) % 2 ? undefined : i % 13 },
    { labels: metric("small", { x: "1", y: "a" }), value: (i) => i % 5 },
    { labels: metric("small", { x: "2", y: "b" }), value: (i) => i % 3 },
    { labels: metric("small", { x: "2", y: "c" }), value: (i) => i % 7 },
    { labels: metric("other", { x: "1", z: "p" }), value: (i) => i % 4 },
    { labels: metric("other", { x: "2", z: "q" }), value: (i) => (i + 1) % 6 },
    { labels: metric("other", { x: "3", z: "r" }), value: () => 9 },
    // One follows the other under the same labels but for the name.
    { labels: metric("relay_a", { r: "1" }), value: (i, minute) => minute < 20 ? i : undefined },
    { labels: metric("relay_b", { r: "1" }), value: (i, minute) => minute > 30 ? i : undefined },
    { labels: metric("stamp_seconds"), value: (i) => 951_782_400 + i * 400_000 },
    { labels: metric("text", { path: "/a/b.c", s: 'say "é"' }), value: () => 7 },
  ];
}

function histograms(): Course[] {
  const buckets = (labels: Record<string, string>, bounds: readonly string[], seed: number) =>
    bounds.map((le, n): Course => {
      const one = counter(n + 1, seed, 0);
      return { labels: metric("request_seconds_bucket", { ...labels, le }), value: one };
    });
  return [
    ...buckets({ path: "/" }, ["0.1", "0.5", "1", "5", "+Inf"], 81),
    ...buckets({ path: "/negative" }, ["-1", "0", "1", "+Inf"], 82),
    ...buckets({ path: "/open" }, ["1", "2"], 83),
    ...buckets({ path: "/same" }, ["1", "1.0", "2", "+Inf", "what"], 84),
    ...buckets({ path: "/one" }, ["+Inf"], 85),
    ...["1", "2", "+Inf"].map((le, n): Course => ({
      labels: metric("request_seconds_bucket", { le, path: "/falling" }),
      value: (i) => [10, 8, 9][n] * i,
    })),
    ...["1", "+Inf"].map((le): Course => ({
      labels: metric("request_seconds_bucket", { le, path: "/none" }),
      value: () => 0,
    })),
  ];
}

/** All of them. */
export function madeUpSeries(): Series[] {
  return [...cpus(), ...network(), ...gauges(), ...odd(), ...histograms()].map(series);
}
