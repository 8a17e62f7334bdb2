/**
 * Alerts that a webhook is told of together, and what it was told.
 *
 * @module
 */
import type { Notice } from "../notice.ts";
import { groupKey, mustTell, type Told, withoutInhibited } from "./grouping.ts";
import type { SavedGroup } from "./saved.ts";

/** Evaluations after which an alert ends of which nothing is heard any more: four minutes. */
const LOST = 16;

/** An alert, and at which evaluation it was heard of last. */
export interface Held {
  readonly alert: Notice;
  readonly heard: number;
}

/** Whether nobody is to be told of an alert with these labels at this time. */
export type Silenced = (labels: Notice["labels"], now: number) => boolean;

/** One group. */
export class Group {
  readonly name: string;
  /** By fingerprint. */
  readonly alerts = new Map<string, Held>();
  told: Told | undefined;
  /** Whether it is to be told now. */
  due = false;
  /** Stops the timer of the next look at it. */
  stop = (): void => {};

  constructor(readonly labels: Readonly<Record<string, string>>) {
    this.name = groupKey(labels);
  }

  /** As it was kept. */
  static from({ labels, alerts, told, due }: SavedGroup): Group {
    const group = new Group(labels);
    for (const [key, alert] of alerts) group.alerts.set(key, { alert, heard: 0 });
    group.told = told;
    group.due = due;
    return group;
  }

  /** As it is kept. */
  saved(): SavedGroup {
    const { labels, alerts, told, due } = this;
    return { labels, alerts: [...alerts].map(([key, { alert }]) => [key, alert]), told, due };
  }

  /** What is neither silenced nor inhibited. */
  audible(silenced: Silenced, now: number): Map<string, Notice> {
    const alerts = new Map([...this.alerts].map(([key, { alert }]) => [key, alert]));
    return new Map(
      [...withoutInhibited(alerts)].filter(([, { labels }]) => !silenced(labels, now)),
    );
  }

  /**
   * Sees whether there is something to tell.
   *
   * @param evaluation the number of the last one
   * @param repeat milliseconds after which the same is told again
   */
  look(silenced: Silenced, now: number, evaluation: number, repeat: number): void {
    for (const [key, { alert, heard }] of this.alerts) {
      // Its rule is gone: Alertmanager lets it end as well.
      const lost = alert.endsAt === undefined && evaluation - heard >= LOST;
      if (lost) this.alerts.set(key, { alert: { ...alert, endsAt: now }, heard });
    }
    this.due ||= mustTell(this.told, this.audible(silenced, now), now, repeat);
  }

  /**
   * It was told.
   *
   * @param alerts what stood in the message
   * @param seen what the group was then
   */
  wasTold(at: number, alerts: ReadonlyMap<string, Notice>, seen: ReadonlyMap<string, Held>): void {
    const firing = [...alerts].filter(([, { endsAt }]) => endsAt === undefined)
      .map(([key]) => key);
    // What was told and is muted since is still known.
    const muted = this.told?.firing.filter((key) => seen.has(key) && !alerts.has(key)) ?? [];
    this.told = { at, firing: [...firing, ...muted] };
  }

  /** Lets go of alerts that ended and are still what they were then. @returns how many */
  forgetEnded(then: ReadonlyMap<string, Held> = this.alerts): number {
    let gone = 0;
    for (const [key, { alert: { endsAt } }] of then) {
      // It may fire again by now.
      if (endsAt === undefined || this.alerts.get(key)?.alert.endsAt !== endsAt) continue;
      this.alerts.delete(key);
      gone++;
    }
    return gone;
  }
}
