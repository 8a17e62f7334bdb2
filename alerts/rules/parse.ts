/**
 * Rule files, in Prometheus' format.
 *
 * @module
 */
import { atOnce } from "../../collectors/turns.ts";
import type { RuleGroup } from "./model.ts";
import { groupsIn, RuleFileError } from "./reader.ts";
import { WrongValue } from "./value.ts";
import { YamlFile } from "./yaml.ts";

/**
 * Reads a rule file at once.
 *
 * @param file how errors and the API call it
 * @throws {RuleFileError} with all that is wrong
 */
export function parseRules(text: string, file: string): RuleGroup[] {
  return atOnce(rulesIn(text, file));
}

/** The same, with a stop after each rule: a large file takes a while. */
export function* rulesIn(text: string, file: string): Generator<void, RuleGroup[]> {
  const yaml = open(text, file);
  return yield* groupsIn(yaml.root, file, (offset) => yaml.place(offset));
}

function open(text: string, file: string): YamlFile {
  try {
    return new YamlFile(text);
  } catch (error) {
    if (!(error instanceof WrongValue)) throw error;
    const before = text.slice(0, error.offset).split("\n");
    const place = `${before.length}:${before.at(-1)!.length + 1}`;
    throw new RuleFileError([`${file}:${place}: ${error.message.replace(/\s+/g, " ")}`]);
  }
}
