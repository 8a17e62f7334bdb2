/**
 * A template once it is parsed.
 *
 * @module
 */
import type { Value } from "./values.ts";

/** Something that has a value. */
export type Operand =
  | { readonly kind: "constant"; readonly value: Value; readonly at: number }
  | { readonly kind: "dot"; readonly at: number }
  | { readonly kind: "variable"; readonly name: string; readonly at: number }
  | { readonly kind: "function"; readonly name: string; readonly at: number }
  | { readonly kind: "pipe"; readonly pipe: Pipe; readonly at: number }
  | {
    readonly kind: "fields";
    readonly of: Operand;
    readonly names: readonly string[];
    readonly at: number;
  };

/** An operand, or a function or method and its arguments. */
export interface Command {
  readonly operands: readonly Operand[];
  readonly at: number;
}

/** Commands, each of which is given the result of the one before as its last argument. */
export interface Pipe {
  readonly commands: readonly Command[];
  /** Names with their `$`. */
  readonly variables: readonly string[];
  /** Whether these are new: `:=`, not `=`. */
  readonly declares: boolean;
  readonly at: number;
}

export type Node =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "action"; readonly pipe: Pipe }
  | {
    readonly kind: "if" | "with" | "range";
    readonly pipe: Pipe;
    readonly body: readonly Node[];
    readonly otherwise: readonly Node[];
  }
  | { readonly kind: "break" | "continue" }
  | {
    readonly kind: "template";
    readonly name: string;
    readonly pipe?: Pipe;
    readonly at: number;
  };

/** A parsed template: can be expanded any number of times. */
export interface Template {
  readonly text: string;
  readonly nodes: readonly Node[];
  /** What `define` made, by name. */
  readonly defined: ReadonlyMap<string, readonly Node[]>;
}
