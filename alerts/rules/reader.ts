/**
 * What stands in a rule file becomes groups of rules.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/
 * @module
 */
import { ParseError } from "../../exporter/query/errors.ts";
import { parse } from "../../exporter/query/parse.ts";
import type { Query } from "../../exporter/query/ast.ts";
import { template, TemplateSyntaxError } from "../template/mod.ts";
import { duration, whole } from "./fields.ts";
import type { AlertRule, RecordRule, Rule, RuleGroup, Templates } from "./model.ts";
import { type Entry, type Value, WrongValue } from "./value.ts";

/** A rule file that cannot be used; the message is one line: file, line, column, group, rule, problem. */
export class RuleFileError extends RangeError {
  override name = "RuleFileError";

  /** @param problems at least one, each with its place */
  constructor(readonly problems: readonly string[]) {
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
    super(problems[0] + more);
  }
}

const FILE = ["groups"];
const GROUP = ["name", "interval", "limit", "query_offset", "labels", "rules"];
const RULE = ["record", "alert", "expr", "for", "keep_firing_for", "labels", "annotations"];

const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Every text is one; to be expanded or not. */
type Texts = ReadonlyMap<string, { readonly text: string; readonly value: Value }>;

/**
 * Reads the groups, with a stop after each rule: many take a while.
 *
 * @param root what stands in the file
 * @param file how errors and the API call it
 * @param place how errors call a place in it
 * @throws {RuleFileError} with all that is wrong
 */
export function* groupsIn(
  root: Value,
  file: string,
  place: (offset: number) => string,
): Generator<void, RuleGroup[]> {
  const problems: Problem[] = [];
  const groups = yield* new Reader(file, problems).groups(root);
  if (problems.length === 0) return groups;
  problems.sort((a, b) => a.offset - b.offset);
  throw new RuleFileError(
    problems.map(({ offset, message }) => `${file}:${place(offset)}: ${message}`),
  );
}

interface Problem {
  readonly offset: number;
  readonly message: string;
}

class Reader {
  /** Group and rule that are read now, for messages. */
  #where = "";

  constructor(private readonly file: string, private readonly problems: Problem[]) {}

  *groups(root: Value): Generator<void, RuleGroup[]> {
    const values = this.#tried(() =>
      fields(root, "the file", FILE).get("groups")?.value.items("groups")
    );
    const groups = new Map<string, RuleGroup>();
    for (const [i, value] of (values ?? []).entries()) {
      this.#where = `group ${i + 1}`;
      const found = this.#tried(() => this.#group(value));
      if (!found) continue;
      const [group, rules, labels] = found;
      const { name } = group;
      if (groups.has(name)) {
        this.#where = "";
        this.#add(value.offset, `group ${JSON.stringify(name)} stands there twice`);
      }
      groups.set(name, { ...group, rules: yield* this.#rules(name, rules, labels) });
    }
    return [...groups.values()];
  }

  *#rules(group: string, values: readonly Value[], labels: Texts): Generator<void, Rule[]> {
    const rules: Rule[] = [];
    for (const [i, value] of values.entries()) {
      this.#where = `group ${JSON.stringify(group)}, rule ${i + 1}`;
      const rule = this.#tried(() => this.#rule(value, labels));
      if (rule) rules.push(rule);
      yield;
    }
    return rules;
  }

  /** A group without its rules, these, and the labels for them. */
  #group(value: Value): readonly [Omit<RuleGroup, "rules">, readonly Value[], Texts] {
    const entries = fields(value, "a group", GROUP);
    const name = entries.get("name")?.value.text("name") ?? "";
    if (name === "") value.fail("a group must have a name");
    this.#where = `group ${JSON.stringify(name)}`;
    const interval = duration(entries.get("interval")?.value, "interval");
    const group = {
      file: this.file,
      name,
      ...interval > 0 && { interval },
      limit: whole(entries.get("limit")?.value, "limit"),
      queryOffset: duration(entries.get("query_offset")?.value, "query_offset"),
    };
    const labels = this.#texts(entries.get("labels"), "label");
    return [group, entries.get("rules")?.value.items("rules") ?? [], labels];
  }

  #rule(value: Value, groupLabels: Texts): Rule {
    const entries = fields(value, "a rule", RULE);
    const alert = entries.get("alert")?.value.text("alert") ?? "";
    const record = entries.get("record")?.value.text("record") ?? "";
    if (alert && record) value.fail("a rule must be of alert or of record, not of both");
    if (!alert && !record) value.fail("a rule must have alert or record");
    this.#where += ` ${JSON.stringify(alert || record)}`;
    const expr = entries.get("expr");
    if (!expr || expr.value.text("expr").trim() === "") value.fail("a rule must have expr");
    const query = this.#query(expr!.value);
    const labels = new Map([...groupLabels, ...this.#texts(entries.get("labels"), "label")]);
    return alert
      ? this.#alert(alert, query, labels, entries)
      : this.#record(record, query, labels, entries);
  }

  #alert(
    name: string,
    query: Query,
    labels: Texts,
    entries: ReadonlyMap<string, Entry>,
  ): AlertRule {
    return {
      kind: "alert",
      name,
      query,
      holdFor: duration(entries.get("for")?.value, "for"),
      keepFiringFor: duration(entries.get("keep_firing_for")?.value, "keep_firing_for"),
      labels: this.#templates(labels, "label"),
      annotations: this.#templates(
        this.#texts(entries.get("annotations"), "annotation"),
        "annotation",
      ),
    };
  }

  #record(
    name: string,
    query: Query,
    labels: Texts,
    entries: ReadonlyMap<string, Entry>,
  ): RecordRule {
    for (const field of ["for", "keep_firing_for", "annotations"]) {
      const found = entries.get(field);
      if (found && !found.value.isNothing) {
        throw new WrongValue(found.at, `a recording rule must not have ${field}`);
      }
    }
    const { value } = entries.get("record")!;
    if (!METRIC_NAME.test(name)) value.fail(`not a metric's name: ${JSON.stringify(name)}`);
    const pairs = [...labels].map(([name, { text }]) => [name, text]);
    return { kind: "record", name, query, labels: Object.fromEntries(pairs) };
  }

  #query(value: Value): Query {
    const text = value.text("expr").trim();
    const skipped = value.text("expr").search(/\S/);
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      const offset = value.offsetOf(skipped + error.at);
      throw new WrongValue(offset, `expr cannot be parsed: ${error.reason}`);
    }
  }

  #texts(entry: Entry | undefined, what: "label" | "annotation"): Texts {
    const found = new Map<string, { text: string; value: Value }>();
    for (const [name, { at, value }] of entry?.value.entries(`${what}s`) ?? []) {
      if (!LABEL_NAME.test(name) || what === "label" && name === "__name__") {
        this.#add(at, `not a name of a ${what}: ${JSON.stringify(name)}`);
      }
      this.#tried(() => found.set(name, { text: value.text(what), value }));
    }
    return found;
  }

  #templates(texts: Texts, what: "label" | "annotation"): Templates {
    const found: [string, ReturnType<typeof template>][] = [];
    for (const [name, { text, value }] of texts) {
      try {
        found.push([name, template(text)]);
      } catch (error) {
        if (!(error instanceof TemplateSyntaxError)) throw error;
        this.#add(value.offsetOf(error.at), `the template of ${what} ${name}: ${error.message}`);
      }
    }
    return new Map(found);
  }

  /** Goes on behind what is wrong, so that all of it is found. */
  #tried<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof WrongValue)) throw error;
      this.#add(error.offset, error.message);
    }
  }

  #add(offset: number, message: string): void {
    this.problems.push({ offset, message: this.#where ? `${this.#where}: ${message}` : message });
  }
}

/** The fields of a map. */
function fields(value: Value, what: string, known: readonly string[]): Map<string, Entry> {
  const entries = value.entries(what);
  for (const [name, { at }] of entries) {
    if (known.includes(name)) continue;
    throw new WrongValue(at, `${what} has no field ${JSON.stringify(name)}: ${known.join(", ")}`);
  }
  return entries;
}
