/**
 * What a webhook is told of a group of alerts, whatever its format.
 *
 * @module
 */
import type { Notice } from "../notice.ts";
import { fingerprint } from "./fingerprint.ts";
import { groupKey } from "./grouping.ts";

/** Alerts in one message; the rest is a number. */
const MOST = 500;

type Pairs = Readonly<Record<string, string>>;

/** An alert as Alertmanager's webhook has it. */
export interface ToldAlert {
  readonly status: "firing" | "resolved";
  readonly labels: Pairs;
  readonly annotations: Pairs;
  /** RFC 3339. */
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL: string;
  readonly fingerprint: string;
}

/**
 * The body of Alertmanager's webhook, version 4, and a number that is not in it.
 *
 * @see https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
export interface Message {
  readonly version: "4";
  readonly groupKey: string;
  readonly truncatedAlerts: number;
  readonly status: "firing" | "resolved";
  readonly receiver: string;
  readonly groupLabels: Pairs;
  readonly commonLabels: Pairs;
  readonly commonAnnotations: Pairs;
  readonly externalURL: string;
  /** Those that fire first. */
  readonly alerts: readonly ToldAlert[];
  /** How many fire, those that are cut off as well; for texts alone. */
  readonly firing: number;
}

/** The time of an end that has not come. */
const NEVER = "0001-01-01T00:00:00Z";

/** Puts a message together. @param alerts one or more */
export function messageOf(
  labels: Pairs,
  alerts: readonly Notice[],
  externalURL: string,
): Message {
  const all = [...alerts].sort(byUrgency);
  return {
    version: "4",
    groupKey: groupKey(labels),
    truncatedAlerts: Math.max(0, all.length - MOST),
    status: statusOf(all[0]),
    receiver: "hostvitals",
    groupLabels: labels,
    commonLabels: common(all.map(({ labels }) => labels)),
    commonAnnotations: common(all.map(({ annotations }) => annotations)),
    externalURL,
    alerts: all.slice(0, MOST).map(told),
    firing: all.filter(({ endsAt }) => endsAt === undefined).length,
  };
}

function told(alert: Notice): ToldAlert {
  const { labels, annotations, startsAt, endsAt, generatorURL } = alert;
  return {
    status: statusOf(alert),
    labels,
    annotations,
    startsAt: new Date(startsAt).toISOString(),
    endsAt: endsAt === undefined ? NEVER : new Date(endsAt).toISOString(),
    generatorURL,
    fingerprint: fingerprint(labels),
  };
}

const statusOf = ({ endsAt }: Notice) => endsAt === undefined ? "firing" : "resolved";

/** What is the same in all of them. */
function common([first, ...others]: readonly Pairs[]): Pairs {
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => others.every((one) => one[name] === value)),
  );
}

const SEVERITIES: readonly (string | undefined)[] = ["critical", "warning", "info"];

/** How urgent a severity is: 0 is the most. */
export function rankOf(severity: string | undefined): number {
  const rank = SEVERITIES.indexOf(severity);
  return rank < 0 ? SEVERITIES.length : rank;
}

/** What fires first, the worst of it first; then the longest. */
function byUrgency(a: Notice, b: Notice): number {
  return Number(a.endsAt !== undefined) - Number(b.endsAt !== undefined) ||
    rankOf(a.labels.severity) - rankOf(b.labels.severity) ||
    a.startsAt - b.startsAt ||
    (fingerprint(a.labels) < fingerprint(b.labels) ? -1 : 1);
}
