/**
 * A command line, parsed by a table of flags.
 *
 * @module
 */
import { parseArgs } from "node:util";
import type { Flag, FlagValues } from "../collectors/flags.ts";
import { OLDER_NAMES } from "./peer_flags.ts";
import { closest } from "./std.ts";

/** A wrong command line; the message is one line that says what is wrong and what would be right. */
export class UsageError extends RangeError {
  override name = "UsageError";
}

/** A parsed command line. */
export class Options implements FlagValues {
  constructor(
    private readonly flags: ReadonlyMap<string, Flag>,
    private readonly given: ReadonlyMap<string, readonly (string | boolean)[]>,
    /** What stands there beside flags, as many as the command takes. */
    readonly words: readonly string[] = [],
  ) {}

  /** Whether it stands on the command line. */
  has(name: string): boolean {
    return this.given.has(name);
  }

  /** Whether it stands there and is more than an off. */
  said(name: string): boolean {
    return this.given.get(name)?.some((value) => value !== false) ?? false;
  }

  text(name: string): string {
    return String(this.given.get(name)?.at(-1) ?? this.#flag(name).default ?? "");
  }

  on(name: string): boolean {
    return Boolean(this.given.get(name)?.at(-1) ?? this.#flag(name).default);
  }

  list(name: string): readonly string[] {
    return (this.given.get(name) ?? this.#flag(name).default ?? []) as readonly string[];
  }

  /** Files and directories that stand there: the flag, and the path. */
  get paths(): [string, string][] {
    return [...this.given].flatMap(([name, values]) =>
      /^(FILE|DIR)$/.test(this.#flag(name).value ?? "")
        ? values.map((path): [string, string] => [name, String(path)])
        : []
    );
  }

  #flag(name: string): Flag {
    const flag = this.flags.get(name);
    if (!flag) throw new TypeError(`no flag --${name} in the table`);
    return flag;
  }
}

/**
 * Parses a command line by the table.
 *
 * @param wanted what the words are that must stand there beside flags: `DIR`
 * @param wrongWord what is said of one that is too many
 * @throws {UsageError}
 */
export function parseFlags(
  args: readonly string[],
  table: readonly Flag[],
  wanted: readonly string[] = [],
  wrongWord: (word: string) => string = unknownWord,
): Options {
  const words: string[] = [];
  const flags = new Map(table.map((flag) => [flag.name, flag]));
  const given = new Map<string, (string | boolean)[]>();
  // Only what stands there: to check the whole table costs 2 ms of the start.
  const names = new Set(args.map((arg) => arg.replace(/^--|=.*$/gs, "")));
  const asked = table.filter(({ name, short }) => short || names.has(name));
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      asked.map(({ name, value, short }) => [
        name,
        { type: value ? "string" as const : "boolean" as const, ...short && { short } },
      ]),
    ),
    strict: false,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === "positional") {
      if (words.push(token.value) > wanted.length) throw new UsageError(wrongWord(token.value));
      continue;
    }
    if (token.kind === "option-terminator") continue;
    const off = !flags.has(token.name) && token.name.startsWith("no-");
    const flag = flags.get(off ? token.name.slice(3) : token.name);
    if (!flag || (off && flag.value)) {
      throw new UsageError(unknownFlag(args[token.index], flags));
    }
    const value = flag.value ? token.value ?? "" : !off;
    // A flag behind it is none of its values, unless it is written with =.
    const isFlag = flag.value && !token.inlineValue && token.value?.startsWith("--");
    checkValue(flag, isFlag ? undefined : token.value);
    for (const name of [flag.name, OLDER_NAMES[flag.name]]) {
      if (!name) continue;
      given.set(name, [...(flag.repeatable ? given.get(name) ?? [] : []), value]);
    }
  }
  // Who asks for help or for the version need not know the words yet. Empty is what a shell makes of
  // a variable that is not set.
  const missing = wanted.find((_, i) => !words[i]);
  if (missing && !given.has("help") && !given.has("version")) {
    throw new UsageError(`${missing} is missing: see --help`);
  }
  return new Options(flags, given, words);
}

function checkValue({ name, value: wants, check, help }: Flag, value: string | undefined): void {
  if (!wants) {
    if (value === undefined) return;
    const got = JSON.stringify(value);
    throw new UsageError(`--${name} takes no value, got ${got}: --no-${name} turns it off`);
  }
  const wrong = value === undefined ? undefined : check?.(value);
  // Some mean something when empty: an expression that filters nothing.
  if (value === undefined || value === "" && wrong) {
    throw new UsageError(`--${name} needs a value: ${wants} (${help})`);
  }
  if (wrong) throw new UsageError(`--${name} ${wrong}, got ${JSON.stringify(value)}`);
}

/** @param arg as it stands there: behind one dash a whole word, though its letters are flags to the parser */
function unknownFlag(arg: string, flags: ReadonlyMap<string, Flag>): string {
  const said = arg.replace(/=.*$/s, "");
  const name = said.replace(/^-+/, "");
  const ends = [...flags.keys()].filter((flag) => flag.endsWith(`.${name}`));
  const meant = ends.length === 1 ? ends[0] : closest(name, [
    ...flags.keys(),
    ...[...flags.values()].filter(({ value }) => !value).map(({ name }) => `no-${name}`),
  ]);
  return `unknown flag ${said}: ${meant ? `did you mean --${meant}?` : "see --help"}`;
}

/** What is said of a word where none belongs. */
export function unknownWord(word: string): string {
  return `unknown word ${JSON.stringify(word)}: flags begin with --, see --help`;
}
