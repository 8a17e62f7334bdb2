/**
 * The arguments of a format.
 *
 * @module
 */
import { printed, typeOf, type Value } from "./values.ts";

/** Wider than anybody writes. */
export const WIDEST = 10_000;

/** Arguments that are taken in their order, or as a format numbers them. */
export class Arguments {
  #next = 0;
  #isReordered = false;

  constructor(private readonly values: readonly Value[]) {}

  get hasNext(): boolean {
    return this.#next < this.values.length;
  }

  take(): Value {
    return this.values[this.#next++];
  }

  /** The next one as a width or a precision; undefined where it is none. */
  size(smallest: number): number | undefined {
    const size = this.hasNext ? this.take() : undefined;
    return typeof size === "bigint" && size >= smallest && size <= WIDEST
      ? Number(size)
      : undefined;
  }

  /**
   * Goes to that of a number.
   *
   * @param number `[2]`; without one it goes nowhere
   * @returns whether there is such a one
   */
  goTo(number: string | undefined): boolean {
    if (number === undefined) return true;
    this.#isReordered = true;
    const [, digits] = /^\[(\d+)\]$/.exec(number) ?? [];
    const at = Number(digits ?? 0) - 1;
    if (at < 0 || at >= this.values.length) return false;
    this.#next = at;
    return true;
  }

  /** What is said of those that nobody took; of numbered ones nothing. */
  extra(): string {
    if (!this.hasNext || this.#isReordered) return "";
    const extra = this.values.slice(this.#next).map((value) =>
      value === undefined ? "<nil>" : `${typeOf(value)}=${printed(value)}`
    );
    return `%!(EXTRA ${extra.join(", ")})`;
  }
}
