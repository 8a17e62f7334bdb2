import type { Collector } from "../collectors/collector.ts";
import type { Flag } from "../collectors/flags.ts";
import { collectorFlag, FLAGS } from "./flags.ts";

/** `--help`. */
export function help(version: string, collectors: readonly Collector[]): string {
  const section = (title: string, flags: readonly Flag[]) =>
    `${title}\n${flags.map(row).join("\n")}`;
  const own = collectors.flatMap(({ flags }) => flags ?? []);
  return [
    `hostvitals ${version}: measures this host and serves it to Prometheus\n`,
    `Usage: hostvitals [FLAG]...\n`,
    section("Flags:", FLAGS),
    `\nCollectors, each turned off by --no-collector.NAME:`,
    ...collectors.map((collector) => row(collectorFlag(collector))),
    "",
    section("Flags of the collectors:", own),
  ].join("\n");
}

function row(flag: Flag): string {
  const { name, value, help, default: usual } = flag;
  const left = `  --${name}${value ? `=${value}` : ""}`;
  const said = typeof usual === "string" && usual !== "" && usual.length <= 40
    ? ` (${usual})`
    : usual === false && name.startsWith("collector.") && !name.slice(10).includes(".") &&
        name !== "collector.disable-defaults"
    ? " (off)"
    : "";
  return left.length < 34
    ? `${left.padEnd(34)} ${help}${said}`
    : `${left}\n${" ".repeat(35)}${help}${said}`;
}
