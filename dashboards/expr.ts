/**
 * From a panel's expression to one that can be asked.
 *
 * @module
 */

/** What stands for the placeholders of an expression. Matchers that are not given are left out. */
export interface Places {
  /** `$host`: matchers of the host, such as `job="node",instance="vm:9100"`. */
  readonly host?: string;
  /** `$disk`: matchers of a disk by its label `device`. */
  readonly disk?: string;
  /** `$mount`: matchers of a file system by its label `mountpoint`. */
  readonly mount?: string;
  /** `$nic`: matchers of a network interface by its label `device`. */
  readonly nic?: string;
  /** `[$rate]`: the window for families that are read every second. */
  readonly rate: string;
  /** `[$slow]`: the window for those that are read every 15 s: a minute or more. Else as `rate`. */
  readonly slow?: string;
}

/** `{…}` of a selector; a string may have braces in it. */
const BRACES = /\{((?:[^{}"]|"(?:[^"\\]|\\.)*")*)\}/g;
/** A matcher in it; a string may have commas in it. */
const MATCHERS = /(?:[^,"]|"(?:[^"\\]|\\.)*")+/g;

/**
 * Fills the placeholders: matchers within braces, which go if nothing is left in them, and windows.
 *
 * @example
 * ```ts
 * import { exprFor } from "./expr.ts";
 *
 * const expr = 'sum by (mode) (rate(node_cpu_seconds_total{mode!="idle",$host}[$rate]))';
 * exprFor(expr, { rate: "5s" });
 * // sum by (mode) (rate(node_cpu_seconds_total{mode!="idle"}[5s]))
 * exprFor("node_load1{$host}", { host: 'instance="vm:9100"', rate: "5s" });
 * // node_load1{instance="vm:9100"}
 * ```
 */
export function exprFor(expr: string, places: Places): string {
  const { host, disk, mount, nic, rate, slow = rate } = places;
  const matchers: Readonly<Record<string, string | undefined>> = {
    $host: host,
    $disk: disk,
    $mount: mount,
    $nic: nic,
  };
  return expr
    .replace(BRACES, (_, inside: string) => {
      const filled = (inside.match(MATCHERS) ?? [])
        .map((one) => one.trim())
        .map((one) => one in matchers ? matchers[one] ?? "" : one)
        .filter((one) => one !== "");
      return filled.length > 0 ? `{${filled.join(",")}}` : "";
    })
    .replaceAll("[$rate]", `[${rate}]`)
    .replaceAll("[$slow]", `[${slow}]`);
}

/** The name of a series: a legend with the values of its labels. */
export function legendFor(legend: string, labels: Readonly<Record<string, string>>): string {
  return legend.replace(/\{\{(\w+)\}\}/g, (_, name: string) => labels[name] ?? "").trim();
}
