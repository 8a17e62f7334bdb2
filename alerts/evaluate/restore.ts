/**
 * Alerts over a restart, and over a change of the rules.
 *
 * @module
 */
import type { Expr } from "../../exporter/query/ast.ts";
import type { AlertRule } from "../rules/model.ts";
import { oneLine } from "../rules/one_line.ts";
import { tablePath } from "../template/links.ts";
import { Alert, type AlertFacts } from "./alert.ts";
import type { Alerting } from "./alerting.ts";
import type { RunningGroup, RunningRule } from "./group.ts";

/** Milliseconds after which alerts of an earlier run are old, as with Prometheus. */
const TOO_LONG = 60 * 60_000;

/** Milliseconds for which a restored alert is held: at least two readings, at most an hour. */
const SHORTEST_HOLD = 30_000;
const LONGEST_HOLD = 60 * 60_000;

/** An alert of an earlier run, and whose it was. */
export interface SavedAlert extends AlertFacts {
  readonly group: string;
  readonly rule: string;
  readonly generatorURL: string;
  /** The file of its group; state files of before have neither this nor the place. */
  readonly file?: string;
  /** The rule's in its group, from 0. */
  readonly place?: number;
}

/** What is kept over a restart. */
export interface Saved {
  /** Milliseconds since 1970, about when it was still running. */
  readonly at: number;
  readonly alerts: readonly SavedAlert[];
}

/** The alerts as plain data. */
export function savedAlerts(
  groups: readonly RunningGroup[],
  generatorURL: (rule: RunningRule) => string,
): SavedAlert[] {
  return groups.flatMap(({ group, rules }) =>
    rules.flatMap((rule, place) =>
      (rule.alerting?.all ?? []).map((alert) => ({
        ...alert.facts,
        group: group.name,
        rule: rule.rule.name,
        generatorURL: generatorURL(rule),
        file: group.file,
        place,
      }))
    )
  );
}

/** What a state file gave, if it is what it must be: it may be of another version. */
export function checkedSaved(value: unknown): Saved | undefined {
  const { at, alerts } = (value ?? {}) as Partial<Saved>;
  if (typeof at !== "number" || !Array.isArray(alerts)) return undefined;
  return { at, alerts: alerts.filter(isSavedAlert) };
}

function isSavedAlert(value: unknown): value is SavedAlert {
  const alert = (value ?? {}) as Partial<Record<keyof SavedAlert, unknown>>;
  const numbers = [alert.firedAt, alert.keepFiringSince, alert.resolvedAt, alert.place];
  return isTexts(alert.labels) && isTexts(alert.annotations) &&
    ["pending", "firing", "inactive"].includes(alert.state as string) &&
    typeof alert.activeAt === "number" && typeof alert.group === "string" &&
    typeof alert.rule === "string" && typeof alert.generatorURL === "string" &&
    numbers.every((number) => number === undefined || typeof number === "number") &&
    (alert.file === undefined || typeof alert.file === "string") &&
    (alert.state === "pending" || typeof alert.firedAt === "number") &&
    (alert.state !== "inactive" || typeof alert.resolvedAt === "number");
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return typeof value === "object" && value !== null &&
    Object.values(value).every((text) => typeof text === "string");
}

/**
 * Gives the alerts of an earlier run to their rules.
 *
 * - After more than an hour none of them goes on.
 * - One that was pending waits for the rest of its `for`: the time in between, in which nobody looked, does
 *   not count.
 * - None ends before the history, which is empty after a start, can answer its expression.
 * - Where it may be of several rules, all of them have it: it goes on as long as one gives it.
 *
 * @param at milliseconds since 1970, of the first evaluation
 * @returns those that do not go on
 */
export function restore(saved: Saved, groups: readonly RunningGroup[], at: number): SavedAlert[] {
  const downtime = Math.max(0, at - saved.at);
  return saved.alerts.filter((facts) => {
    if (downtime > TOO_LONG) return true;
    const rules = rulesOf(facts, groups);
    for (const rule of rules) {
      // JSON has no infinities: a value that it has not is that of an alert all the same.
      const alert = Alert.from({ ...facts, value: facts.value ?? NaN });
      if (alert.state === "pending") alert.activeAt = Math.min(at, alert.activeAt + downtime);
      if (alert.state !== "inactive") alert.heldUntil = at + holdOf(rule.rule);
      rule.add(alert);
    }
    return rules.length === 0;
  });
}

/**
 * The rules whose an alert may be: those of its name whose labels it has. Of several the one counts that
 * is as it was: in its file, of its expression, in its place.
 */
function rulesOf(facts: SavedAlert, groups: readonly RunningGroup[]): Alerting[] {
  const all = groups.filter(({ group }) => group.name === facts.group)
    .flatMap(({ group: { file }, rules }) =>
      rules.flatMap(({ alerting }, place) => alerting ? [{ file, place, alerting }] : [])
    )
    .filter(({ alerting: { rule } }) => rule.name === facts.rule && hasLabels(facts, rule));
  const ofFile = preferred(all, ({ file }) => file === facts.file);
  const same = preferred(ofFile, ({ alerting }) => isOfExpression(facts, alerting.rule));
  return preferred(same, ({ place }) => place === facts.place).map(({ alerting }) => alerting);
}

/** Whether an alert has the labels of a rule, as far as these are known before a template is expanded. */
function hasLabels({ labels }: SavedAlert, rule: AlertRule): boolean {
  return [...rule.labels].every(([name, { text }]) =>
    text.includes("{{") || (labels[name] ?? "") === text
  );
}

/** Whether it is an alert of a rule's expression: its link leads there. */
function isOfExpression({ generatorURL }: SavedAlert, { query }: AlertRule): boolean {
  return generatorURL.endsWith(tablePath(oneLine(query.text)));
}

/** Those of which something is so; all where it is so of none. */
function preferred<T>(all: readonly T[], isSo: (one: T) => boolean): readonly T[] {
  const found = all.filter(isSo);
  return found.length > 0 ? found : all;
}

/** Milliseconds of history that an expression needs, within bounds. */
function holdOf({ query }: AlertRule): number {
  return Math.min(LONGEST_HOLD, Math.max(SHORTEST_HOLD, spanOf(query.expr)));
}

/** How far back an expression looks, milliseconds. */
export function spanOf(expr: Expr): number {
  switch (expr.kind) {
    case "number":
    case "string":
      return 0;
    case "selector":
      return expr.offset ?? 0;
    case "matrix":
      return expr.range + (expr.offset ?? 0);
    case "subquery":
      return expr.range + (expr.offset ?? 0) + spanOf(expr.expr);
    case "paren":
    case "negation":
    case "plus":
    case "aggregate":
      return spanOf(expr.expr);
    case "call":
      return Math.max(0, ...expr.args.map(spanOf));
    case "binary":
      return Math.max(spanOf(expr.left), spanOf(expr.right));
  }
}

/** Gives rules that are read anew the state of those of before that have the same names and labels. */
export function takeOver(before: readonly RunningGroup[], now: readonly RunningGroup[]): void {
  for (const group of now) {
    const old = before.find(({ group: { file, name } }) =>
      file === group.group.file && name === group.group.name
    );
    if (!old) continue;
    group.lastEvaluation = old.lastEvaluation;
    const left = [...old.rules];
    for (const rule of group.rules) {
      const at = left.findIndex((other) => identity(other) === identity(rule));
      if (at < 0) continue;
      const [other] = left.splice(at, 1);
      rule.continue(other);
    }
  }
}

function identity({ rule }: RunningRule): string {
  const labels = rule.kind === "alert"
    ? [...rule.labels].map(([name, { text }]) => [name, text])
    : Object.entries(rule.labels);
  return JSON.stringify([rule.kind, rule.name, labels.sort()]);
}
