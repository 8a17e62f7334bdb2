/**
 * What `hostvitals check` found, and how it says it.
 *
 * @module
 */
import { rankOf } from "../notify/message.ts";

type Pairs = Readonly<Record<string, string>>;

/** An alert that fires. */
export interface Firing {
  readonly labels: Pairs;
  readonly annotations: Pairs;
  readonly value: number;
  /** Milliseconds since 1970; undefined where it is not known. */
  readonly since?: number;
  /** Ids of what silences it. */
  readonly silencedBy: readonly string[];
}

/** All that was found. */
export interface Verdict {
  /** How many alerting rules there are. */
  readonly rules: number;
  /** Names of those that look back further than was measured. */
  readonly notJudged: readonly string[];
  /** Collectors of what every host has, which gave nothing: nobody knows what fires there. */
  readonly notMeasured: readonly string[];
  /** Those that could not be evaluated. */
  readonly failed: readonly { readonly rule: string; readonly problem: string }[];
  readonly firing: readonly Firing[];
}

/** The words of the exit codes, as monitoring plugins say them. */
const STATUS = ["OK", "WARNING", "CRITICAL", "UNKNOWN"] as const;

/** 0 fine, 1 warning, 2 critical, 3 could not tell. */
export type ExitCode = 0 | 1 | 2 | 3;

/** The exit code where nothing can be told. */
export const UNKNOWN = 3;

/** The worst of it. `info` is no trouble; a severity that is none of ours is as bad as `warning`. */
export function exitCode({ rules, firing, failed, notMeasured }: Verdict): ExitCode {
  const severities = loud(firing).map(({ labels }) => labels.severity);
  if (severities.includes("critical")) return 2;
  if (severities.some((severity) => severity !== "info")) return 1;
  return rules === 0 || failed.length + notMeasured.length > 0 ? UNKNOWN : 0;
}

const loud = (firing: readonly Firing[]) => firing.filter((one) => one.silencedBy.length === 0);

/** For scripts. */
export function asJson(verdict: Verdict): string {
  const code = exitCode(verdict);
  const { rules, notJudged, notMeasured, failed, firing } = verdict;
  return JSON.stringify(
    {
      status: STATUS[code].toLowerCase(),
      code,
      rules,
      notJudged,
      notMeasured,
      failed,
      alerts: worstFirst(firing).map(({ since, value, ...alert }) => ({
        ...alert,
        // As Prometheus' API: JSON has no NaN.
        value: String(value),
        activeAt: since === undefined ? null : new Date(since).toISOString(),
      })),
    },
    null,
    1,
  );
}

/** For people; the first line is that of a monitoring plugin. @param now milliseconds since 1970 */
export function asTable(verdict: Verdict, now: number): string {
  const { firing, notJudged, failed } = verdict;
  const shown = worstFirst(loud(firing));
  const silenced = firing.length - shown.length;
  return [
    headline(verdict),
    ...shown.length > 0 ? table(shown.map((one) => row(one, now))) : [],
    ...silenced > 0 ? [`silenced: ${namesOf(firing.filter((one) => !shown.includes(one)))}`] : [],
    ...failed.map(({ rule, problem }) => `${rule} could not be evaluated: ${problem}`),
    ...notJudged.length > 0
      ? [
        `${notJudged.length} of the rules look back further than was measured, and are not judged: ` +
        `${list(notJudged)}; --url asks a running hostvitals, which knows`,
      ]
      : [],
  ].join("\n");
}

function headline(verdict: Verdict): string {
  const { rules, failed, notMeasured } = verdict;
  const status = STATUS[exitCode(verdict)];
  if (rules === 0 && verdict.firing.length === 0) return `${status}: there are no alerting rules`;
  const firing = loud(verdict.firing);
  const counts = new Map<string, number>();
  for (const { labels } of worstFirst(firing)) {
    const severity = labels.severity ?? "other";
    counts.set(severity, (counts.get(severity) ?? 0) + 1);
  }
  const fires = [...counts].map(([severity, count]) => `${count} ${severity}`).join(", ");
  const problem = (failed.length > 0 ? `, ${failed.length} could not be evaluated` : "") +
    (notMeasured.length > 0 ? `, not measured: ${list(notMeasured)}` : "");
  const many = rules === 1 ? "rule" : "rules";
  return `${status}: ${rules} ${many}, ${fires ? `fires: ${fires}` : "nothing fires"}${problem}`;
}

const HEADS = ["SEVERITY", "ALERT", "WHAT", "SINCE", "SUMMARY"];

/** Labels that say nothing of what it is about. */
const SAID: readonly string[] = ["alertname", "severity", "job", "instance"];

function row({ labels, annotations, value, since }: Firing, now: number): string[] {
  const what = Object.entries(labels).filter(([name]) => !SAID.includes(name))
    .map(([name, value]) => `${name}=${value}`).join(" ");
  return [
    labels.severity ?? "-",
    labels.alertname,
    what || "-",
    since === undefined ? "-" : age(now - since),
    annotations.summary ?? `value ${value}`,
  ].map(oneLine);
}

/** The largest two units of so many milliseconds: `2d3h`, `12m`. */
function age(milliseconds: number): string {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  const [days, hours, rest] = [minutes / 1440, minutes % 1440 / 60, minutes % 60].map(Math.floor);
  if (days > 0) return `${days}d${hours}h`;
  return hours > 0 ? `${hours}h${rest}m` : `${rest}m`;
}

function table(rows: readonly string[][]): string[] {
  const all = [HEADS, ...rows];
  const widths = HEADS.map((_, i) => Math.max(...all.map((cells) => cells[i].length)));
  return all.map((cells) => cells.map((cell, i) => cell.padEnd(widths[i])).join("  ").trimEnd());
}

const worstFirst = (firing: readonly Firing[]): Firing[] =>
  [...firing].sort((a, b) => rankOf(a.labels.severity) - rankOf(b.labels.severity));

const namesOf = (firing: readonly Firing[]) => list(firing.map(({ labels }) => labels.alertname));

const list = (names: readonly string[]) => [...new Set(names)].join(", ");

// Labels come from anywhere, and go to a terminal.
// deno-lint-ignore no-control-regex -- what they may not do there
const oneLine = (text: string) => text.replace(/[\s\x00-\x1f\x7f-\x9f]+/g, " ").trim();
