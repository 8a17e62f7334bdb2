/**
 * Both sources measure this Linux host, and are held to each other: every family and every series that
 * only one of them gives stands in sources_table.ts with its reason, so a new one has to be thought of
 * twice.
 */
import { type Host, type MetricFamily, NoData } from "../../collectors/collector.ts";
import { Files } from "../../collectors/linux/files.ts";
import { LinuxSource } from "../../collectors/linux/source.ts";
import { collectors } from "../../collectors/mod.ts";
import { PortableSource } from "../../collectors/portable/source.ts";
import { type Source, Unsupported } from "../../collectors/readings.ts";
import { allFlags } from "../../exporter/flags.ts";
import { parseFlags } from "../../exporter/options.ts";
import { assert, assertEquals } from "../assert.ts";
import { between, CHECKS, LINUX_FAMILIES, LINUX_SERIES, PORTABLE_SERIES } from "./sources_table.ts";

const LINUX = Deno.build.os === "linux";

type Values = Map<string, Map<string, number>>;

/** The readings of a host by one source, and which collectors took any of it. */
class Measured {
  readonly #running: { readonly name: string; collect(): Promise<MetricFamily[]> }[] = [];
  readonly #ticks: (() => unknown)[] = [];
  #clock = 0;

  constructor(source: Source, files: Files) {
    const silent = () => {};
    const flags = parseFlags([], allFlags(collectors));
    for (const collector of collectors) {
      if (collector.system !== "any" || collector.offByDefault) continue;
      let takes = false;
      const host: Host = {
        get source() {
          takes = true;
          return source;
        },
        files,
        flags,
        log: { debug: silent, info: silent, warn: silent },
        monotonic: () => this.#clock,
        now: () => Date.now() / 1000,
      };
      const running = collector.start(host);
      // Those that measure something else give the same with any source.
      if (!takes) continue;
      this.#running.push({ name: collector.name, collect: async () => await running.collect(9e3) });
      this.#ticks.push(() => running.tick?.());
    }
  }

  get collectors(): string[] {
    return this.#running.map(({ name }) => name);
  }

  async tick(): Promise<void> {
    await Promise.all(this.#ticks.map((tick) => tick()));
  }

  /** Family, labels, value; a second of the collectors' clock after the last time. */
  async read(): Promise<Values> {
    this.#clock += 1000;
    const values: Values = new Map();
    for (const { collect } of this.#running) {
      for (const { metric, samples } of await collect().catch(noneWhereUnsupported)) {
        const series = values.get(metric.name) ?? new Map<string, number>();
        for (const { labels, value } of samples) series.set(labels.text, value);
        if (series.size > 0) values.set(metric.name, series);
      }
    }
    return values;
  }
}

function noneWhereUnsupported(error: unknown): MetricFamily[] {
  if (error instanceof NoData || error instanceof Unsupported) return [];
  throw error;
}

/** Waits until every CPU has counted a second tick of 10 ms, so that its modes have shares. */
async function untilCounted(source: LinuxSource): Promise<void> {
  const total = () =>
    source.cpuTimes().map(({ seconds }) => seconds.reduce((sum, s) => sum + (s || 0), 0));
  const before = total();
  while (total().some((seconds, i) => seconds - before[i] < 0.05)) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Both sources' readings: /proc before, systeminformation, /proc after. */
async function readAll() {
  const files = new Files({ proc: "/proc", sys: "/sys", root: "/", udev: "/run/udev/data" });
  // Another system has neither /proc nor /sys.
  const none = new Files({ proc: "/none", sys: "/none", root: "/none", udev: "/none" });
  try {
    const source = new LinuxSource(files);
    using portableSource = new PortableSource(undefined, { goodFor: 0, deadline: 60_000 });
    const linux = new Measured(source, files), portable = new Measured(portableSource, none);
    assertEquals(linux.collectors, portable.collectors);
    await Promise.all([linux.tick(), portable.tick()]);
    await untilCounted(source);
    const before = await linux.read();
    const other = await portable.read();
    const after = await linux.read();
    return { before, portable: other, after, collectors: linux.collectors };
  } finally {
    files.close();
  }
}

const excused = (table: typeof LINUX_SERIES, name: string, labels: string) =>
  table.some(([family, series]) => family.test(name) && series.test(labels));
const labelNames = (labels: string) => [...labels.matchAll(/(\w+)="/g)].map(([, name]) => name);

Deno.test({
  name: "both sources give this host the same families, series and values",
  ignore: !LINUX,
  // Opens sockets, so that there are some to count.
  async fn(test) {
    using _four = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    using _six = exists("/proc/net/if_inet6")
      ? Deno.listen({ hostname: "::1", port: 0 })
      : undefined;
    const { before, portable, after, collectors } = await readAll();

    await test.step("the collectors that take readings of a source are known", () => {
      const known = "cpu loadavg meminfo filesystem diskstats netdev connections host".split(" ");
      assertEquals(collectors.toSorted(), known.toSorted());
    });

    await test.step("a family that only one gives has a reason", () => {
      const alone = [...after.keys()].filter((name) => !portable.has(name))
        .filter((name) => !LINUX_FAMILIES.some(([family]) => family.test(name)));
      assertEquals(alone, []);
      assertEquals([...portable.keys()].filter((name) => !after.has(name)), []);
    });

    await test.step("no reason is given for a family that both give", () => {
      const both = [...portable.keys()].filter((name) =>
        LINUX_FAMILIES.some(([family]) => family.test(name))
      );
      assertEquals(both, []);
    });

    for (const [name, series] of portable) {
      await test.step(name, () => {
        const [, check] = CHECKS.find(([family]) => family.test(name)) ?? [];
        const then = before.get(name)!, now = after.get(name)!;
        const [first] = now.keys();
        for (const [labels, value] of series) {
          assertEquals(labelNames(labels), labelNames(first), `labels of ${name}`);
          const earlier = then.get(labels), later = now.get(labels);
          if (earlier === undefined || later === undefined) {
            assert(excused(PORTABLE_SERIES, name, labels), `only portable: ${name}${labels}`);
            continue;
          }
          const shown = `${name}${labels} is ${value}, was ${earlier}, then ${later}`;
          assert(check !== undefined, `a family without a check: ${shown}`);
          assert(check(earlier, value, later), shown);
        }
        for (const labels of now.keys()) {
          if (series.has(labels) || !then.has(labels)) continue;
          assert(
            excused(LINUX_SERIES, name, labels) || name === "node_host_info",
            `only Linux: ${name}${labels}`,
          );
        }
      });
    }

    await test.step("the shares of the modes add up to 100", () => {
      const sums = new Map<string, number>();
      for (const [labels, value] of portable.get("node_cpu_mode_percent")!) {
        const cpu = labels.replace(/,mode=.*/, "");
        sums.set(cpu, (sums.get(cpu) ?? 0) + value);
      }
      assertEquals(
        [...sums.values()].map((sum) => sum.toFixed(6)),
        [...sums].map(() => "100.000000"),
      );
    });

    await test.step("all disks together are the sum of the disks", () => {
      for (const name of ["node_disk_io_reads_total", "node_disk_io_writes_total"]) {
        const all = portable.get(name)?.get('{device="all"}');
        const sum = (values: Values) => sumOfDisks(values.get(name) ?? new Map());
        // Without lsblk it finds none.
        if (all !== undefined) assert(between()(sum(before), all, sum(after)), name);
      }
    });

    await test.step("they agree on what the host is", () => {
      const told = (values: Values) =>
        [...values.get("node_host_info")!.keys()][0].replace(/,virtual=.*/, "");
      assertEquals(told(portable), told(after));
    });
  },
});

/** The sum of the disks that are devices, which is what lsblk calls a disk. */
function sumOfDisks(series: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const [labels, value] of series) {
    const device = /device="(.*)"/.exec(labels)![1];
    if (/^(sr|fd|nbd)\d/.test(device) || !exists(`/sys/block/${device}/device`)) continue;
    sum += value;
  }
  return sum;
}

function exists(path: string): boolean {
  try {
    return Boolean(Deno.lstatSync(path));
  } catch {
    return false;
  }
}
