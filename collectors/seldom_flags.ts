/**
 * The flags of the collectors of `seldom.ts`: the command line knows them before the collectors are loaded.
 *
 * @module
 */
import { deviceFilterFlags } from "./filter.ts";
import { type Flag, regexp } from "./flags.ts";
import type { Backend } from "./linux/ipvs.ts";

/** Which tape drives are left out. */
export const IGNORED_TAPES = "collector.tapestats.ignored-devices";
/** Which power supplies are left out. */
export const IGNORED_SUPPLIES = "collector.powersupply.ignored-supplies";
/** Whether bcache's priority statistics are read. */
export const BCACHE_PRIORITIES = "collector.bcache.priorityStats";
/** Whether the zone is a label. */
export const RAPL_ZONE_LABEL = "collector.rapl.enable-zone-label";
/** The labels of IPVS' backends. */
export const IPVS_LABELS = "collector.ipvs.backend-labels";
/** Whether interrupts are shown that never came. */
export const INTERRUPTS_ZEROS = "collector.interrupts.include-zeros";
/** Kernel parameters that are numbers. */
export const SYSCTL_INCLUDE = "collector.sysctl.include";
/** Kernel parameters that are words. */
export const SYSCTL_INCLUDE_INFO = "collector.sysctl.include-info";
/** Which of systemd's units are shown. */
export const SYSTEMD_INCLUDE = "collector.systemd.unit-include";
/** Which of systemd's units are not. */
export const SYSTEMD_EXCLUDE = "collector.systemd.unit-exclude";

/** node_exporter's default, for units that are asked for. */
export const SYSTEMD_EXCLUDED: string = String.raw`.+\.(automount|device|mount|scope|slice|target)`;

const ignored = (name: string, what: string): readonly Flag[] => [
  { name, value: "REGEXP", help: `without ${what} that match`, default: "^$", check: regexp },
];

export const tapestatsFlags = ignored(IGNORED_TAPES, "tape drives");
export const powersupplyFlags = ignored(IGNORED_SUPPLIES, "power supplies");

export const bcacheFlags: readonly Flag[] = [{
  name: BCACHE_PRIORITIES,
  help: "bcache's priority statistics, expensive to read",
  default: false,
}];

export const raplFlags: readonly Flag[] = [{
  name: RAPL_ZONE_LABEL,
  help: "one family, the zone in the label rapl_zone, instead of a family for each zone",
  default: false,
}];

export const hwmonFlags: readonly Flag[] = [
  ...deviceFilterFlags("hwmon", "chips", { of: "chip" }),
  ...deviceFilterFlags("hwmon", "sensors (as CHIP;SENSOR)", { of: "sensor" }),
];

/** The label's name, and the field of a backend that it shows. */
export const IPVS_FIELDS: Readonly<
  Record<string, Exclude<keyof Backend, "weight" | "active" | "inactive">>
> = {
  local_address: "localAddress",
  local_port: "localPort",
  remote_address: "remoteAddress",
  remote_port: "remotePort",
  proto: "proto",
  local_mark: "localMark",
};

/** The names of a value of {@linkcode IPVS_LABELS}. */
export const ipvsLabels = (value: string): string[] =>
  value.split(",").map((name) => name.trim()).filter((name) => name);

export const ipvsFlags: readonly Flag[] = [{
  name: IPVS_LABELS,
  value: "LABELS",
  help: "labels of the backends, separated by commas; what they do not tell apart is added up",
  default: Object.keys(IPVS_FIELDS).join(","),
  check: (value) =>
    ipvsLabels(value).every((name) => Object.hasOwn(IPVS_FIELDS, name))
      ? undefined
      : `must be of ${Object.keys(IPVS_FIELDS).join(",")}`,
}];

export const interruptsFlags: readonly Flag[] = [
  ...deviceFilterFlags("interrupts", "interrupts (TYPE;INFO;DEVICES)", { of: "name" }),
  { name: INTERRUPTS_ZEROS, help: "also those that never came", default: true },
];

export const slabinfoFlags: readonly Flag[] = deviceFilterFlags("slabinfo", "slabs", {
  of: "slabs",
});

/** `a.b` or, where a name has dots in it, `a/b`; then names for its numbers. */
const NAMED = /^[\w.\/-]+(:\w+(,\w+)+)?$/;
const PLAIN = /^[\w.\/-]+$/;
const matches = (pattern: RegExp, form: string) => (value: string) =>
  pattern.test(value) && !value.includes("..") ? undefined : `must be like ${form}`;

export const sysctlFlags: readonly Flag[] = [
  {
    name: SYSCTL_INCLUDE,
    value: "NAME[:KEY,KEY...]",
    help: "a parameter of numbers, and names for them if there are several",
    repeatable: true,
    check: matches(NAMED, "kernel.threads-max or fs.file-nr:total,current,max"),
  },
  {
    name: SYSCTL_INCLUDE_INFO,
    value: "NAME",
    help: "a parameter of words, as labels of node_sysctl_info",
    repeatable: true,
    check: matches(PLAIN, "kernel.core_pattern"),
  },
];

export const systemdFlags: readonly Flag[] = [
  {
    name: SYSTEMD_INCLUDE,
    value: "REGEXP",
    help: "units whose states are shown; without it only those that failed",
    check: regexp,
  },
  {
    name: SYSTEMD_EXCLUDE,
    value: "REGEXP",
    help: "not these; the default only counts with unit-include",
    default: SYSTEMD_EXCLUDED,
    check: regexp,
  },
];
