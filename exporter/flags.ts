/**
 * The flags of the program: one table gives parsing, checks and `--help`.
 *
 * @module
 */
import type { Collector } from "../collectors/collector.ts";
import { type Flag, oneOf } from "../collectors/flags.ts";
import {
  address,
  atLeastOne,
  directory,
  hostPattern,
  listenAddress,
  notEmpty,
  port,
  positive,
  retention,
  urlPath,
} from "./flag_checks.ts";
import { type ListenAddress, parseListenAddress } from "./listen_address.ts";
import { type Options, UsageError } from "./options.ts";
import { IGNORED_FLAGS, OLDER_NAMES } from "./peer_flags.ts";

/** The flags of the program itself. */
export const FLAGS: readonly Flag[] = [
  { name: "port", value: "PORT", help: "listen on this port", default: "9100", check: port },
  {
    name: "host",
    value: "ADDRESS",
    help: "listen on this address",
    default: "0.0.0.0",
    check: address,
  },
  {
    name: "web.listen-address",
    value: "[HOST]:PORT",
    help: "listen here, instead of --host and --port",
    repeatable: true,
    check: listenAddress,
  },
  {
    name: "web.telemetry-path",
    value: "PATH",
    help: "where the metrics are",
    default: "/metrics",
    check: urlPath,
  },
  {
    name: "web.config.file",
    value: "FILE",
    help: "TLS, passwords and rate limit, in the exporter-toolkit's format",
  },
  {
    name: "web.max-requests",
    value: "N",
    help: "different scrapes at the same time; 0 for any number",
    default: "40",
    check: positive,
  },
  {
    name: "web.max-connections",
    value: "N",
    help: "connections at the same time, as far as the limit of open files allows",
    default: "2048",
    check: atLeastOne,
  },
  {
    name: "web.allowed-host",
    value: "NAME",
    help: "a name of this host for browsers, *.example.org and * too; may be repeated",
    repeatable: true,
    check: hostPattern,
  },
  {
    name: "web.disable-exporter-metrics",
    help: "without the metrics of hostvitals itself",
    default: false,
  },
  { name: "history", help: "remember what was measured, for queries (on)", default: true },
  {
    name: "history.retention",
    value: "DURATION",
    help: "how far back, 10m to 7d; a day more costs up to 6 MB for 1,000 series",
    default: "24h",
    check: retention,
  },
  {
    name: "history.max-series",
    value: "N",
    help: "series at most; each takes up to 12 kB, and 5 kB as a rule",
    default: "10000",
    check: positive,
  },
  { name: "once", help: "print one snapshot and exit", default: false },
  {
    name: "format",
    value: "FORMAT",
    help: "of the snapshot: text, openmetrics or json",
    default: "text",
    check: oneOf("text", "openmetrics", "json"),
  },
  {
    name: "output",
    value: "FILE",
    help: "write the snapshot there, whole or not at all",
    check: notEmpty,
  },
  {
    name: "source",
    value: "SOURCE",
    help: "auto (files on Linux) or systeminformation",
    default: "auto",
    check: oneOf("auto", "systeminformation"),
  },
  { name: "path.procfs", value: "DIR", help: "where /proc is", default: "/proc", check: directory },
  { name: "path.sysfs", value: "DIR", help: "where /sys is", default: "/sys" },
  { name: "path.rootfs", value: "DIR", help: "where / is", default: "/", check: directory },
  {
    name: "path.udev.data",
    value: "DIR",
    help: "where udev keeps what it knows",
    default: "/run/udev/data",
  },
  { name: "debug", help: "the same as --log.level=debug", default: false },
  {
    name: "log.level",
    value: "LEVEL",
    help: "debug, info, warn or error",
    default: "info",
    check: oneOf("debug", "info", "warn", "error"),
  },
  {
    name: "log.format",
    value: "FORMAT",
    help: "logfmt or json",
    default: "logfmt",
    check: oneOf("logfmt", "json"),
  },
  {
    name: "collector.disable-defaults",
    help: "only the collectors asked for by --collector.NAME",
    default: false,
  },
  { name: "help", short: "h", help: "print this and exit", default: false },
  { name: "version", help: "print the version and exit", default: false },
];

/** The flag that turns a collector on or off. */
export const collectorFlag = ({ name, help, offByDefault }: Collector): Flag => ({
  name: `collector.${name}`,
  help,
  default: !offByDefault,
});

/**
 * All flags: the program's, those of the collectors, those that are ignored, older names.
 *
 * @param more flags of parts that the exporter does not know
 */
export function allFlags(collectors: readonly Collector[], more: readonly Flag[] = []): Flag[] {
  const flags = [
    ...FLAGS,
    ...more,
    ...collectors.flatMap((collector) => [collectorFlag(collector), ...collector.flags ?? []]),
    ...IGNORED_FLAGS,
  ];
  const older = Object.entries(OLDER_NAMES).flatMap(([name, now]) => {
    const flag = flags.find((flag) => flag.name === now);
    return flag ? [{ ...flag, name }] : [];
  });
  return [...flags, ...older];
}

/** Lines for the log on flags that are ignored, that have another name now, or that name what is not there yet. */
export function notes(options: Options): string[] {
  return [
    ...IGNORED_FLAGS.filter(({ name }) => options.said(name))
      .map(({ name, ignored }) => `--${name} is ignored: ${ignored}`),
    ...Object.entries(OLDER_NAMES).filter(([name]) => options.has(name))
      .map(([name, now]) => `--${name} is called --${now} now`),
    // Those of /proc and / are refused: without them next to nothing is measured.
    ...["path.sysfs", "path.udev.data"]
      .map((name) => ({ name, path: options.text(name) }))
      .filter(({ name, path }) => options.has(name) && directory(path))
      .map(({ name, path }) =>
        `--${name}: ${path} is no directory that can be read: what it tells is missing`
      ),
  ];
}

/** Where the metrics are, as requests say it. */
export const metricsPathOf = (options: Options): string =>
  new URL(`http://host${options.text("web.telemetry-path")}`).pathname;

/**
 * The addresses to listen on.
 *
 * @throws {UsageError} where both ways to say it are used
 */
export function listenAddresses(options: Options): ListenAddress[] {
  const addresses = options.list("web.listen-address");
  if (addresses.length === 0) {
    return [{ hostname: options.text("host"), port: Number(options.text("port")) }];
  }
  for (const name of ["host", "port"]) {
    if (options.has(name)) {
      throw new UsageError(`--${name} and --web.listen-address say the same: use one of them`);
    }
  }
  return addresses.map((address) => ({
    ...parseListenAddress(address)!,
    flag: "--web.listen-address",
  }));
}

/**
 * The collectors that are on.
 *
 * @throws {UsageError} where none is
 */
export function enabled(collectors: readonly Collector[], options: Options): Collector[] {
  const none = options.on("collector.disable-defaults");
  const on = collectors.filter(({ name }) => {
    const flag = `collector.${name}`;
    return none && !options.has(flag) ? false : options.on(flag);
  });
  if (on.length === 0) throw new UsageError("no collector is on: add --collector.NAME, see --help");
  return on;
}
