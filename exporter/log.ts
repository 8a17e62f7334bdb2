import {
  configureSync,
  getJsonLinesFormatter,
  getLogfmtFormatter,
  type LogLevel,
} from "@logtape/logtape";

/** The levels of `--log.level`, as the logger calls them. */
const LEVELS: Readonly<Record<string, LogLevel>> = {
  debug: "debug",
  info: "info",
  warn: "warning",
  error: "error",
};

/**
 * Sends log lines to standard error, so that standard output is the snapshot's alone. Only `main.ts`
 * calls it; modules ask for a logger by category.
 *
 * @param level `debug`, `info`, `warn` or `error`
 * @param format `logfmt` or `json`
 */
export function configureLogging(level: string, format: string): void {
  const formatter = format === "json" ? getJsonLinesFormatter() : getLogfmtFormatter();
  const encoder = new TextEncoder();
  configureSync({
    reset: true,
    sinks: { stderr: (record) => void Deno.stderr.writeSync(encoder.encode(formatter(record))) },
    loggers: [
      { category: "hostvitals", sinks: ["stderr"], lowestLevel: LEVELS[level] },
      { category: ["logtape", "meta"], sinks: ["stderr"], lowestLevel: "warning" },
    ],
  });
}
