/**
 * The words that a command line may begin with.
 *
 * @module
 */
import type { Collector } from "../collectors/collector.ts";
import type { Flag } from "../collectors/flags.ts";
import { allFlags } from "./flags.ts";
import { type Options, parseFlags, unknownWord, UsageError } from "./options.ts";
import { closest } from "./std.ts";

/** What the program can do beside serving. */
export interface Command {
  readonly name: string;
  /** What stands behind it in `--help`, for each word that it takes: `DIR`. */
  readonly words: readonly string[];
  /** One line for `--help`. */
  readonly help: string;
  /** Its own flags; those of logs, paths and collectors it has as well if it `measures`. */
  readonly flags: readonly Flag[];
  /** Whether it reads the host, and so takes every flag of the program. */
  readonly measures: boolean;
  /** Lines for its own `--help`, below its flags. */
  readonly notes?: readonly string[];
  /** The exit code where it throws; 2 where its flags are wrong, else 1. */
  readonly failed?: number;
  /** @returns the exit code */
  run(options: Options): Promise<number>;
}

/** Flags that every command takes. */
const EVERYWHERE: readonly string[] = ["help", "version", "debug", "log.level", "log.format"];

/** A command line taken apart: a command, or none where the program is to serve or print a snapshot. */
export interface CommandLine {
  readonly command?: Command;
  readonly options: Options;
}

/**
 * Takes a command line apart.
 *
 * @param more flags of the program that are not the exporter's
 * @throws {UsageError}
 */
export function commandLine(
  args: readonly string[],
  commands: readonly Command[],
  collectors: readonly Collector[],
  more: readonly Flag[],
): CommandLine {
  const [word, ...rest] = args;
  const flags = allFlags(collectors, more);
  const named = (word: string) => commands.find(({ name }) => name === word);
  if (word === undefined || word.startsWith("-")) {
    const wrongWord = (word: string) =>
      named(word) ? `${word} must come first: hostvitals ${word} [FLAG]...` : unknownWord(word);
    return { options: parseFlags(args, flags, [], wrongWord) };
  }
  const command = named(word);
  if (!command) throw new UsageError(unknownCommand(word, commands, flags));
  const table = [
    ...command.flags,
    ...flags.filter(({ name }) =>
      (command.measures || EVERYWHERE.includes(name)) &&
      !command.flags.some((own) => own.name === name)
    ),
  ];
  return { command, options: parseFlags(rest, table, command.words) };
}

function unknownCommand(
  word: string,
  commands: readonly Command[],
  flags: readonly Flag[],
): string {
  const names = commands.map(({ name }) => name);
  const isFlag = flags.some(({ name }) => name === word);
  const meant = isFlag ? `--${word}` : names.length > 0 ? closest(word, names) : undefined;
  const right = meant ? `did you mean ${meant}?` : `commands are ${names.join(", ")}; see --help`;
  return `unknown command ${JSON.stringify(word)}: ${right}`;
}

/** The exit code where a command line ended in an error. */
export function failed(
  args: readonly string[],
  commands: readonly Command[],
  error: unknown,
): number {
  const named = commands.find(({ name }) => name === args[0]);
  return named?.failed ?? (error instanceof UsageError ? 2 : 1);
}
