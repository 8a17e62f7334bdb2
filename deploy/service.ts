/**
 * `hostvitals service install|uninstall|status`.
 *
 * @module
 */
import type { Command } from "../exporter/commands.ts";
import { UsageError } from "../exporter/options.ts";

const VERBS = ["install", "uninstall", "status"] as const;

/** Flags of hostvitals that every service manager takes as they are. */
const PLAIN = /^(--?[\w.-]+(=[^\s"'\\$%`&<>^|]*)?(\s+|$))*$/;

/** The command. */
export const service: Command = {
  name: "service",
  words: [VERBS.join("|")],
  help: "start hostvitals with the system: systemd, launchd, Windows",
  flags: [
    { name: "dry-run", help: "print what would be done, and do nothing", default: false },
    {
      name: "args",
      value: "FLAGS",
      help: 'of the service: --args="--port=9101 --no-collector.systemd"',
      check: (value) =>
        PLAIN.test(value) ? undefined : "must be flags as --name or --name=value, without quotes",
    },
  ],
  measures: false,
  async run(options) {
    const verb = VERBS.find((verb) => verb === options.words[0]);
    if (!verb) {
      throw new UsageError(
        `service takes ${VERBS.join(", ")}, got ${JSON.stringify(options.words[0])}`,
      );
    }
    const flags = options.text("args").split(/\s+/).filter((flag) => flag !== "");
    const [{ service }, { thisHost }] = await Promise.all([
      import("./service/mod.ts"),
      import("./service/this_host.ts"),
    ]);
    const doing = { dryRun: options.on("dry-run"), flags };
    return await service(verb, doing, thisHost, console.log);
  },
};
