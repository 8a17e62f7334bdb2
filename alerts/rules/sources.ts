/**
 * Which rules a command line asks for.
 *
 * @module
 */
import type { Options } from "../../exporter/flags.ts";
import builtin from "../dist/system_alerts.json" with { type: "json" };
import type { Plain } from "./built_in.ts";
import type { RuleSources } from "./load.ts";

/** The files that it names, and the rules that are built in unless it says otherwise. */
export function sourcesOf(options: Options): RuleSources {
  return {
    files: options.list("alert.rules"),
    ...options.on("alert.builtin-rules") && { builtin: builtin as Plain },
  };
}
