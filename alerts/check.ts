/**
 * `hostvitals check`: what fires now, for cron, CI and monitoring plugins.
 *
 * @module
 */
import { oneOf } from "../collectors/flags.ts";
import type { Command } from "../exporter/commands.ts";
import type { Options } from "../exporter/options.ts";
import { print } from "../exporter/print.ts";
import { asJson, asTable, exitCode, UNKNOWN, type Verdict } from "./check/verdict.ts";

export const check: Command = {
  name: "check",
  words: [],
  help: "evaluate the alerts once: exit 0 fine, 1 warning, 2 critical, 3 unknown",
  flags: [
    {
      name: "format",
      value: "FORMAT",
      help: "table or json",
      default: "table",
      check: oneOf("table", "json"),
    },
    { name: "url", value: "URL", help: "ask this running hostvitals, instead of measuring" },
  ],
  measures: true,
  // 1 would be a warning.
  failed: UNKNOWN,
  notes: [
    "Without --url it measures for one second, and what is so now counts: `for` is not waited for. Rules",
    "that look back further are not judged; a running hostvitals knows of them, and keeps to `for`.",
  ],
  async run(options) {
    const { text, code } = await outcome(options);
    await print(`${text}\n`);
    return code;
  },
};

/** What is printed, and the exit code. */
async function outcome(options: Options): Promise<{ text: string; code: number }> {
  const isJson = options.text("format") === "json";
  try {
    const verdict = await verdictOf(options);
    const text = isJson ? asJson(verdict) : asTable(verdict, Date.now());
    return { text, code: exitCode(verdict) };
  } catch (error) {
    const problem = (error as Error).message.replaceAll("\n", " ");
    const text = isJson
      ? JSON.stringify({ status: "unknown", code: UNKNOWN, problem })
      : `UNKNOWN: ${problem}`;
    return { text, code: UNKNOWN };
  }
}

async function verdictOf(options: Options): Promise<Verdict> {
  const { silencedBy, silencesOf } = await import("./notify/silences.ts");
  const silences = silencesOf(options.list("alert.silence"));
  const verdict = options.has("url") ? await there(options) : await here(options);
  const now = Date.now();
  const firing = verdict.firing.map((one) => ({
    ...one,
    silencedBy: [
      ...one.silencedBy,
      ...silencedBy(silences, one.labels, now).map(({ id }) => id),
    ],
  }));
  return { ...verdict, firing };
}

async function there(options: Options): Promise<Verdict> {
  const { askedOf } = await import("./check/remote.ts");
  const { addressOf } = await import("./notify/address.ts");
  const { withoutProxyToLoopback } = await import("./notify/proxies.ts");
  withoutProxyToLoopback();
  return await askedOf(addressOf(options.text("url"), "--url"), fetch);
}

async function here(options: Options): Promise<Verdict> {
  const { measured } = await import("./check/local.ts");
  return await measured(options);
}
