import { type Collector, gauge } from "./collector.ts";
import { duration, seconds } from "./flags.ts";
import { merge, type Merged, type Problem } from "./textfile_merge.ts";
import { type Textfile, TextfileReader } from "./textfile_reader.ts";

const mtimes = gauge(
  "node_textfile_mtime_seconds",
  "Unixtime mtime of textfiles successfully read.",
  "file",
);
const scrapeError = gauge(
  "node_textfile_scrape_error",
  "1 if there was an error opening or reading a file, 0 otherwise",
);
const stale = gauge(
  "node_textfile_stale",
  "1 if the file is older than --collector.textfile.max-age and its metrics are left out, 0 otherwise",
  "file",
);

const DIRECTORY = "collector.textfile.directory";
const MAX_AGE = "collector.textfile.max-age";

/**
 * Metrics that other programs leave in files.
 *
 * A family that hostvitals measures itself keeps its own type, help and values: the exposition takes
 * the first of two series that are the same, and this collector stands last.
 */
export const textfile: Collector = {
  name: "textfile",
  help: "Metrics from files *.prom that other programs write",
  system: "any",
  metrics: [mtimes, scrapeError, stale],
  flags: [
    {
      name: DIRECTORY,
      value: "DIR",
      help: "where such files are; * ? [ ] stand for any directory that matches; may be repeated",
      repeatable: true,
    },
    {
      name: MAX_AGE,
      value: "DURATION",
      help: "leave out files not written for longer than that, and say so; 0 is never",
      default: "0",
      check: duration,
    },
  ],
  start({ flags, log, now }) {
    const patterns = flags.list(DIRECTORY).filter((pattern) => pattern !== "");
    const maxAge = seconds(flags.text(MAX_AGE));
    const reader = new TextfileReader();
    let fresh: Textfile[] = [];
    let merged: Merged = { families: [], problems: [] };
    let said = new Set<string>();
    return {
      collect() {
        const problems: Problem[] = [];
        const read = reader.read(patterns, problems);
        const isStale = ({ mtime }: Textfile) => maxAge > 0 && now() - mtime > maxAge;
        const before = fresh;
        fresh = read.filter((file) => !isStale(file));
        if (!sameItems(fresh, before)) merged = merge(fresh);
        problems.push(...merged.problems);
        tell(problems);
        return [
          mtimes.of(read.map(({ labels, mtime }) => ({ labels, value: mtime }))),
          scrapeError.one(problems.length > 0 ? 1 : 0),
          stale.of(
            maxAge > 0
              ? read.map((file) => ({ labels: file.labels, value: isStale(file) ? 1 : 0 }))
              : [],
          ),
          ...merged.families,
        ];
      },
    };

    /** Says what was not said at the scrape before. */
    function tell(problems: readonly Problem[]): void {
      const now = new Set<string>();
      for (const { file, problem } of problems) {
        const key = `${file}\n${problem}`;
        if (!said.has(key) && !now.has(key)) {
          log.warn("textfile {file}: {problem}", { file, problem });
        }
        now.add(key);
      }
      said = now;
    }
  },
};

const sameItems = (a: readonly unknown[], b: readonly unknown[]) =>
  a.length === b.length && a.every((item, i) => item === b[i]);
