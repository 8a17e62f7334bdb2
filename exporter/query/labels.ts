/** The label that holds the metric's name. */
export const NAME = "__name__";

/**
 * Of an identity of labels: it stands in no label's name, and hardly in a value. As the least of all
 * characters it lets identities sort as Prometheus sorts labels: "1" before "1.0".
 */
const SEPARATOR = "\0";

const known = new WeakMap<Readonly<Record<string, string>>, LabelSet>();

/** The labels of a series, sorted by name, none empty; never changed. */
export class LabelSet {
  static readonly EMPTY: LabelSet = new LabelSet([]);
  #key: string | undefined;
  #unnamed: LabelSet | undefined;
  #record: Readonly<Record<string, string>> | undefined;

  /** @param pairs name, value, name, value ... sorted by name, without empty values */
  private constructor(private readonly pairs: readonly string[]) {}

  /** The labels of a record, which is remembered: one that the storage keeps costs nothing again. */
  static of(record: Readonly<Record<string, string>>): LabelSet {
    let labels = known.get(record);
    if (!labels) {
      const names = Object.keys(record).filter((name) => record[name] !== "").sort();
      labels = new LabelSet(names.flatMap((name) => [name, record[name]]));
      known.set(record, labels);
    }
    return labels;
  }

  /** What two sets have in common only if they are the same. */
  get key(): string {
    return this.#key ??= this.pairs.join(SEPARATOR);
  }

  /** The labels without the metric's name, always the same object. */
  get unnamed(): LabelSet {
    return this.#unnamed ??= this.get(NAME) === "" ? this : this.without([NAME]);
  }

  /** The value of a label, "" without it. */
  get(name: string): string {
    const { pairs } = this;
    for (let i = 0; i < pairs.length; i += 2) if (pairs[i] === name) return pairs[i + 1];
    return "";
  }

  /** Those of these names only. */
  only(names: readonly string[]): LabelSet {
    return this.#filter((name) => names.includes(name));
  }

  /** All but those of these names. */
  without(names: readonly string[]): LabelSet {
    return this.#filter((name) => !names.includes(name));
  }

  /** With a label set, or left out if the value is empty. */
  with(name: string, value: string): LabelSet {
    return this.get(name) === value ? this : LabelSet.of({ ...this.record, [name]: value });
  }

  /** What the sets have in common that have the same values under these names. */
  keyOf(names: readonly string[]): string {
    if (names.length === 1) return this.get(names[0]);
    let key = "";
    for (const name of names) key += this.get(name) + SEPARATOR;
    return key;
  }

  /** What the sets have in common that differ in these labels and the name only. */
  keyWithout(names: readonly string[]): string {
    if (names.length === 0) return this.unnamed.key;
    const { pairs } = this;
    let key = "";
    for (let i = 0; i < pairs.length; i += 2) {
      if (pairs[i] === NAME || names.includes(pairs[i])) continue;
      key += pairs[i] + SEPARATOR + pairs[i + 1] + SEPARATOR;
    }
    return key;
  }

  /** As the API has them, always the same object. */
  get record(): Readonly<Record<string, string>> {
    if (!this.#record) {
      const entries: [string, string][] = [];
      for (let i = 0; i < this.pairs.length; i += 2) {
        entries.push([this.pairs[i], this.pairs[i + 1]]);
      }
      // Not by assignment: a label may be called __proto__.
      this.#record = Object.fromEntries(entries);
    }
    return this.#record;
  }

  /** As a selector would name them. */
  toString(): string {
    const { [NAME]: name = "", ...rest } = this.record;
    const pairs = Object.entries(rest).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
    return `${name}{${pairs.join(", ")}}`;
  }

  #filter(keeps: (name: string) => boolean): LabelSet {
    const { pairs } = this;
    const kept: string[] = [];
    for (let i = 0; i < pairs.length; i += 2) {
      if (keeps(pairs[i])) kept.push(pairs[i], pairs[i + 1]);
    }
    return kept.length === pairs.length ? this : new LabelSet(kept);
  }
}
