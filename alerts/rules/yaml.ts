/**
 * YAML as values that know their line and column.
 *
 * @module
 */
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  Scalar,
  visit,
  type YAMLError,
} from "yaml";
import { type Entry, type Value, WrongValue } from "./value.ts";
import { parseFailsafe } from "../../exporter/failsafe_yaml.ts";

/** How YAML writes that nothing stands here. */
const NOTHING = ["", "~", "null", "Null", "NULL"];

/** A YAML file. */
export class YamlFile {
  readonly #lines = new LineCounter();
  readonly root: Value;

  /** @throws {WrongValue} it is not YAML */
  constructor(readonly text: string) {
    // Without types: a severity `1` is a text.
    const document = parseFailsafe(
      text,
      this.#lines,
      () => new WrongValue(0, "not YAML: nested too deeply"),
    );
    const [wrong] = [...document.errors, ...document.warnings].filter(isWrong(text));
    if (wrong) {
      const problem = wrong.code === "MULTIPLE_DOCS" ? SECOND : `not YAML: ${wrong.message}`;
      throw new WrongValue(wrong.pos[0], problem);
    }
    const meant = aliasesIn(document);
    const resolve = (node: Node | null) => isAlias(node) ? meant.get(node) ?? null : node;
    this.root = new YamlValue(document.contents, 0, { text, resolve });
  }

  /** `line:column` of a place, both from 1. */
  place(offset: number): string {
    const { line, col } = this.#lines.linePos(offset);
    return `${line || 1}:${col || 1}`;
  }
}

const SECOND = "a second document begins here: Prometheus would read the first alone";

/** Whether something is wrong indeed: a line `---` with nothing behind it begins no second document. */
const isWrong = (text: string) => ({ code, pos: [at] }: YAMLError): boolean =>
  code !== "MULTIPLE_DOCS" || !/^---(?:\s|#[^\n]*(?:\n|$)|\.\.\.)*$/.test(text.slice(at));

/**
 * What each alias stands for, all of them in one go: to look for the anchor of each takes the square of their
 * number.
 *
 * @throws {WrongValue} an alias without an anchor before it
 */
function aliasesIn(document: Document.Parsed): Map<Alias, Node> {
  const anchors = new Map<string, Node>();
  const meant = new Map<Alias, Node>();
  visit(document, {
    Alias(_, alias) {
      const node = anchors.get(alias.source);
      const at = alias.range?.[0] ?? 0;
      if (!node) throw new WrongValue(at, `*${alias.source} has no &${alias.source} before it`);
      meant.set(alias, node);
    },
    Value(_, node) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return meant;
}

/** The file that values come from. */
interface Source {
  readonly text: string;
  /** What an alias stands for. */
  resolve(node: Node | null): Node | null;
}

/** What stands at one place of a file. */
class YamlValue implements Value {
  readonly #node: Node | null;
  readonly offset: number;

  constructor(node: Node | null, offset: number, private readonly source: Source) {
    this.#node = source.resolve(node);
    this.offset = node?.range?.[0] ?? offset;
  }

  get isNothing(): boolean {
    const node = this.#node;
    return !node || isScalar(node) && node.type === "PLAIN" && NOTHING.includes(String(node.value));
  }

  fail(message: string): never {
    throw new WrongValue(this.offset, message);
  }

  text(what: string): string {
    if (this.isNothing) return "";
    return isScalar(this.#node) ? String(this.#node.value) : this.fail(`${what} must be a text`);
  }

  items(what: string): YamlValue[] {
    if (this.isNothing) return [];
    const node = this.#node;
    if (!isSeq<Node>(node)) return this.fail(`${what} must be a list`);
    return node.items.map((item) => new YamlValue(item, this.offset, this.source));
  }

  /** @param into the maps that this one is merged into */
  entries(what: string, into: readonly Node[] = []): Map<string, Entry> {
    const found = new Map<string, Entry>();
    const merged: YamlValue[] = [];
    if (this.isNothing) return found;
    const node = this.#node;
    if (!isMap<Node, Node | null>(node)) return this.fail(`${what} must be a map`);
    if (into.includes(node)) return this.fail("a map must not be merged into itself");
    for (const { key, value } of node.items) {
      if (!isScalar(key)) return this.fail(`${what} must have texts for its keys`);
      const inside = new YamlValue(value, key.range?.[0] ?? this.offset, this.source);
      const name = String(key.value);
      const at = key.range?.[0] ?? this.offset;
      if (name === "<<" && key.type === Scalar.PLAIN) merged.push(inside);
      else if (found.has(name)) {
        throw new WrongValue(at, `${JSON.stringify(name)} stands there twice`);
      } else found.set(name, { at, value: inside });
    }
    for (const value of merged) this.#merge(value, what, found, [...into, node]);
    return found;
  }

  /** What stands under `<<` counts where the map itself says nothing. */
  #merge(
    value: YamlValue,
    what: string,
    found: Map<string, Entry>,
    into: readonly Node[],
  ): void {
    const maps = isSeq(value.#node) ? value.items(what) : [value];
    for (const map of maps) {
      for (const [name, entry] of map.entries(what, into)) {
        if (!found.has(name)) found.set(name, entry);
      }
    }
  }

  /**
   * In what is written without quotes the same
   * letters stand in the same order, only the spaces between them differ; elsewhere it is where it begins.
   */
  offsetOf(at: number): number {
    const node = this.#node;
    if (!isScalar(node) || !node.range) return this.offset;
    const [from, to] = node.range;
    const isBlock = node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED;
    const text = String(node.value);
    const begin = isBlock ? this.source.text.indexOf("\n", from) + 1 : from;
    if (node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE) {
      const inner = this.source.text.slice(from + 1, to - 1);
      return inner === text ? from + 1 + at : from;
    }
    let letters = text.slice(0, at).replace(/\s/g, "").length;
    let offset = begin;
    for (; offset < to; offset++) {
      if (/\s/.test(this.source.text[offset])) continue;
      if (letters-- === 0) break;
    }
    // Behind the last letter, not behind the line's end.
    while (offset > begin && offset >= to && /\s/.test(this.source.text[offset - 1])) offset--;
    return offset;
  }
}
