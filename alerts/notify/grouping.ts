/**
 * Alerts that are told in one message.
 *
 * @module
 */
import type { Notice } from "../notice.ts";
import { fingerprint } from "./fingerprint.ts";

/** Labels by which alerts are told together: one thing on one host. */
const BY = ["alertname", "instance"] as const;

/** The labels of the group that an alert is in; one that it has not got is left out. */
export function groupLabels(labels: Notice["labels"]): Record<string, string> {
  return Object.fromEntries(
    BY.filter((name) => labels[name]).map((name) => [name, labels[name]]),
  );
}

/** A group's name, as Alertmanager writes that of a route without matchers. */
export function groupKey(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `{}:{${pairs.join(", ")}}`;
}

/** What a receiver was told of a group last. */
export interface Told {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Fingerprints of what it was told to fire, and not yet to have ended. */
  readonly firing: readonly string[];
}

/**
 * Whether a receiver must be told of a group: something fires that it does not know of, something has
 * ended that it does know of, or it was told long ago.
 *
 * @param alerts those that are not muted, by fingerprint
 * @param repeat milliseconds after which the same is told again
 */
export function mustTell(
  told: Told | undefined,
  alerts: ReadonlyMap<string, Notice>,
  now: number,
  repeat: number,
): boolean {
  const firing = [...alerts].filter(([, { endsAt }]) => endsAt === undefined).map(([key]) => key);
  if (!told) return firing.length > 0;
  const known = new Set(told.firing);
  if (firing.some((key) => !known.has(key))) return true;
  const ended = told.firing.some((key) => alerts.get(key)?.endsAt !== undefined);
  // The clock may have been set back.
  return ended || firing.length > 0 && Math.abs(now - told.at) >= repeat;
}

/**
 * Without the alerts that need not be told because a worse one is: a `warning` that fires while the
 * `critical` with the same other labels does.
 */
export function withoutInhibited(alerts: ReadonlyMap<string, Notice>): Map<string, Notice> {
  const critical = new Set<string>();
  for (const { labels, endsAt } of alerts.values()) {
    if (labels.severity === "critical" && endsAt === undefined) critical.add(others(labels));
  }
  return new Map(
    [...alerts].filter(([, { labels, endsAt }]) =>
      labels.severity !== "warning" || endsAt !== undefined || !critical.has(others(labels))
    ),
  );
}

const others = ({ severity: _, ...labels }: Notice["labels"]) => fingerprint(labels);
