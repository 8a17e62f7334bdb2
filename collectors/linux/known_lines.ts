import type { Metric, MetricFamily } from "../collector.ts";
import { count, malformed } from "./text.ts";

/** A line of the time before: what stands in front of its number, and the metric, if it is wanted. */
interface Known {
  readonly start: string;
  readonly metric: Metric | undefined;
}

/**
 * Reads a file of a name and a number a line, of which a few are wanted:
 *
 *     pgpgin 7344136
 *     Ip6InReceives                   	7
 *
 * The lines keep their places for as long as the kernel runs. So a line that begins as it did the
 * time before is known, and of one that is not wanted not even the number is looked at.
 */
export class KnownLines {
  readonly #known: Known[] = [];

  /**
   * @param file its name below /proc, for messages
   * @param metricOf the metric of a name; undefined where it is not wanted
   */
  constructor(
    private readonly file: string,
    private readonly metricOf: (name: string) => Metric | undefined,
  ) {}

  /**
   * The wanted lines as families.
   *
   * @throws {SyntaxError} where a line is not a name and a number, or there is no line
   */
  families(text: string): MetricFamily[] {
    if (text === "") throw malformed(this.file, text);
    const families: MetricFamily[] = [];
    const lines = text.split("\n");
    for (let i = 0; i < lines.length; i++) {
      const line = lines[i];
      if (line === "") continue;
      let known = this.#known[i];
      if (known === undefined || !line.startsWith(known.start)) {
        known = this.#known[i] = this.#learn(line);
      }
      if (known.metric) {
        families.push(known.metric.one(count(line.slice(known.start.length), line)));
      }
    }
    return families;
  }

  #learn(line: string): Known {
    const found = /^(\S+)\s+(?=\S)/.exec(line);
    if (!found) throw malformed(this.file, line);
    return { start: found[0], metric: this.metricOf(found[1]) };
  }
}
