/**
 * What is written to the log.
 *
 * @module
 */
import { configure, type LogRecord, reset } from "@logtape/logtape";

/** Runs something and gives the lines of the log, `warning: text`. */
export async function withLog(run: () => void | Promise<void>): Promise<string[]> {
  const lines: string[] = [];
  await configure({
    sinks: { lines: (record) => void lines.push(`${record.level}: ${textOf(record)}`) },
    loggers: [
      { category: ["hostvitals"], sinks: ["lines"], lowestLevel: "info" },
      { category: ["logtape", "meta"], sinks: [], lowestLevel: "error" },
    ],
  });
  try {
    await run();
  } finally {
    await reset();
  }
  return lines;
}

function textOf({ message }: LogRecord): string {
  return message.map(String).join("");
}
