/**
 * The syntax of Go's templates, as Prometheus' rule files have it.
 *
 * @see https://pkg.go.dev/text/template
 * @module
 */
import type { Node, Pipe, Template } from "./ast.ts";
import { TemplateSyntaxError, type Token, tokensOf } from "./lex.ts";
import { PipeParser } from "./pipes.ts";

/** Longer templates than anybody writes. */
const LONGEST = 65_536;

/** Deeper nesting than anybody writes. */
const DEEPEST = 100;

/** What Prometheus declares before each template. */
export const VARIABLES: readonly string[] = [
  "$",
  "$labels",
  "$externalLabels",
  "$externalURL",
  "$value",
];

/**
 * Parses a template.
 *
 * @param functions names that there are
 * @throws {TemplateSyntaxError} with the place
 */
export function parseTemplate(text: string, functions: (name: string) => boolean): Template {
  if (text.length > LONGEST) {
    throw new TemplateSyntaxError(0, `template of ${text.length} characters: at most ${LONGEST}`);
  }
  const parser = new Parser(tokensOf(text), functions);
  const nodes = parser.whole();
  return { text, nodes, defined: parser.defined };
}

class Parser {
  readonly defined = new Map<string, readonly Node[]>();
  readonly #pipes: PipeParser;
  #depth = 0;
  #loops = 0;

  constructor(private readonly tokens: readonly Token[], functions: (name: string) => boolean) {
    this.#pipes = new PipeParser(tokens, functions, [...VARIABLES]);
  }

  whole(): Node[] {
    const { nodes, ending } = this.#nodes();
    if (ending) throw new TemplateSyntaxError(ending.at, `unexpected {{${ending.text}}}`);
    return nodes;
  }

  /** Nodes up to an `end` or `else`, which is taken; up to the end of the template without one. */
  #nodes(): { readonly nodes: Node[]; readonly ending?: Token } {
    const nodes: Node[] = [];
    while (this.#pipes.next < this.tokens.length) {
      const token = this.#pipes.take();
      if (token.kind === "text") {
        nodes.push({ kind: "text", text: token.text });
        continue;
      }
      const word = this.#pipes.peek();
      if (word.kind === "word" && (word.text === "end" || word.text === "else")) {
        this.#pipes.take();
        return { nodes, ending: word };
      }
      nodes.push(...this.#action(word));
    }
    return { nodes };
  }

  #action(word: Token): Node[] {
    if (word.kind === "word") {
      switch (word.text) {
        case "if":
        case "with":
        case "range":
          this.#pipes.take();
          return [this.#scoped(() => this.#block(word.text as "if" | "with" | "range", word))];
        case "break":
        case "continue":
          this.#pipes.take();
          this.#pipes.close(`{{${word.text}}}`);
          if (this.#loops === 0) {
            throw new TemplateSyntaxError(word.at, `{{${word.text}}} outside {{range}}`);
          }
          return [{ kind: word.text }];
        case "template":
          this.#pipes.take();
          return [this.#template(word)];
        case "define":
        case "block":
          this.#pipes.take();
          return this.#define(word);
      }
    }
    const pipe = this.#pipes.pipe("command");
    this.#pipes.close("command");
    return [{ kind: "action", pipe }];
  }

  /** What an action declares is known up to the end of its block. */
  #scoped<T>(parse: () => T): T {
    const { variables } = this.#pipes;
    const known = variables.length;
    if (++this.#depth > DEEPEST) {
      throw new TemplateSyntaxError(this.#pipes.peek().at, "nested too deeply");
    }
    const made = parse();
    this.#depth--;
    variables.length = known;
    return made;
  }

  #block(kind: "if" | "with" | "range", word: Token): Node {
    const pipe = this.#pipes.pipe(kind, kind === "range");
    this.#pipes.close(kind);
    if (kind === "range") this.#loops++;
    const { nodes: body, ending } = this.#nodes();
    if (kind === "range") this.#loops--;
    return { kind, pipe, body, otherwise: this.#otherwise(kind, word, ending) };
  }

  #otherwise(kind: string, word: Token, ending: Token | undefined): readonly Node[] {
    if (!ending) throw new TemplateSyntaxError(word.at, `{{${kind}}} without {{end}}`);
    if (ending.text === "else") {
      const chained = this.#pipes.peek();
      if (chained.kind === "word" && chained.text === kind && kind !== "range") {
        // Ends with the same {{end}}.
        this.#pipes.take();
        return [this.#scoped(() => this.#block(kind as "if" | "with", chained))];
      }
      this.#pipes.close("else");
      const { nodes, ending: last } = this.#nodes();
      this.#ended(kind, word, last);
      return nodes;
    }
    this.#pipes.close("end");
    return [];
  }

  #ended(kind: string, word: Token, ending: Token | undefined): void {
    if (!ending) throw new TemplateSyntaxError(word.at, `{{${kind}}} without {{end}}`);
    if (ending.text !== "end") {
      throw new TemplateSyntaxError(ending.at, "expected end; found {{else}}");
    }
    this.#pipes.close("end");
  }

  #template(word: Token): Node {
    const name = this.#pipes.string("template");
    const pipe = this.#optionalPipe("template");
    return { kind: "template", name, pipe, at: word.at };
  }

  #optionalPipe(context: string): Pipe | undefined {
    const pipe = this.#pipes.peek().kind === "close" ? undefined : this.#pipes.pipe(context);
    this.#pipes.close(context);
    return pipe;
  }

  #define(word: Token): Node[] {
    if (word.text === "define" && this.#depth > 0) {
      throw new TemplateSyntaxError(word.at, "unexpected {{define}}");
    }
    const name = this.#pipes.string(word.text);
    const pipe = word.text === "block" ? this.#optionalPipe("block") : undefined;
    if (word.text === "define") this.#pipes.close("define");
    const nodes = this.#own(word);
    this.defined.set(name, nodes);
    return word.text === "block" ? [{ kind: "template", name, pipe, at: word.at }] : [];
  }

  /** The body of a template of its own: it knows no variable but its data. */
  #own(word: Token): Node[] {
    const { variables } = this.#pipes;
    const outside = variables.splice(1);
    const loops = this.#loops;
    this.#loops = 0;
    const { nodes, ending } = this.#scoped(() => this.#nodes());
    this.#loops = loops;
    variables.push(...outside);
    this.#ended(word.text, word, ending);
    return nodes;
  }
}
