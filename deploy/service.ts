/**
 * `hostvitals service install|uninstall|status`.
 *
 * @module
 */
import type { Command } from "../exporter/commands.ts";
import { type Options, UsageError } from "../exporter/options.ts";
import { print } from "../exporter/print.ts";

const VERBS = ["install", "uninstall", "status"] as const;

/** A flag of hostvitals in one word, as no service manager takes it apart. */
const PLAIN = /^--?[a-z][\w.-]*(=[^"'`]*)?$/i;

/** With these the program ends at once, and a service manager would start it again for ever. */
const ENDS = /^(-h|--(help|version|once|output|format))(=|$)/;

const wordsOf = (flags: string) => flags.split(/\s+/).filter((flag) => flag !== "");

function notPlain(flags: string): string | undefined {
  const ends = wordsOf(flags).find((word) => ENDS.test(word));
  if (ends !== undefined) return `must be flags of a program that serves; ${ends} ends it at once`;
  const wrong = wordsOf(flags).find((word) => !PLAIN.test(word));
  return wrong === undefined
    ? undefined
    : "must be flags as --name or --name=value, without quotes and without blanks in a value; " +
      `${JSON.stringify(wrong)} is none`;
}

/** @param parse takes the flags of a program that serves apart */
export const service = (parse: (flags: readonly string[]) => Promise<Options>): Command => ({
  name: "service",
  words: [VERBS.join("|")],
  help: "start hostvitals with the system: systemd, launchd, Windows",
  flags: [
    { name: "dry-run", help: "print what would be done, and do nothing", default: false },
    {
      name: "args",
      value: "FLAGS",
      help: 'of the service: --args="--port=9101 --no-collector.systemd"',
      check: notPlain,
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
    const flags = wordsOf(options.text("args"));
    const reads = verb === "install" ? await tried(flags, parse) : [];
    const [{ service }, { thisHost }] = await Promise.all([
      import("./service/mod.ts"),
      import("./service/this_host.ts"),
    ]);
    const given = options.has("args") ? flags : undefined;
    const doing = { dryRun: options.on("dry-run"), flags: given, reads };
    return await service(verb, doing, thisHost, (text) => print(`${text}\n`));
  },
});

/**
 * What is wrong with the flags is said before anything is changed: a service would fail by it for ever.
 *
 * @returns the files that it would read
 */
async function tried(
  flags: readonly string[],
  parse: (flags: readonly string[]) => Promise<Options>,
): Promise<string[]> {
  const { rehearse } = await import("./service/rehearsal.ts");
  try {
    return await rehearse(await parse(flags));
  } catch (error) {
    throw new Error(`--args: ${(error as Error).message}`);
  }
}
