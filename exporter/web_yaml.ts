/**
 * YAML as values that know their place, so that an error names the file, the line and the key.
 *
 * @module
 */
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node } from "yaml";
import { parseFailsafe } from "./failsafe_yaml.ts";
import { shortened } from "./shortened.ts";

/** A web configuration that cannot be used; the message is one line: file, line, key, what would be right. */
export class WebConfigError extends RangeError {
  override name = "WebConfigError";
}

/** How YAML writes that nothing stands here. */
const NOTHING = ["", "~", "null", "Null", "NULL"];

/** The file that values come from. */
interface Source {
  readonly file: string;
  lineOf(offset: number): number;
  /** What an alias stands for. */
  resolve(node: Node | null): Node | null | undefined;
}

/** What stands at one place of the file. A scalar is a text: its reader decides what it means. */
export class Value {
  constructor(
    private readonly source: Source,
    /** The keys on the way to it, with dots between. */
    private readonly path: string,
    private readonly node: Node | null,
    private readonly offset: number,
  ) {}

  /** Where it stands: `web-config.yml:3: tls_server_config.cert_file`. */
  get place(): string {
    const { file, lineOf } = this.source;
    return `${file}:${lineOf(this.offset)}:${this.path && ` ${this.path}`}`;
  }

  /** Whether the key stands there without a value. */
  get isNothing(): boolean {
    const { node } = this;
    return !node || isScalar(node) && node.type === "PLAIN" && NOTHING.includes(String(node.value));
  }

  /** @throws {WebConfigError} always: the place, then these words */
  fail(words: string): never {
    throw new WebConfigError(shortened(`${this.place} ${words}`));
  }

  /** The text of a scalar. */
  text(): string {
    if (this.isNothing) return "";
    return isScalar(this.node) ? String(this.node.value) : this.#isNo("text");
  }

  /** What stands in a list. */
  items(): Value[] {
    if (!isSeq<Node>(this.node)) this.#isNo("list");
    return this.node.items.map((node, i) => this.#inside(`${this.path}[${i}]`, node, node));
  }

  /** What stands under each key of a map, in order; a key that stands twice is an error. */
  entries(): Map<string, Value> {
    const found = new Map<string, Value>();
    if (this.isNothing) return found;
    if (!isMap<Node, Node | null>(this.node)) this.#isNo("map");
    for (const { key, value } of this.node.items) {
      if (!isScalar(key)) this.fail("must have texts for its keys");
      const name = String(key.value);
      const inside = this.#inside(this.path ? `${this.path}.${name}` : name, value, key);
      if (found.has(name)) inside.fail("stands there twice: keep one of them");
      found.set(name, inside);
    }
    return found;
  }

  #inside(path: string, node: Node | null, { range }: Node): Value {
    const offset = range?.[0] ?? this.offset;
    const meant = this.source.resolve(node);
    const value = new Value(this.source, path, meant ?? null, offset);
    return meant === undefined ? value.fail("is an alias of what there is not") : value;
  }

  #isNo(wanted: string): never {
    const { node } = this;
    const got = isMap(node)
      ? "a map"
      : isSeq(node)
      ? "a list"
      : isScalar(node)
      ? "a text"
      : "nothing";
    return this.fail(`must be a ${wanted}, got ${got}`);
  }
}

/**
 * Parses one YAML document.
 *
 * @param file how errors call it
 * @throws {WebConfigError} where it is not YAML
 */
export function parseYaml(text: string, file: string): Value {
  const lines = new LineCounter();
  // Without types: a user called `yes` stays one.
  const document = parseFailsafe(
    text,
    lines,
    () => new WebConfigError(`${file}: nested too deeply`),
  );
  const lineOf = (offset: number) => lines.linePos(offset).line || 1;
  const [wrong] = [...document.errors, ...document.warnings];
  if (wrong) {
    // Some messages end with what stands there, at whatever length.
    const [problem] = wrong.message.split(": ");
    throw new WebConfigError(
      shortened(`${file}:${lineOf(wrong.pos[0])}: not the YAML it must be: ${problem}`),
    );
  }
  const resolve = (node: Node | null) => isAlias(node) ? node.resolve(document) : node;
  return new Value({ file, lineOf, resolve }, "", document.contents, 0);
}
