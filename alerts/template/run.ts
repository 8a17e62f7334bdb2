/**
 * Expands templates.
 *
 * @module
 */
import type { Command, Node, Operand, Pipe, Template } from "./ast.ts";
import type { Functions } from "./functions.ts";
import { GoTime } from "./time.ts";
import {
  Args,
  isList,
  isMap,
  isTrue,
  print,
  Sample,
  sorted,
  Struct,
  TemplateError,
  typeOf,
  type Value,
} from "./values.ts";

/** The longest text that is made, characters. */
const LONGEST = 65_536;

/** Nodes that are worked on: a template within a template may name itself. */
const MOST_STEPS = 100_000;
const DEEPEST = 100;

/** What a template is expanded with. */
export interface Data {
  /** What `.` is at the start. */
  readonly dot: Value;
  /** By name, with their `$`. */
  readonly variables: ReadonlyMap<string, Value>;
  readonly functions: Functions;
}

/**
 * Expands a template.
 *
 * @throws {TemplateError} it cannot be done with these data; or the text is longer than 65,536 characters
 */
export function expand(template: Template, data: Data): string {
  const run = new Run(template, data.functions);
  return run.whole(data);
}

/** The way out of a loop. */
class Leave {
  constructor(readonly kind: "break" | "continue") {}
}

interface Variable {
  readonly name: string;
  value: Value;
}

class Run {
  #text = "";
  #steps = 0;
  #depth = 0;
  #variables: Variable[] = [];

  constructor(private readonly template: Template, private readonly functions: Functions) {}

  whole({ dot, variables }: Data): string {
    this.#variables = [{ name: "$", value: dot }];
    for (const [name, value] of variables) this.#variables.push({ name, value });
    this.#nodes(this.template.nodes, dot);
    return this.#text;
  }

  #nodes(nodes: readonly Node[], dot: Value): void {
    for (const node of nodes) this.#node(node, dot);
  }

  #node(node: Node, dot: Value): void {
    if (++this.#steps > MOST_STEPS) throw new TemplateError("it goes on for too long");
    switch (node.kind) {
      case "text":
        return this.#write(node.text);
      case "action": {
        const value = this.#pipe(node.pipe, dot);
        // A declaration writes nothing.
        if (node.pipe.variables.length === 0) this.#write(print(value));
        return;
      }
      case "break":
      case "continue":
        throw new Leave(node.kind);
      case "template":
        return this.#template(node, dot);
    }
    this.#scoped(() => this.#block(node, dot));
  }

  #block(node: Extract<Node, { kind: "if" | "with" | "range" }>, dot: Value): void {
    if (node.kind === "range") return this.#range(node, dot);
    const value = this.#pipe(node.pipe, dot);
    if (isTrue(value)) this.#nodes(node.body, node.kind === "with" ? value : dot);
    else this.#nodes(node.otherwise, dot);
  }

  #range(node: Extract<Node, { kind: "if" | "with" | "range" }>, dot: Value): void {
    const value = this.#pipe({ ...node.pipe, variables: [] }, dot);
    const entries = entriesOf(value);
    if (entries.length === 0) return this.#nodes(node.otherwise, dot);
    const { variables, declares } = node.pipe;
    for (const [key, one] of entries) {
      const ended = this.#scoped(() => {
        const values = variables.length === 2 ? [key, one] : [one];
        variables.forEach((name, i) => this.#set(name, values[i], declares));
        return this.#once(node.body, one);
      });
      if (ended) return;
    }
  }

  /** One turn of a loop; whether it was the last. */
  #once(body: readonly Node[], dot: Value): boolean {
    try {
      this.#nodes(body, dot);
    } catch (error) {
      if (!(error instanceof Leave)) throw error;
      return error.kind === "break";
    }
    return false;
  }

  #template({ name, pipe }: Extract<Node, { kind: "template" }>, dot: Value): void {
    const nodes = this.template.defined.get(name);
    if (!nodes) throw new TemplateError(`template ${JSON.stringify(name)} not defined`);
    const inner = pipe && this.#pipe(pipe, dot);
    if (++this.#depth > DEEPEST) throw new TemplateError("exceeded maximum template depth");
    const outside = this.#variables;
    this.#variables = [{ name: "$", value: inner }];
    this.#nodes(nodes, inner);
    this.#variables = outside;
    this.#depth--;
  }

  #scoped<T>(run: () => T): T {
    const known = this.#variables.length;
    try {
      return run();
    } finally {
      this.#variables.length = known;
    }
  }

  #set(name: string, value: Value, declares: boolean): void {
    if (declares) this.#variables.push({ name, value });
    else this.#variable(name).value = value;
  }

  #variable(name: string): Variable {
    const found = this.#variables.findLast((variable) => variable.name === name);
    if (!found) throw new TemplateError(`undefined variable: ${name}`);
    return found;
  }

  #pipe({ commands, variables, declares }: Pipe, dot: Value): Value {
    let value: Value;
    commands.forEach((command, i) => {
      value = this.#command(command, dot, i > 0 ? [value] : []);
    });
    for (const name of variables) this.#set(name, value, declares);
    return value;
  }

  /** @param last the result of the command before, if there is one */
  #command({ operands: [first, ...rest] }: Command, dot: Value, last: readonly Value[]): Value {
    if (first.kind === "function") return this.#call(first.name, rest, dot, last);
    const args = () => [...rest.map((operand) => this.#operand(operand, dot)), ...last];
    if (first.kind === "fields") {
      const { of, names } = first;
      const inner = names.slice(0, -1).reduce(
        (value, name) => fieldOf(value, name, []),
        this.#operand(of, dot),
      );
      return fieldOf(inner, names.at(-1)!, args());
    }
    if (rest.length + last.length > 0) {
      throw new TemplateError("can't give argument to non-function");
    }
    if (first.kind === "constant" && first.value === undefined) {
      throw new TemplateError("nil is not a command");
    }
    return this.#operand(first, dot);
  }

  #call(name: string, rest: readonly Operand[], dot: Value, last: readonly Value[]): Value {
    if (name === "and" || name === "or") return this.#logic(name, rest, dot, last);
    const args = [...rest.map((operand) => this.#operand(operand, dot)), ...last];
    try {
      return this.functions.call(name, args);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      throw new TemplateError(`error calling ${name}: ${error.message}`, { cause: error });
    }
  }

  /** Looks at no more than it needs. */
  #logic(name: string, rest: readonly Operand[], dot: Value, last: readonly Value[]): Value {
    let value: Value;
    if (rest.length + last.length === 0) {
      throw new TemplateError(`wrong number of args for ${name}: want at least 1 got 0`);
    }
    for (const operand of rest) {
      value = this.#operand(operand, dot);
      if (isTrue(value) === (name === "or")) return value;
    }
    return last.length > 0 ? last[0] : value;
  }

  #operand(operand: Operand, dot: Value): Value {
    switch (operand.kind) {
      case "constant":
        return operand.value;
      case "dot":
        return dot;
      case "variable":
        return this.#variable(operand.name).value;
      case "function":
        return this.#call(operand.name, [], dot, []);
      case "pipe":
        return this.#pipe(operand.pipe, dot);
      case "fields":
        return operand.names.reduce(
          (value, name) => fieldOf(value, name, []),
          this.#operand(operand.of, dot),
        );
    }
  }

  #write(text: string): void {
    this.#text += text;
    if (this.#text.length > LONGEST) {
      throw new TemplateError(`its text is longer than ${LONGEST} characters`);
    }
  }
}

/** A field, or the result of a method. */
function fieldOf(value: Value, name: string, args: readonly Value[]): Value {
  if (value instanceof GoTime) {
    const result = value.method(name, args.map(String));
    if (result !== undefined) return result;
  }
  if (args.length > 0) {
    throw new TemplateError(`${name} has arguments but cannot be invoked as function`);
  }
  if (value instanceof Args || isMap(value) && value.has(name)) return value.get(name);
  // What a map of texts has not is an empty text.
  if (isMap(value)) return "";
  if (value instanceof Struct && value.fields.has(name)) return value.fields.get(name);
  if (value instanceof Sample && name === "Labels") return value.labels;
  if (value instanceof Sample && name === "Value") return value.value;
  if (value === undefined) throw new TemplateError(`nil data; no entry for key ${name}`);
  throw new TemplateError(`can't evaluate field ${name} in type ${typeOf(value)}`);
}

function entriesOf(value: Value): (readonly [Value, Value])[] {
  if (isList(value)) return value.map((one, i) => [BigInt(i), one]);
  if (isMap(value)) return sorted(value);
  if (value === undefined) return [];
  throw new TemplateError(`range can't iterate over ${print(value)}`);
}
