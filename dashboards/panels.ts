/**
 * The panels, once: the live page and the dashboards of Grafana are drawn from them.
 *
 * In the order of the USE method: for each resource how much of it is used, whether something waits
 * for it, and what went wrong.
 *
 * @module
 */
import { cpu } from "./panels/cpu.ts";
import { diskIo } from "./panels/disk_io.ts";
import { diskSpace } from "./panels/disk_space.ts";
import { exporter } from "./panels/exporter.ts";
import { memory } from "./panels/memory.ts";
import { network } from "./panels/network.ts";
import { temperatures } from "./panels/temperatures.ts";
import type { Section } from "./types.ts";

export { exprFor, legendFor, type Places } from "./expr.ts";
export { facts } from "./panels/facts.ts";
export { tiles } from "./panels/tiles.ts";
export type {
  Fact,
  Panel,
  PanelKind,
  PanelQuery,
  Section,
  Text,
  Threshold,
  Tile,
} from "./types.ts";
export { type Unit, type UnitFormat, UNITS } from "./units.ts";

/** Everything about one host, in the order in which it is shown. */
export const sections: readonly Section[] = [
  cpu,
  memory,
  diskSpace,
  diskIo,
  network,
  temperatures,
  exporter,
];
