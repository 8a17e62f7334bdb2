/**
 * Textfiles on a made-up host, for the tests of the collector.
 *
 * @module
 */
import type { MetricFamily, Running } from "../../../collectors/collector.ts";
import { textfile } from "../../../collectors/textfile.ts";
import { MadeUpHost, values } from "../../fixture.ts";

/** When the files of these tests were written, in seconds; the host's clock begins 1.7e9 later than 1970. */
export const WRITTEN = 1_699_999_000;

/** The collector on a host with these files in /text. */
export class Textfiles implements Disposable {
  readonly made: MadeUpHost;
  readonly directory: string;
  readonly running: Running;

  constructor(files: Readonly<Record<string, string>>, ...args: string[]) {
    this.made = new MadeUpHost({});
    this.directory = `${this.made.root}/text`;
    Deno.mkdirSync(this.directory);
    for (const [name, text] of Object.entries(files)) this.write(name, text);
    const flags = args.length > 0 ? args : ["--collector.textfile.directory=DIR"];
    this.running = textfile.start(
      this.made.host(textfile, ...flags.map((flag) => flag.replace("DIR", this.directory))),
    );
  }

  write(name: string, text: string | Uint8Array, written = WRITTEN): void {
    const path = `${this.directory}/${name}`;
    if (typeof text === "string") Deno.writeTextFileSync(path, text);
    else Deno.writeFileSync(path, text);
    Deno.utimeSync(path, written, written);
  }

  families(): MetricFamily[] {
    return this.running.collect(1000) as MetricFamily[];
  }

  /** The samples, with the directory's path as DIR. */
  values(): Record<string, number> {
    return Object.fromEntries(
      Object.entries(values(this.families())).map((
        [series, value],
      ) => [series.replaceAll(this.directory, "DIR"), value]),
    );
  }

  /** What was logged, with the directory's path as DIR. */
  get logged(): string[] {
    return this.made.logged.map((line) => line.replaceAll(this.directory, "DIR"));
  }

  [Symbol.dispose](): void {
    this.made[Symbol.dispose]();
  }
}

export const mtime = (name: string, value = WRITTEN) => ({
  [`node_textfile_mtime_seconds{file="DIR/${name}"}`]: value,
});
export const error = (value: number) => ({ node_textfile_scrape_error: value });
