/**
 * label_replace and label_join.
 *
 * @module
 */
import { RE2JS } from "re2js";
import { executionError } from "../errors.ts";
import type { LabelSet } from "../labels.ts";
import { isLabelName } from "./label_names.ts";

/** What a function makes of a series' labels. */
export type Relabel = (labels: LabelSet) => LabelSet;

/** `$1`, `${1}`, `$name`, `${name}`: of those without braces the longest name counts. `$$` is a $. */
const REFERENCE = /\$(?:(\$)|(\w+)|\{(\w+)\})/g;

/** The longest value that is made, characters: nested, each call could make fifty times the one before. */
const LONGEST = 4096;

/** With a label that a function made. */
function made(labels: LabelSet, name: string, value: string): LabelSet {
  if (value.length <= LONGEST) return labels.with(name, value);
  throw executionError(`label ${name} of ${value.length} characters: at most ${LONGEST}`);
}

/**
 * @param args destination, replacement, source, expression
 * @throws {QueryError}
 */
function replace([destination, replacement, source, expression]: readonly string[]): Relabel {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(expression);
  } catch (error) {
    const reason = (error as Error).message;
    throw executionError(`invalid regular expression in label_replace(): ${expression}: ${reason}`);
  }
  checkName(destination, "destination", "label_replace");
  const names = compiled.namedGroups();
  return (labels) => {
    const found = compiled.matcher(labels.get(source));
    if (!found.matches()) return labels;
    const group = (name: string) => {
      const index = /^\d+$/.test(name) ? Number(name) : names[name] ?? -1;
      return index >= 0 && index <= found.groupCount() ? found.group(index) ?? "" : "";
    };
    const value = replacement.replace(
      REFERENCE,
      (_, dollar, name, braced) => dollar ?? group(name ?? braced),
    );
    return made(labels, destination, value);
  };
}

/**
 * @param args destination, separator, sources
 * @throws {QueryError}
 */
function join([destination, separator, ...sources]: readonly string[]): Relabel {
  for (const source of sources) checkName(source, "source", "label_join");
  checkName(destination, "destination", "label_join");
  return (labels) =>
    made(labels, destination, sources.map((source) => labels.get(source)).join(separator));
}

function checkName(name: string, which: string, of: string): void {
  if (!isLabelName(name)) throw executionError(`invalid ${which} label name in ${of}(): ${name}`);
}

export const LABEL_FUNCTIONS: Readonly<Record<string, (args: readonly string[]) => Relabel>> = {
  label_replace: replace,
  label_join: join,
};
