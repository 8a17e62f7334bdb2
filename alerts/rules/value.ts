/**
 * What stands in a rule file, however it was written.
 *
 * @module
 */
import { shortened } from "../../exporter/shortened.ts";

/** What is wrong, and where. */
export class WrongValue extends Error {
  override name = "WrongValue";

  /** @param offset where in the file, from 0 */
  constructor(readonly offset: number, message: string) {
    super(shortened(message));
  }
}

/** What stands at one place. A scalar is a text: its reader decides what it means. */
export interface Value {
  /** Where it stands. */
  readonly offset: number;
  /** Whether nothing stands there. */
  readonly isNothing: boolean;
  /** @throws {WrongValue} always */
  fail(message: string): never;
  /** The text of a scalar; "" for nothing. */
  text(what: string): string;
  /** What stands in a list. */
  items(what: string): Value[];
  /** What stands under each key of a map, in order; a key that stands twice is an error. */
  entries(what: string): Map<string, Entry>;
  /** Where in the file a place in the text of this scalar is, as far as it can be told. */
  offsetOf(at: number): number;
}

/** A key and what stands under it. */
export interface Entry {
  readonly at: number;
  readonly value: Value;
}
