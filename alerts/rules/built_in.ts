/**
 * The rules that are built in. `deno task build` takes their YAML apart: to do it at each start took 90 ms.
 *
 * @module
 */
import type { RuleGroup } from "./model.ts";
import { groupsIn } from "./reader.ts";
import { type Entry, type Value, WrongValue } from "./value.ts";

/** How they are called in errors and in the API. */
export const BUILTIN = "built-in/system_alerts.yml";

/** YAML taken apart, without types. */
export type Plain = string | readonly Plain[] | { readonly [key: string]: Plain };

/** Reads them; with a stop after each. */
export const builtInRules = (rules: Plain): Generator<void, RuleGroup[]> =>
  groupsIn(new PlainValue(rules), BUILTIN, () => "1:1");

class PlainValue implements Value {
  /** That is not known any more. */
  readonly offset = 0;

  constructor(private readonly plain: Plain) {}

  get isNothing(): boolean {
    return this.plain === "";
  }

  fail(message: string): never {
    throw new WrongValue(this.offset, message);
  }

  text(what: string): string {
    return typeof this.plain === "string" ? this.plain : this.fail(`${what} must be a text`);
  }

  items(what: string): Value[] {
    if (this.isNothing) return [];
    if (!isList(this.plain)) return this.fail(`${what} must be a list`);
    return this.plain.map((item) => new PlainValue(item));
  }

  entries(what: string): Map<string, Entry> {
    if (this.isNothing) return new Map();
    if (typeof this.plain === "string" || isList(this.plain)) {
      return this.fail(`${what} must be a map`);
    }
    const entries = Object.entries(this.plain);
    return new Map(entries.map(([key, value]) => [key, { at: 0, value: new PlainValue(value) }]));
  }

  offsetOf(): number {
    return this.offset;
  }
}

const isList = (plain: Plain): plain is readonly Plain[] => Array.isArray(plain);
