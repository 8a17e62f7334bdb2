/**
 * Which rules a command line asks for.
 *
 * @module
 */
import type { Options } from "../../exporter/options.ts";
import type { Plain } from "./built_in.ts";
import type { RuleSources } from "./load.ts";

/**
 * The files that it names, and the rules that are built in unless it says otherwise.
 *
 * @throws {Error} they are not built yet
 */
export async function sourcesOf(options: Options): Promise<RuleSources> {
  return {
    files: options.list("alert.rules"),
    ...options.on("alert.builtin-rules") && { builtin: await builtIn() },
  };
}

async function builtIn(): Promise<Plain> {
  try {
    const rules = await import("../dist/system_alerts.json", { with: { type: "json" } });
    return rules.default as Plain;
  } catch (error) {
    throw new Error("the rules that are built in are not there: run `deno task build`", {
      cause: error,
    });
  }
}
