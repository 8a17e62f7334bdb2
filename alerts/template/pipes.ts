/**
 * What stands between the braces of a template.
 *
 * @see https://pkg.go.dev/text/template#hdr-Pipelines
 * @module
 */
import { isDecimal } from "../../collectors/go_float.ts";
import { unquote } from "../../exporter/query/lexical.ts";
import type { Command, Operand, Pipe } from "./ast.ts";
import { TemplateSyntaxError, type Token } from "./lex.ts";
import type { Value } from "./values.ts";

const CONSTANTS: Readonly<Record<string, Value>> = { true: true, false: false, nil: undefined };

/** Words that are no functions. */
const KEYWORDS = ["if", "else", "end", "range", "with", "template", "define", "block"];

/** Deeper parentheses than anybody writes. */
const DEEPEST = 100;

/** Reads tokens as pipelines. */
export class PipeParser {
  /** The token that comes next. */
  next = 0;
  #depth = 0;

  /** @param variables those that are known, with their `$`; changed by declarations */
  constructor(
    private readonly tokens: readonly Token[],
    private readonly functions: (name: string) => boolean,
    readonly variables: string[],
  ) {}

  peek(ahead = 0): Token {
    const token = this.tokens[this.next + ahead];
    // The lexer closes every action.
    return token ?? { ...this.tokens.at(-1)!, kind: "close" };
  }

  take(): Token {
    const token = this.peek();
    this.next++;
    return token;
  }

  /** The end of an action. */
  close(context: string): void {
    const token = this.take();
    if (token.kind !== "close") throw unexpected(token, context);
  }

  /** A constant text. */
  string(context: string): string {
    const token = this.take();
    if (token.kind !== "string") throw unexpected(token, `${context} clause`);
    return unquoted(token);
  }

  /** A pipeline up to the end of the action or of the parentheses, which is not taken. */
  pipe(context: string, inRange = false): Pipe {
    const { at } = this.peek();
    const { variables, declares } = this.#variables(inRange);
    const commands: Command[] = [];
    for (;;) {
      commands.push(this.#command(context));
      if (this.peek().text !== "|" || this.peek().kind !== "symbol") break;
      this.take();
    }
    for (const { operands: [first], at } of commands.slice(1)) {
      const isCallable = ["function", "fields", "variable", "pipe"].includes(first.kind);
      if (!isCallable) throw new TemplateSyntaxError(at, "non executable command in pipeline");
    }
    // Only now: the pipeline itself does not know them.
    if (declares) this.variables.push(...variables);
    return { commands, variables, declares, at };
  }

  #variables(inRange: boolean): Pick<Pipe, "variables" | "declares"> {
    const names: Token[] = [];
    for (let ahead = 0;; ahead += 2) {
      const name = this.peek(ahead), sign = this.peek(ahead + 1);
      if (name.kind !== "variable") break;
      names.push(name);
      if (sign.text === "," && inRange && names.length < 2) continue;
      if (sign.kind !== "symbol" || sign.text !== ":=" && sign.text !== "=") break;
      this.next += ahead + 2;
      const declares = sign.text === ":=";
      if (!declares) { for (const token of names) this.#check(token); }
      return { variables: names.map(({ text }) => text), declares };
    }
    return { variables: [], declares: false };
  }

  #check({ text, at }: Token): void {
    if (!this.variables.includes(text)) {
      throw new TemplateSyntaxError(at, `undefined variable ${JSON.stringify(text)}`);
    }
  }

  #command(context: string): Command {
    const operands: Operand[] = [];
    const first = this.peek();
    for (;;) {
      const token = this.peek();
      const ends = token.kind === "close" ||
        token.kind === "symbol" && (token.text === "|" || token.text === ")");
      if (ends) break;
      if (operands.length > 0 && !token.apart && token.text !== "(") {
        throw unexpected(token, "operand");
      }
      operands.push(this.#operand(context));
    }
    if (operands.length === 0) {
      throw new TemplateSyntaxError(first.at, `missing value for ${context}`);
    }
    return { operands, at: first.at };
  }

  /** A term and the fields behind it. */
  #operand(context: string): Operand {
    const term = this.#term(context);
    const names: string[] = [];
    // `.a.b`, but `.a .b` are two.
    while (this.peek().kind === "field" && !this.peek().apart) {
      names.push(this.take().text.slice(1));
    }
    if (names.length === 0) return term;
    if (term.kind === "constant") {
      throw new TemplateSyntaxError(term.at, "unexpected . after a constant");
    }
    return term.kind === "fields"
      ? { ...term, names: [...term.names, ...names] }
      : { kind: "fields", of: term, names, at: term.at };
  }

  #term(context: string): Operand {
    const token = this.take();
    const { kind, text, at } = token;
    switch (kind) {
      case "string":
        return { kind: "constant", value: unquoted(token), at };
      case "number":
        return { kind: "constant", value: number(token), at };
      case "dot":
        return { kind: "dot", at };
      case "field":
        return { kind: "fields", of: { kind: "dot", at }, names: [text.slice(1)], at };
      case "variable":
        this.#check(token);
        return { kind: "variable", name: text, at };
      case "word":
        if (Object.hasOwn(CONSTANTS, text)) return { kind: "constant", value: CONSTANTS[text], at };
        if (KEYWORDS.includes(text)) throw unexpected(token, context);
        if (this.functions(text)) return { kind: "function", name: text, at };
        throw new TemplateSyntaxError(at, `function ${JSON.stringify(text)} not defined`);
    }
    if (text !== "(") throw unexpected(token, context);
    return this.#parentheses(at);
  }

  #parentheses(at: number): Operand {
    if (++this.#depth > DEEPEST) throw new TemplateSyntaxError(at, "nested too deeply");
    const pipe = this.pipe("parenthesized pipeline");
    const end = this.take();
    if (end.text !== ")") throw new TemplateSyntaxError(at, "unclosed left paren");
    this.#depth--;
    return { kind: "pipe", pipe, at };
  }
}

function unexpected({ text, kind, at }: Token, context: string): TemplateSyntaxError {
  const what = kind === "close" ? "end of the action" : JSON.stringify(text);
  return new TemplateSyntaxError(at, `unexpected ${what} in ${context}`);
}

function unquoted({ text, at }: Token): string {
  try {
    return unquote(text);
  } catch (error) {
    throw new TemplateSyntaxError(at, (error as Error).message);
  }
}

/** Go tells 1 from 1.0; a character is a whole number. */
function number(token: Token): Value {
  const { text, at } = token;
  if (text[0] === "'") return BigInt(unquoted(token).codePointAt(0)!);
  const bare = text.replaceAll("_", "");
  const sign = bare[0] === "-" ? -1n : 1n;
  const magnitude = bare.replace(/^[+-]/, "");
  if (/^(?:0[xX][\da-fA-F]+|0[bB][01]+|0[oO][0-7]+|0|[1-9]\d*)$/.test(magnitude)) {
    return sign * BigInt(magnitude);
  }
  if (/^0[0-7]+$/.test(magnitude)) return sign * BigInt(`0o${magnitude.slice(1)}`);
  if (isDecimal(magnitude)) return Number(bare);
  throw new TemplateSyntaxError(at, `bad number syntax: ${JSON.stringify(text)}`);
}
