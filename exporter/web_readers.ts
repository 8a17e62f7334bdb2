/**
 * What may stand in a web configuration, as functions that read a value or fail with its place.
 *
 * @module
 */
import { closest } from "./std.ts";
import type { Value } from "./web_yaml.ts";

/** Takes what a value means from it, or fails with its place. */
export type Read<T> = (value: Value) => T;

/** A text that is not empty. */
export const text: Read<string> = (value) =>
  value.text() || value.fail("must be a text, got nothing");

/** A list of texts. */
export const list: Read<string[]> = (value) => value.items().map(text);

/** One of a few words. */
export const word = <W extends string>(words: readonly W[]): Read<W> => (value) =>
  words.find((word) => word === value.text()) ??
    value.fail(`must be ${words.join(" or ")}, got ${JSON.stringify(value.text())}`);

/** What a text means; an empty one is as if it were not there, as where Go reads a string. */
export const unlessBlank = <T>(read: Read<T>): Read<T | undefined> => (value) =>
  value.text() === "" ? undefined : read(value);

/** YAML 1.1's words, which Go's reader takes: templating tools write `True`. */
const TRUE = /^(y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const FALSE = /^(n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/;

/** true or false. */
export const flag: Read<boolean> = (value) => {
  const said = value.text();
  if (TRUE.test(said)) return true;
  if (FALSE.test(said)) return false;
  return value.fail(`must be true or false, got ${JSON.stringify(said)}`);
};

/** What the format knows and we cannot do: an error, so that nobody relies on it. */
export const unsupported = (why: string): Read<never> => (value) =>
  value.fail(`cannot be set here: ${why}`);

/** How to read what stands under each key. */
type Schema = Readonly<Record<string, Read<unknown>>>;
/** What a map with such keys gives: those that stand there with a value. */
export type Fields<S extends Schema> = { readonly [K in keyof S]?: ReturnType<S[K]> };

/** A map with these keys and no others; a key without a value is as if it were not there. */
export const map = <S extends Schema>(schema: S): Read<Fields<S>> => (value) => {
  const fields: Record<string, unknown> = {};
  for (const [key, inside] of value.entries()) {
    if (!Object.hasOwn(schema, key)) {
      inside.fail(`is unknown: ${instead(key, Object.keys(schema))}`);
    }
    const field = inside.isNothing ? undefined : schema[key](inside);
    if (field !== undefined) fields[key] = field;
  }
  return fields as Fields<S>;
};

function instead(key: string, known: readonly string[]): string {
  const meant = closest(key, known);
  return meant ? `did you mean ${meant}?` : `there are ${known.join(", ")}`;
}

/** Milliseconds in the units of Go's durations. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  "µs": 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** A duration as Go writes it (`1m30s`), in milliseconds; only 0 may lack its unit. */
export const duration: Read<number> = (value) => {
  const said = text(value);
  if (said === "0") return 0;
  if (!/^((\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))+$/.test(said)) {
    value.fail(`must be a duration like 1s, 500ms or 1m30s, got ${JSON.stringify(said)}`);
  }
  const parts = [...said.matchAll(/([\d.]+)([a-zµ]+)/g)];
  return parts.reduce((sum, [, number, unit]) => sum + Number(number) * UNITS[unit], 0);
};

/** A whole number from 0. */
export const whole: Read<number> = (value) => {
  if (!/^(0|[1-9]\d{0,8})$/.test(text(value))) {
    value.fail(`must be a whole number, got ${JSON.stringify(value.text())}`);
  }
  return Number(value.text());
};
