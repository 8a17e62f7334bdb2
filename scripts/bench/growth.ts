/**
 * How the cost of a scrape grows with the host, for hostvitals and node_exporter on the same trees.
 *
 * @module
 */
import { type Chart, svg } from "../chart.ts";
import { measureEqual } from "./big.ts";
import type { Setup } from "./exporters.ts";
import type { Tools } from "./measure.ts";
import { heading, type Result, thisMachine } from "./report.ts";

/** CPUs of the hosts; all else is in proportion. */
const SIZES = [1, 4, 16, 64, 256];

/** The same families on a host of one size. */
interface Step {
  readonly cpus: number;
  readonly own: Result;
  readonly peer: Result;
}

/** A table of the steps; and their picture, if there is a file for it. */
export async function measureGrowth(
  file: string,
  quick: boolean,
  setup: Setup,
  tools: Tools,
): Promise<string> {
  const steps: Step[] = [];
  for (const cpus of SIZES) {
    const [own, peer] = await measureEqual(cpus, quick, setup, tools);
    steps.push({ cpus, own, peer });
  }
  if (file) await Deno.writeTextFile(file, svg(chart(steps)));
  const rows = steps.map(({ cpus, own, peer }) =>
    `| ${
      [
        cpus,
        own.series,
        ...[own, peer].map(({ prometheus: { cpu } }) => cpu.toFixed(2)),
        (own.prometheus.cpu / peer.prometheus.cpu).toFixed(2),
        ...[own, peer].map(({ prometheus: { p99 } }) => p99.toFixed(1)),
        ...[own, peer].map(({ residentBytes: { hot } }) => (hot / 1e6).toFixed(0)),
      ].join(" | ")
    } |`
  );
  return [
    heading(thisMachine()),
    "",
    "The same families, as Prometheus asks. Of a pair the first is hostvitals, the second node_exporter.",
    "",
    "| CPUs | series | CPU a scrape, ms | | of it | p99, ms | | RSS, MB | |",
    "| --: | --: | --: | --: | --: | --: | --: | --: | --: |",
    ...rows,
  ].join("\n");
}

function chart(steps: readonly Step[]): Chart {
  const of = (value: (step: Step) => number) =>
    steps.map((step): [number, number] => [step.cpus, value(step)]);
  return {
    title: "CPU of a scrape by the size of the host, the same families",
    x: "CPUs, and disks, mounts, interfaces and sensors in proportion",
    y: "ms",
    ticks: SIZES,
    logarithmic: true,
    lines: [
      { name: "hostvitals", points: of(({ own }) => own.prometheus.cpu) },
      { name: "node_exporter", points: of(({ peer }) => peer.prometheus.cpu) },
      {
        name: "a quarter of it",
        dashed: true,
        points: of(({ peer }) => peer.prometheus.cpu / 4),
      },
    ],
  };
}
