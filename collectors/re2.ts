/**
 * RE2, the regular expressions of the field: linear in time, whatever a user writes.
 *
 * Loaded where one is needed, because it takes 10 ms of the program's start, and the expressions that are the
 * flags' defaults need none.
 *
 * @see https://github.com/google/re2/wiki/Syntax
 * @module
 */
import type { RE2JS } from "re2js";

let loaded: typeof RE2JS | undefined;

/** Thrown where an expression is met before RE2 is loaded: {@linkcode withRe2} was forgotten. */
export class NotLoaded extends Error {
  override name = "NotLoaded";
}

/** Loads it. */
export async function loadRe2(): Promise<void> {
  loaded ??= (await import("re2js")).RE2JS;
}

/** Takes what somebody has loaded who cannot do without it. */
export function takeRe2(re2: typeof RE2JS): void {
  loaded = re2;
}

/**
 * An expression, compiled.
 *
 * @throws {NotLoaded}
 * @throws {Error} where it is no expression of RE2
 */
export function compileRe2(source: string): RE2JS {
  if (!loaded) throw new NotLoaded(`RE2 is not loaded, for ${source}`);
  return loaded.compile(source);
}

/** Does work that may meet an expression, and loads RE2 where it does. The work is then done again from its start. */
export async function withRe2<T>(work: () => T): Promise<T> {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof NotLoaded)) throw error;
  }
  await loadRe2();
  return work();
}
