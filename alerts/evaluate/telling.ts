/**
 * What notifiers are told.
 *
 * @module
 */
import { LabelSet } from "../../exporter/query/labels.ts";
import type { Notice, Notifier } from "../notice.ts";
import type { AlertFacts } from "./alert.ts";
import { RESOLVED_FOR } from "./alerting.ts";

/** An alert and the link to its expression. */
export type Told = AlertFacts & { readonly generatorURL: string };

/**
 * Tells notifiers of alerts. One that fired and is there no more (its rule was taken out, its group is over
 * its limit, the program was away for too long) is told as ended: nobody else would ever say so.
 */
export class Telling {
  /** What was told last, by labels. */
  #before = new Map<string, Notice>();

  constructor(private readonly notifiers: readonly Notifier[]) {}

  /** Alerts that were told in an earlier run. */
  remember(alerts: readonly Told[]): void {
    for (const notice of alerts.flatMap(noticeOf)) this.#before.set(keyOf(notice), notice);
  }

  /** Tells of the alerts as they are at this time, milliseconds. */
  tell(at: number, alerts: readonly Told[]): void {
    const now = new Map<string, Notice>();
    for (const notice of alerts.flatMap(noticeOf)) {
      const key = keyOf(notice);
      const other = now.get(key);
      // Of two rules that give the same alert the one counts that fires, else the one that ended last.
      if (!other || endOf(notice) > endOf(other)) now.set(key, notice);
    }
    for (const [key, notice] of this.#before) {
      const { endsAt = at } = notice;
      if (!now.has(key) && at - endsAt <= RESOLVED_FOR) now.set(key, { ...notice, endsAt });
    }
    this.#before = now;
    const notices = [...now.values()];
    for (const notifier of this.notifiers) notifier.notice(at, notices);
  }

  /** Tells again what was told last. */
  again(at: number): void {
    const notices = [...this.#before.values()];
    for (const notifier of this.notifiers) notifier.notice(at, notices);
  }

  setBack(by: number): void {
    for (const [key, notice] of this.#before) {
      const { startsAt, endsAt } = notice;
      this.#before.set(key, {
        ...notice,
        startsAt: startsAt - by,
        ...endsAt !== undefined && { endsAt: endsAt - by },
      });
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.notifiers.map((notifier) => notifier.close()));
  }
}

function noticeOf(alert: Told): Notice[] {
  const { labels, annotations, state, generatorURL, firedAt, resolvedAt } = alert;
  if (state === "pending" || firedAt === undefined) return [];
  return [{
    labels,
    annotations,
    startsAt: firedAt,
    ...state === "inactive" && { endsAt: resolvedAt },
    generatorURL,
  }];
}

const endOf = ({ endsAt = Infinity }: Notice) => endsAt;

function keyOf({ labels }: Notice): string {
  return LabelSet.of(labels).key;
}
