/** What panels say of made-up hosts. */
import { parse as parseYaml } from "yaml";
import { exprFor, sections, tiles } from "../../../dashboards/panels.ts";
import type { Series } from "../../../exporter/query/model.ts";
import { Engine } from "../../../exporter/query/engine.ts";
import { assertAlmostEquals, assertEquals } from "../../assert.ts";
import { chartsOf, interpolate, readDashboards } from "../../dashboards.ts";
import { manyOf } from "../exporter/query/samples.ts";

/** Of a file of rules. */
interface Rules {
  readonly groups: readonly { readonly rules: readonly { alert?: string; expr: string }[] }[];
}

const HOUR = 3600;
/** Seconds of "now". */
const NOW = 8 * HOUR;
const STEP = 60;

/** A family of a host from `since` on, each series by its labels with its value at each second. */
function family(
  name: string,
  series:
    readonly (readonly [labels: Readonly<Record<string, string>>, at: (t: number) => number])[],
  since = 0,
): Series[] {
  const times = Array.from(
    { length: (NOW - since) / STEP + 1 },
    (_, i) => (since + i * STEP) * 1000,
  );
  return series.map(([labels, at]) => ({
    labels: { __name__: name, job: "node", instance: "a:9100", ...labels },
    times,
    values: times.map((time) => at(time / 1000)),
  }));
}

/** What an expression says now: the value of each series, by one of its labels. */
function say(expr: string, series: readonly Series[], label = "instance"): Record<string, number> {
  const filled = exprFor(expr, { host: 'instance="a:9100"', rate: "5m" });
  const answer = new Engine().instantNow(filled, NOW * 1000, manyOf(series));
  if (answer.resultType !== "vector") throw new TypeError(`${expr} is a ${answer.resultType}`);
  return Object.fromEntries(
    answer.result.map((one) => [one.metric[label] ?? "", one.value]),
  );
}

const panel = (id: string) =>
  sections.flatMap(({ panels }) => panels).find((panel) => panel.id === id)!;
const exprOf = (id: string, index = 0) => panel(id).queries[index].expr;
const tileOf = (id: string, index = 0) => tiles.find((tile) => tile.id === id)!.values[index].expr;

const GB = 1e9;
const at = (mountpoint: string, fstype = "ext4") => ({ device: mountpoint, fstype, mountpoint });
const space = (
  mountpoint: string,
  size: number,
  available: (t: number) => number,
  { since = 0, fstype = "ext4", readonly = 0 } = {},
): Series[] => {
  const labels = at(mountpoint, fstype);
  return [
    ...family("node_filesystem_size_bytes", [[labels, () => size]], since),
    ...family("node_filesystem_free_bytes", [[labels, available]], since),
    ...family("node_filesystem_avail_bytes", [[labels, available]], since),
    ...family("node_filesystem_readonly", [[labels, () => readonly]], since),
  ];
};

Deno.test("a disk that fills says when it is full; those that do not, and new ones, say nothing", () => {
  const series = [
    // 1 GB an hour, 12 GB left.
    ...space("/filling", 100 * GB, (t) => 12 * GB + GB * (NOW - t) / HOUR),
    ...space("/same", 100 * GB, () => 50 * GB),
    ...space("/emptying", 100 * GB, (t) => 50 * GB + GB * t / HOUR),
    // 1 MB an hour: full in years.
    ...space("/slow", 100 * GB, (t) => 50 * GB - 1e6 * t / HOUR),
    ...space("/new", 100 * GB, (t) => 50 * GB - GB * t / HOUR, { since: NOW - HOUR / 3 }),
  ];
  const said = say(exprOf("disk-space", 4), series, "mountpoint");
  assertEquals(Object.keys(said), ["/filling"]);
  assertAlmostEquals(said["/filling"], 12 * HOUR, 1);
});

Deno.test("the fullest disk is none in memory, and none that is read only", () => {
  const series = [
    ...space("/", 100 * GB, () => 40 * GB),
    ...space("/data", 100 * GB, () => 25 * GB),
    ...space("/run", GB, () => 0, { fstype: "tmpfs" }),
    ...space("/image", GB, () => 0, { readonly: 1 }),
    ...space("/nothing", 0, () => 0),
  ];
  assertEquals(say(tileOf("tile-disk"), series, "mountpoint"), { "/data": 75 });
  assertEquals(say(exprOf("disk-space"), series, "mountpoint"), {
    "/": 60,
    "/data": 75,
    "/run": 100,
    "/image": 100,
  });
});

Deno.test("the traffic of a host counts no packet twice", () => {
  const devices = ["eth0", "wlan0", "lo", "docker0", "br-1", "veth12", "eth0.100", "bond0", "wg0"];
  const series = family(
    "node_network_receive_bytes_total",
    devices.map((device) => [{ device }, (t) => 1000 * t] as const),
  );
  assertAlmostEquals(say(tileOf("tile-network"), series)["a:9100"], 16_000, 1e-6);
  assertEquals(Object.keys(say(exprOf("network-traffic"), series, "device")), devices);
});

Deno.test("waiting for I/O is not busy, and all cores count the same", () => {
  const series = family("node_cpu_seconds_total", [
    [{ cpu: "0", mode: "idle" }, (t) => 0.5 * t],
    [{ cpu: "0", mode: "iowait" }, (t) => 0.25 * t],
    [{ cpu: "0", mode: "user" }, (t) => 0.25 * t],
    [{ cpu: "1", mode: "idle" }, () => 0],
    [{ cpu: "1", mode: "system" }, (t) => t],
  ]);
  assertEquals(say(tileOf("tile-cpu"), series), { "a:9100": 62.5 });
  assertEquals(say(exprOf("cpu-cores"), series, "cpu"), { 0: 25, 1: 100 });
  assertEquals(say(exprOf("cpu-modes"), series, "mode"), { iowait: 25, user: 25, system: 100 });
});

/** The memory of hostvitals, and that of node_exporter. */
const MEMORY: Readonly<Record<string, Series[]>> = {
  hostvitals: [
    ...family("node_memory_bytes", [
      [{ type: "total" }, () => 16 * GB],
      [{ type: "available" }, () => 12 * GB],
      [{ type: "free" }, () => 2 * GB],
    ]),
    ...family("node_memory_usage_percent", [[{}, () => 25]]),
    ...family("node_swap_bytes", [[{ type: "used" }, () => GB], [{ type: "total" }, () => 4 * GB]]),
    ...family("node_network_connections", [
      [{ protocol: "tcp", state: "established" }, () => 3],
      [{ protocol: "tcp6", state: "established" }, () => 4],
      [{ protocol: "udp", state: "open" }, () => 9],
    ]),
  ],
  node_exporter: [
    ...family("node_memory_MemTotal_bytes", [[{}, () => 16 * GB]]),
    ...family("node_memory_MemAvailable_bytes", [[{}, () => 12 * GB]]),
    ...family("node_memory_MemFree_bytes", [[{}, () => 2 * GB]]),
    ...family("node_memory_SwapTotal_bytes", [[{}, () => 4 * GB]]),
    ...family("node_memory_SwapFree_bytes", [[{}, () => 3 * GB]]),
    ...family("node_netstat_Tcp_CurrEstab", [[{}, () => 7]]),
  ],
};

const BOTH = Object.values(MEMORY).flat();

for (const [exporter, series] of Object.entries({ ...MEMORY, both: BOTH })) {
  Deno.test(`memory, swap and connections say the same with the families of ${exporter}`, () => {
    assertEquals(say(tileOf("tile-memory"), series), { "a:9100": 25 });
    const parts = [0, 1, 2].map((index) => say(exprOf("memory-composition", index), series)[""]);
    assertEquals(parts, [4 * GB, 10 * GB, 2 * GB]);
    assertEquals([0, 1].map((index) => say(exprOf("swap", index), series)[""]), [GB, 4 * GB]);
    assertEquals(say(exprOf("connections"), series, "state"), { established: 7 });
  });
}

/** The cache of ZFS: 4 GB, of which it keeps 1 GB. */
const ZFS_CACHE = [
  ...family("node_zfs_arc_size", [[{}, () => 4 * GB]]),
  ...family("node_zfs_arc_c_min", [[{}, () => GB]]),
];

for (const exporter of ["hostvitals on Linux", "node_exporter"]) {
  Deno.test(`what ZFS gives back is not in use, for the alert and the page, by ${exporter}`, () => {
    const series = [...exporter === "node_exporter" ? MEMORY.node_exporter : BOTH, ...ZFS_CACHE];
    assertEquals(say(tileOf("tile-memory"), series), { "a:9100": 6.25 });
    const parts = [0, 1, 2].map((index) => say(exprOf("memory-composition", index), series)[""]);
    assertEquals(parts, [GB, 13 * GB, 2 * GB]);
    const rules = parseYaml(Deno.readTextFileSync("alerts/system_alerts.yml")) as Rules;
    const { expr } = rules.groups.flatMap(({ rules }) => rules)
      .find(({ alert }) => alert === "MemoryFull")!;
    assertEquals(say(expr.replace(/> \d+\s*$/, ""), series), { "a:9100": 6.25 });
  });
}

Deno.test("the cache of ZFS of a container's host is not taken from the container's memory", () => {
  const series = [
    ...BOTH,
    ...family("node_zfs_arc_size", [[{}, () => 40 * GB]]),
    ...family("node_zfs_arc_c_min", [[{}, () => GB]]),
  ];
  assertEquals(say(tileOf("tile-memory"), series), { "a:9100": 25 });
  const parts = [0, 1, 2].map((index) => say(exprOf("memory-composition", index), series)[""]);
  assertEquals(parts, [4 * GB, 10 * GB, 2 * GB]);
});

Deno.test("in the fleet those that are down come first, then those with alerts, then the fullest", () => {
  const fleet = readDashboards().get("fleet.json")!;
  const targets = chartsOf(fleet).flatMap(({ targets = [] }) => targets);
  const { expr } = targets.find(({ refId }) => refId === "Badness")!;
  const all = { job: ".+", instance: ".+", __rate_interval: "5m" };
  const of = (instance: string, memory: number) =>
    family("node_memory_usage_percent", [[{ instance }, () => memory]]);
  const series = [
    ...family("up", [
      [{ instance: "down:1" }, () => 0],
      [{ instance: "alert:1" }, () => 1],
      [{ instance: "full:1" }, () => 1],
      [{ instance: "fine:1" }, () => 1],
    ]),
    ...family("node_time_seconds", [[{ instance: "fine:1" }, (t) => t]]),
    ...family("ALERTS", [
      [{ instance: "alert:1", alertname: "A", alertstate: "firing" }, () => 1],
      [{ instance: "fine:1", alertname: "A", alertstate: "pending" }, () => 1],
    ]),
    ...of("alert:1", 10),
    ...of("full:1", 95),
    ...of("fine:1", 20),
    ...family("node_cpu_seconds_total", [
      [{ instance: "fine:1", cpu: "0", mode: "idle" }, (t) => 0.7 * t],
    ]),
  ];
  const said = say(interpolate(expr, all), series);
  assertAlmostEquals(said["fine:1"], 30, 1e-9);
  assertEquals({ ...said, "fine:1": 30 }, {
    "down:1": 1000,
    "alert:1": 110,
    "full:1": 95,
    "fine:1": 30,
  });
});

Deno.test("the fleet has hosts, though none answers now, and nothing else that Prometheus scrapes", () => {
  const targets = chartsOf(readDashboards().get("fleet.json")!)
    .flatMap(({ targets = [] }) => targets);
  const all = { job: ".+", instance: ".+", __rate_interval: "5m" };
  const said = (legend: string, series: readonly Series[]) => {
    const { expr } = targets.find(({ legendFormat }) => legendFormat === legend)!;
    return say(interpolate(expr, all), series);
  };
  const upOf = (a: number) =>
    family("up", [
      [{ instance: "a:9100" }, () => a],
      [{ instance: "b:9100" }, () => 0],
      [{ job: "prometheus", instance: "localhost:9090" }, () => 1],
      [{ job: "blackbox", instance: "https://example.org" }, () => 0],
    ]);
  const times = family("node_time_seconds", [[{}, (t) => t]]);
  const before = times.map((one) => ({
    ...one,
    times: (one.times as number[]).filter((time) => time < (NOW - 3 * HOUR) * 1000),
  }));
  const some = [...upOf(1), ...times], none = [...upOf(0), ...before];
  assertEquals([said("Hosts up", some), said("Hosts down", some)], [{ "": 1 }, { "": 1 }]);
  assertEquals([said("Hosts up", none), said("Hosts down", none)], [{ "": 0 }, { "": 2 }]);
  assertEquals(said("Up", some), { "a:9100": 1, "b:9100": 0 });
});

Deno.test("a sensor has the name of its chip, where the chip has one", () => {
  const series = [
    ...family("node_hwmon_temp_celsius", [
      [{ chip: "c0", sensor: "temp1" }, () => 51],
      [{ chip: "c1", sensor: "temp1" }, () => 42],
    ]),
    ...family("node_hwmon_chip_names", [[{ chip: "c0", chip_name: "coretemp" }, () => 1]]),
  ];
  assertEquals(say(exprOf("sensors"), series, "chip_name"), { coretemp: 51, "": 42 });
});

Deno.test("the latency of a disk is the mean of its operations, and nothing where there were none", () => {
  const series = [
    ...family("node_disk_read_time_seconds_total", [
      [{ device: "vda" }, (t) => 0.02 * t],
      [{ device: "vdb" }, () => 0],
    ]),
    ...family("node_disk_reads_completed_total", [
      [{ device: "vda" }, (t) => 10 * t],
      [{ device: "vdb" }, () => 0],
    ]),
  ];
  const said = say(exprOf("disk-latency"), series, "device");
  assertAlmostEquals(said.vda, 0.002, 1e-9);
  assertEquals(said.vdb, NaN);
});
