/**
 * The rule files of one program.
 *
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { basename, dirname, join } from "node:path";
import { inTurns } from "../../collectors/turns.ts";
import type { RuleGroup } from "./model.ts";
import { builtInRules, type Plain } from "./built_in.ts";
import { RuleFileError } from "./reader.ts";

/** Larger files are no rule files. */
const LARGEST = 10_000_000;

/** What is loaded. */
export interface RuleSources {
  /** Paths; `*`, `?` and `[…]` in the last part stand for many files. */
  readonly files: readonly string[];
  /** The rules that are built in; undefined without them. */
  readonly builtin?: Plain;
}

/**
 * Reads all rule files.
 *
 * @throws {RuleFileError} one that is wrong, or cannot be read
 */
export async function loadRules({ files, builtin }: RuleSources): Promise<RuleGroup[]> {
  const problems: string[] = [];
  const tried = async (rules: () => Generator<void, RuleGroup[]>) => {
    try {
      return await inTurns(rules(), "patient");
    } catch (error) {
      if (!(error instanceof RuleFileError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  };
  const paths = [...new Set(files.flatMap(matching))];
  const groups = builtin === undefined ? [] : await tried(() => builtInRules(builtin));
  if (paths.length > 0) {
    // YAML takes its time to load.
    const { rulesIn } = await import("./parse.ts");
    for (const path of paths) groups.push(...await tried(() => rulesIn(read(path), path)));
  }
  if (problems.length > 0) throw new RuleFileError(problems);
  return groups;
}

function read(path: string): string {
  try {
    if (Deno.statSync(path).size > LARGEST) throw new RangeError("it is too large");
    return Deno.readTextFileSync(path);
  } catch (error) {
    throw new RuleFileError([`${path} cannot be read: ${(error as Error).message}`]);
  }
}

/**
 * The files that a path stands for, in order. As with Prometheus, a pattern may stand for none; a plain path
 * is that of a file.
 *
 * @throws {RuleFileError} a pattern that is none
 */
function matching(path: string): string[] {
  const name = basename(path);
  if (!/[*?[]/.test(name)) return [path];
  const expression = expressionOf(path);
  const dir = dirname(path);
  const names = namesIn(dir).filter((name) => expression.test(name)).sort();
  if (names.length === 0) {
    getLogger(["hostvitals", "alerts"]).warn("--alert.rules: no file is called {path}", { path });
  }
  return names.map((name) => dir === "." && !path.startsWith("./") ? name : join(dir, name));
}

function namesIn(dir: string): string[] {
  try {
    return [...Deno.readDirSync(dir)].filter(({ isDirectory }) => !isDirectory).map(({ name }) =>
      name
    );
  } catch {
    return [];
  }
}

function expressionOf(path: string): RegExp {
  try {
    return globToRegExp(basename(path));
  } catch {
    // What an expression may have that a name has not is escaped: only a range can be wrong.
    throw new RuleFileError([
      `--alert.rules: ${path} is no pattern: a range like [a-z] must not end before it begins`,
    ]);
  }
}

function globToRegExp(pattern: string): RegExp {
  const source = pattern.replace(
    /\*|\?|\[(\^?)((?:[^\]\\]|\\.)+)\]|[.+^${}()|[\]\\]/g,
    (part, not, set) => {
      if (part === "*") return "[^/]*";
      if (part === "?") return "[^/]";
      return set === undefined ? `\\${part}` : `[${not}${set}]`;
    },
  );
  return new RegExp(`^${source}$`, "s");
}
