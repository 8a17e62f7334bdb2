import { join } from "node:path";
import { Labels } from "./collector.ts";
import { glob } from "./glob.ts";
import { parseTextFormat } from "./text_format.ts";
import type { FileFamilies, Problem } from "./textfile_merge.ts";

const MEGABYTE = 1 << 20;
/** A file that is larger is refused: a scrape has to carry it. */
const LARGEST = 16 * MEGABYTE;

// A byte order mark stays: the format has none, and the parser says so.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** A file that was read and understood. */
export interface Textfile extends FileFamilies {
  readonly labels: Labels;
  /** Seconds since 1970. */
  readonly mtime: number;
}

/** What came of a file, for as long as the file does not change. */
interface Known {
  readonly version: string;
  readonly result: Textfile | SyntaxError;
}

/** Reads textfiles, each again only when it has changed. */
export class TextfileReader {
  #known = new Map<string, Known>();

  /**
   * The files in the directories that the patterns lead to, in order.
   *
   * @param problems gets what cannot be read
   */
  read(patterns: readonly string[], problems: Problem[]): Textfile[] {
    const known = new Map<string, Known>();
    const read: Textfile[] = [];
    for (const path of paths(patterns, problems)) {
      try {
        const found = this.#file(path);
        known.set(path, found);
        if (found.result instanceof SyntaxError) throw found.result;
        read.push(found.result);
      } catch (error) {
        problems.push({ file: path, problem: (error as Error).message });
      }
    }
    this.#known = known;
    return read;
  }

  #file(path: string): Known {
    const { isFile, size, mtime, ino } = Deno.statSync(path);
    // A pipe would hold the scrape until somebody writes to it.
    if (!isFile) throw new TypeError("not a file");
    const known = this.#known.get(path);
    // By its number a file is told from another that took its place, with the same size, in the same moment.
    const version = `${mtime?.getTime()} ${size} ${ino}`;
    if (known?.version === version) return known;
    if (size > LARGEST) {
      const megabytes = (size / MEGABYTE).toFixed(1);
      throw new RangeError(
        `${megabytes} MB is too large: a file may have ${LARGEST / MEGABYTE} MB, split it`,
      );
    }
    const labels = known?.result instanceof SyntaxError ? undefined : known?.result.labels;
    try {
      return { version, result: parse(path, mtime, labels) };
    } catch (error) {
      // Of what cannot be opened or read nothing is kept: that can change without the file.
      if (error instanceof SyntaxError) return { version, result: error };
      throw error;
    }
  }
}

function parse(path: string, mtime: Date | null, labels = new Labels({ file: path })): Textfile {
  const { families, timestampLine } = parseTextFormat(decoder.decode(Deno.readFileSync(path)));
  if (timestampLine !== undefined) {
    throw new SyntaxError(
      `line ${timestampLine}: a timestamp, and a file with timestamps is refused: the time is the scrape's`,
    );
  }
  return { file: path, labels, mtime: (mtime?.getTime() ?? 0) / 1000, families };
}

/** The paths of the files `*.prom`. */
function paths(patterns: readonly string[], problems: Problem[]): Set<string> {
  const found = new Set<string>();
  for (const directory of patterns.flatMap(glob)) {
    try {
      const names = [...Deno.readDirSync(directory)].map(({ name }) => name);
      for (const name of names.sort()) if (name.endsWith(".prom")) found.add(join(directory, name));
    } catch (error) {
      problems.push({ file: directory, problem: (error as Error).message });
    }
  }
  return found;
}
