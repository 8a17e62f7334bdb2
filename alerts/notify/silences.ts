/**
 * Alerts that nobody is told of, by `--alert.silence`.
 *
 * @module
 */
import { fingerprint } from "./fingerprint.ts";
import { type ParsedSilence, parseSilence } from "./silence_parse.ts";

type Labels = Readonly<Record<string, string>>;

/** One silence. */
export interface Silence extends ParsedSilence {
  /** The same for the same text, in every run. */
  readonly id: string;
  /** As it stands on the command line. */
  readonly text: string;
}

/** A silence in the form of Alertmanager's API v2. */
export interface ApiSilence {
  readonly id: string;
  readonly status: { readonly state: "active" | "expired" };
  readonly matchers: readonly {
    readonly name: string;
    readonly value: string;
    readonly isRegex: boolean;
    readonly isEqual: boolean;
  }[];
  /** RFC 3339; null: for ever. */
  readonly endsAt: string | null;
  readonly createdBy: string;
  readonly comment: string;
}

/** The silences of a command line. @throws {SyntaxError} a wrong one, as {@linkcode parseSilence} */
export function silencesOf(texts: readonly string[]): Silence[] {
  return texts.map((text) => ({ ...parseSilence(text), text, id: fingerprint({ silence: text }) }));
}

/**
 * The silences that hold for an alert.
 *
 * @param now milliseconds since 1970
 */
export function silencedBy(silences: readonly Silence[], labels: Labels, now: number): Silence[] {
  return silences.filter((silence) =>
    isActive(silence, now) && silence.matchers.every(({ name, matches }) =>
      // Of an object, so that no label is taken for one that every object has.
      matches(Object.hasOwn(labels, name) ? labels[name] : "")
    )
  );
}

/** All silences, for an API. @param now milliseconds since 1970 */
export function apiSilences(silences: readonly Silence[], now: number): ApiSilence[] {
  return silences.map((silence) => ({
    id: silence.id,
    status: { state: isActive(silence, now) ? "active" : "expired" },
    matchers: silence.matchers.map(({ name, type, value }) => ({
      name,
      value,
      isRegex: type.endsWith("~"),
      isEqual: type.startsWith("="),
    })),
    endsAt: silence.until === undefined ? null : new Date(silence.until).toISOString(),
    createdBy: "--alert.silence",
    comment: silence.comment,
  }));
}

/** Lines for the log: what is silenced, and which silences have ended. */
export function sayings(silences: readonly Silence[], now: number): string[] {
  return silences.filter((silence) => !isActive(silence, now)).map(({ text, until }) =>
    `--alert.silence ${text} silences nothing: it ended at ${new Date(until!).toISOString()}`
  );
}

const isActive = ({ until }: Silence, now: number) => until === undefined || now < until;
