/**
 * What templates work with. Go tells whole numbers from others: here they are bigint and number.
 *
 * @module
 */
import { formatFloat } from "./numbers.ts";
import { GoTime } from "./time.ts";

/** A sample of a query, as `query` gives it. */
export class Sample {
  constructor(readonly labels: ReadonlyMap<string, string>, readonly value: number) {}
}

/** Fields by name, of a type that has these and no others. */
export class Struct {
  constructor(readonly fields: ReadonlyMap<string, Value>) {}
}

/** What `args` makes: what it has not is nil. */
export class Args extends Map<string, Value> {}

/** undefined is Go's nil. */
export type Value =
  | undefined
  | boolean
  | bigint
  | number
  | string
  | GoTime
  | Sample
  | Struct
  | ReadonlyMap<string, Value>
  | readonly Value[];

/** A template that cannot be expanded with these data; the message says why. */
export class TemplateError extends Error {
  override name = "TemplateError";
}

export function isMap(value: Value): value is ReadonlyMap<string, Value> {
  return value instanceof Map;
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** Whether `if` takes it for true: what is neither zero nor empty. */
export function isTrue(value: Value): boolean {
  if (isMap(value)) return value.size > 0;
  if (isList(value)) return value.length > 0;
  // NaN is not zero.
  return typeof value === "number" ? value !== 0 : Boolean(value);
}

/** The name of its type in Go. */
export function typeOf(value: Value): string {
  switch (typeof value) {
    case "undefined":
      return "<nil>";
    case "boolean":
      return "bool";
    case "bigint":
      return "int";
    case "number":
      return "float64";
    case "string":
      return "string";
  }
  if (value instanceof GoTime) return "*time.Time";
  if (value instanceof Sample) return "*template.sample";
  if (value instanceof Struct) return "struct";
  return isMap(value) ? "map[string]string" : "template.queryResult";
}

/** As `{{ }}` writes it. */
export function print(value: Value): string {
  return value === undefined ? "<no value>" : printed(value);
}

/** As `%v` writes it. */
export function printed(value: Value): string {
  if (value === undefined) return "<nil>";
  if (typeof value === "number") return formatFloat(value, "g", -1);
  if (typeof value !== "object" || value instanceof GoTime) return String(value);
  if (value instanceof Sample) return `&{${printed(value.labels)} ${printed(value.value)}}`;
  if (value instanceof Struct) return `{${[...value.fields.values()].map(printed).join(" ")}}`;
  if (isMap(value)) {
    return `map[${sorted(value).map(([key, one]) => `${key}:${printed(one)}`).join(" ")}]`;
  }
  return `[${value.map(printed).join(" ")}]`;
}

/** A map's entries, as Go's templates go through them. */
export function sorted(map: ReadonlyMap<string, Value>): [string, Value][] {
  return [...map].sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
}

/** A record as a map that a label called like what every object has does not mislead. */
export function mapOf(record: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(record));
}
