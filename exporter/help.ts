import type { Collector } from "../collectors/collector.ts";
import type { Flag } from "../collectors/flags.ts";
import type { Command } from "./commands.ts";
import { collectorFlag, FLAGS } from "./flags.ts";

/** `--help`. */
export function help(
  version: string,
  collectors: readonly Collector[],
  commands: readonly Command[] = [],
  more: readonly Flag[] = [],
): string {
  const own = collectors.flatMap(({ flags }) => flags ?? []);
  const width = Math.max(...commands.map((command) => usage(command).length));
  return [
    `hostvitals ${version}: measures this host and serves it to Prometheus\n`,
    `Usage: hostvitals [FLAG]...`,
    ...commands.map((command) => `       hostvitals ${usage(command)}`),
    ...commands.length > 0 ? ["\nCommands, each with a --help of its own:"] : [],
    ...commands.map((command) => `  ${usage(command).padEnd(width)}  ${command.help}`),
    "",
    section("Flags:", [...FLAGS, ...more]),
    `\nCollectors, each turned off by --no-collector.NAME:`,
    ...collectors.map((collector) => row(collectorFlag(collector))),
    "",
    section("Flags of the collectors:", own),
  ].join("\n");
}

/** `--help` behind a command. */
export function commandHelp(command: Command): string {
  const { help, flags, measures, notes = [] } = command;
  return [
    `hostvitals ${command.name}: ${help}\n`,
    `Usage: hostvitals ${usage(command)}\n`,
    ...flags.length > 0 ? [section("Flags:", flags)] : [],
    ...measures
      ? [
        "\nIt takes the flags of paths, collectors, alert rules, silences and logs too: see hostvitals --help",
      ]
      : [],
    ...notes.length > 0 ? ["", ...notes] : [],
  ].join("\n");
}

const usage = ({ name, words }: Command) => [name, ...words, "[FLAG]..."].join(" ");

const section = (title: string, flags: readonly Flag[]) => `${title}\n${flags.map(row).join("\n")}`;

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
