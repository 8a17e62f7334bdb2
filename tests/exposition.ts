/**
 * Reads the text format back, strictly, for tests.
 *
 * @module
 */

/** A family as it stands in a text. */
export interface ReadFamily {
  type: string;
  help: string;
  /** `name{a="b"}`, labels sorted, to the value as text. */
  samples: Map<string, string>;
}

const NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)/y;
const SAMPLE = new RegExp(`^(${NAME})(?:\\{([^]*)\\})? (\\S+)$`);

/**
 * The families of an exposition in format 0.0.4.
 *
 * @throws {SyntaxError} at anything that the format does not allow, and at a series that stands twice
 */
export function readExposition(text: string): Map<string, ReadFamily> {
  const families = new Map<string, ReadFamily>();
  let current: { name: string; family: ReadFamily } | undefined;
  const family = (name: string) => {
    if (current?.name === name) return current.family;
    if (families.has(name)) throw new SyntaxError(`family ${name} stands twice`);
    const made = { type: "untyped", help: "", samples: new Map<string, string>() };
    families.set(name, made);
    current = { name, family: made };
    return made;
  };
  if (text !== "" && !text.endsWith("\n")) throw new SyntaxError("the last line does not end");
  for (const line of text.split("\n").slice(0, -1)) {
    const comment = new RegExp(`^# (HELP|TYPE) (${NAME}) ?([^]*)$`).exec(line);
    if (comment) {
      const [, kind, name, said] = comment;
      if (kind === "HELP") family(name).help = said;
      else family(name).type = said;
      continue;
    }
    const sample = SAMPLE.exec(line);
    if (!sample) throw new SyntaxError(`not a sample: ${JSON.stringify(line)}`);
    const [, name, labels = "", value] = sample;
    const of = current && ["", "_bucket", "_sum", "_count"].some((s) => current!.name + s === name)
      ? current.family
      : family(name);
    const series = name + sortedLabels(labels, line);
    if (of.samples.has(series)) throw new SyntaxError(`series stands twice: ${series}`);
    if (!/^([+-]Inf|NaN|[+-]?\d+(\.\d+)?(e[+-]?\d+)?)$/.test(value)) {
      throw new SyntaxError(`not a value: ${JSON.stringify(line)}`);
    }
    of.samples.set(series, value);
  }
  return families;
}

function sortedLabels(labels: string, line: string): string {
  const pairs: string[] = [];
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < labels.length) {
    const found = LABEL.exec(labels);
    if (!found) throw new SyntaxError(`not labels: ${JSON.stringify(line)}`);
    pairs.push(`${found[1]}="${found[2]}"`);
  }
  return pairs.length > 0 ? `{${pairs.sort().join(",")}}` : "";
}
