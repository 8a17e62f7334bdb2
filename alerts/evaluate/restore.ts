/**
 * Alerts over a restart, and over a change of the rules.
 *
 * @module
 */
import type { Expr } from "../../exporter/query/ast.ts";
import type { AlertRule } from "../rules/model.ts";
import { Alert, type AlertFacts } from "./alert.ts";
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
    rules.flatMap((rule) =>
      (rule.alerting?.all ?? []).map((alert) => ({
        ...alert.facts,
        group: group.name,
        rule: rule.rule.name,
        generatorURL: generatorURL(rule),
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
  const times = [alert.firedAt, alert.keepFiringSince, alert.resolvedAt];
  return isTexts(alert.labels) && isTexts(alert.annotations) &&
    ["pending", "firing", "inactive"].includes(alert.state as string) &&
    typeof alert.activeAt === "number" && typeof alert.group === "string" &&
    typeof alert.rule === "string" && typeof alert.generatorURL === "string" &&
    times.every((time) => time === undefined || typeof time === "number") &&
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
 *
 * @param at milliseconds since 1970, of the first evaluation
 * @returns those that do not go on
 */
export function restore(saved: Saved, groups: readonly RunningGroup[], at: number): SavedAlert[] {
  const downtime = Math.max(0, at - saved.at);
  return saved.alerts.filter((facts) => {
    if (downtime > TOO_LONG) return true;
    const rule = ruleOf(facts, groups);
    if (!rule?.alerting) return true;
    // JSON has no infinities: a value that it has not is that of an alert all the same.
    const alert = Alert.from({ ...facts, value: facts.value ?? NaN });
    if (alert.state === "pending") alert.activeAt = Math.min(at, alert.activeAt + downtime);
    if (alert.state !== "inactive") alert.heldUntil = at + holdOf(rule.rule as AlertRule);
    rule.alerting.add(alert);
    return false;
  });
}

/** The rule of an alert: of several with one name, that whose labels the alert has. */
function ruleOf(facts: SavedAlert, groups: readonly RunningGroup[]): RunningRule | undefined {
  for (const { group, rules } of groups) {
    if (group.name !== facts.group) continue;
    const found = rules.find(({ rule }) =>
      rule.kind === "alert" && rule.name === facts.rule &&
      [...rule.labels].every(([name, { text }]) =>
        text.includes("{{") || (facts.labels[name] ?? "") === text
      )
    );
    if (found) return found;
  }
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
