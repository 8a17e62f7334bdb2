import { malformed } from "./text.ts";

/** A line of the time before: what stands in front of its value, and what was made of that. */
interface Known<T> {
  readonly start: string;
  readonly made: T | undefined;
}

/**
 * Reads a file of a name and a value a line:
 *
 *     pgpgin 7344136
 *     MemTotal:        3742148 kB
 *
 * The lines keep their places for as long as the kernel runs. So a line that begins as it did the
 * time before is known, its name need not be taken out again, and of one that is not wanted not even
 * the value is looked at.
 */
export class KnownLines<T> {
  readonly #known: Known<T>[] = [];

  /**
   * @param file its name below /proc, for messages
   * @param make what is made of a line, from its name and the rest of it; undefined where it is not wanted
   */
  constructor(
    private readonly file: string,
    private readonly make: (name: string, value: string) => T | undefined,
  ) {}

  /**
   * Hands every wanted line on: what was made of it, its value as text, and the line for messages.
   *
   * @throws {SyntaxError} where a line is not a name and a value, or there is no line
   */
  read(text: string, use: (made: T, value: string, line: string) => void): void {
    if (text === "") throw malformed(this.file, text);
    const lines = text.split("\n");
    for (let i = 0; i < lines.length; i++) {
      const line = lines[i];
      if (line === "") continue;
      let known = this.#known[i];
      if (known === undefined || !line.startsWith(known.start)) {
        known = this.#known[i] = this.#learn(line);
      }
      if (known.made !== undefined) use(known.made, line.slice(known.start.length).trim(), line);
    }
  }

  #learn(line: string): Known<T> {
    const found = /^(\S+?)(?::\s|\s)(?=\s*\S)/.exec(line);
    if (!found) throw malformed(this.file, line);
    const [start, name] = found;
    return { start, made: this.make(name, line.slice(start.length).trim()) };
  }
}
