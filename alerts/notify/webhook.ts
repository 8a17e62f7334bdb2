/**
 * Tells a webhook, as Alertmanager does.
 *
 * @see https://prometheus.io/docs/alerting/latest/alertmanager/#grouping
 * @module
 */
import type { Notice } from "../notice.ts";
import type { Address } from "./address.ts";
import { Courier, type Parcel, type World } from "./courier.ts";
import type { Formatted } from "./formats.ts";
import { Group, type Held, type Silenced } from "./group.ts";
import { groupKey, groupLabels } from "./grouping.ts";
import { type Message, messageOf } from "./message.ts";
import type { ReceiverMetrics } from "./metrics.ts";
import type { Receiver } from "./receiver.ts";
import type { Memory } from "./saved.ts";

/** Alerts that are kept in mind at most. */
const CAPACITY = 10_000;
/** Milliseconds in which changes are gathered before they are kept. */
const GATHER = 200;

/** How long to wait, milliseconds. */
export interface Waits {
  /** Before the first message of a group, for what belongs to it and comes a little later. */
  readonly wait: number;
  /** Between two messages of a group. */
  readonly interval: number;
  /** Before the same is told again. */
  readonly repeat: number;
}

/** What a webhook needs to be told. */
export interface WebhookOptions {
  readonly address: Address;
  readonly number: number;
  readonly format: (message: Message) => Formatted;
  /** Read anew for each request. @throws {Error} */
  readonly headers: () => Readonly<Record<string, string>>;
  readonly waits: Waits;
  readonly metrics: ReceiverMetrics;
  readonly world: World;
  readonly silenced: Silenced;
  /** Of this host's pages. */
  readonly externalURL: () => string;
  readonly memory: Memory;
  /** Alerts that are kept in mind at most; 10,000. */
  readonly capacity?: number;
}

/**
 * One webhook. Alerts of one name on one host are told together: for the first time after the group's
 * wait, again when something is new or has ended after the group's interval, and otherwise after the
 * repeat interval. What was to be told is told, however long the receiver is dead, by what it is then.
 */
export class Webhook implements Receiver {
  readonly #groups = new Map<string, Group>();
  /** Groups of the run before, until it is known whether their alerts go on. */
  readonly #restored: Group[] = [];
  /** Fingerprints of alerts for which there was no place. */
  #leftOut = new Set<string>();
  /** Alerts in all groups. */
  #size = 0;
  #evaluations = 0;
  #stopSaving: (() => void) | undefined;
  readonly #courier: Courier;

  constructor(private readonly options: WebhookOptions) {
    const { address, number, metrics, world, memory } = options;
    this.#courier = new Courier({
      receiver: `webhook ${number} (${address.host})`,
      next: () => this.#next(),
      metrics,
    }, world);
    for (const saved of memory.load()) this.#restore(Group.from(saved));
  }

  notice(_now: number, alerts: ReadonlyMap<string, Notice>): void {
    const { capacity = CAPACITY, metrics } = this.options;
    const leftOut = new Set<string>();
    const heard = ++this.#evaluations;
    for (const [key, alert] of alerts) {
      const labels = groupLabels(alert.labels);
      const group = this.#groups.get(groupKey(labels));
      const before = group?.alerts.get(key);
      // Of one that has ended, only who heard of it must hear.
      if (!before && alert.endsAt !== undefined) continue;
      if (!before && this.#size >= capacity) {
        leftOut.add(key);
        continue;
      }
      if (!before) this.#size++;
      if (!before || before.alert.endsAt !== alert.endsAt) this.#changed();
      const into = group ?? this.#begin(labels, alert.startsAt);
      into.alerts.set(key, { alert, heard });
    }
    metrics.dropped([...leftOut].filter((key) => !this.#leftOut.has(key)).length);
    this.#leftOut = leftOut;
    for (const group of this.#restored.splice(0)) this.#goOn(group);
  }

  async close(): Promise<void> {
    for (const group of this.#groups.values()) group.stop();
    await this.#courier.close();
    if (this.#stopSaving) this.#save();
  }

  #begin(labels: Group["labels"], startsAt: number): Group {
    const { waits, world } = this.options;
    const group = new Group(labels);
    this.#groups.set(group.name, group);
    // One that fires for long, as after a start without memory, has waited.
    const waited = Math.max(0, world.clock.now() - startsAt);
    this.#lookAfter(Math.max(0, waits.wait - waited), group);
    return group;
  }

  /** Nothing is told of it yet: what fired may have ended long ago. */
  #restore(group: Group): void {
    this.#groups.set(group.name, group);
    this.#size += group.alerts.size;
    this.#restored.push(group);
  }

  /** Begins to look after a group of the run before. */
  #goOn(group: Group): void {
    const { world, waits } = this.options;
    // The clock may have been set back.
    const left = group.told
      ? Math.min(group.told.at + waits.interval - world.clock.now(), waits.interval)
      : waits.wait;
    this.#lookAfter(Math.max(0, left), group);
    if (group.due) this.#courier.wake();
  }

  #lookAfter(milliseconds: number, group: Group): void {
    group.stop = this.options.world.clock.after(milliseconds, () => {
      this.#lookAfter(this.options.waits.interval, group);
      this.#look(group);
    });
  }

  /** Sees whether there is something to tell, and forgets what nobody needs to hear. */
  #look(group: Group): void {
    const { silenced, world, waits } = this.options;
    group.look(silenced, world.clock.now(), this.#evaluations, waits.repeat);
    if (!group.due) return this.#forgetEnded(group);
    this.#changed();
    this.#courier.wake();
  }

  #forgetEnded(group: Group, then?: ReadonlyMap<string, Held>): void {
    const gone = group.forgetEnded(then);
    this.#size -= gone;
    if (gone > 0) this.#changed();
    if (group.alerts.size > 0) return;
    group.stop();
    this.#groups.delete(group.name);
  }

  #next(): Parcel | undefined {
    const { silenced, world } = this.options;
    // An end of the program before the first evaluation: what waits is that of the run before.
    if (this.#evaluations === 0) return undefined;
    for (const group of this.#groups.values()) {
      if (!group.due) continue;
      const alerts = group.audible(silenced, world.clock.now());
      if (alerts.size > 0) return this.#parcel(group, alerts);
      this.#done(group);
    }
  }

  #done(group: Group, then?: ReadonlyMap<string, Held>): void {
    group.due = false;
    this.#changed();
    this.#forgetEnded(group, then);
  }

  #parcel(group: Group, alerts: ReadonlyMap<string, Notice>): Parcel {
    const { address, format, headers, externalURL, world, metrics } = this.options;
    const then = new Map(group.alerts);
    const at = world.clock.now();
    return {
      post: () => {
        const message = messageOf(group.labels, [...alerts.values()], externalURL());
        const { headers: ofFormat, body } = format(message);
        return {
          url: address.url,
          body,
          headers: { ...ofFormat, ...address.headers, ...headers() },
        };
      },
      taken: () => {
        group.wasTold(at, alerts, then);
        this.#done(group, then);
      },
      again: () => {
        // Behind the others: it may be this message that the receiver cannot take.
        this.#groups.delete(group.name);
        this.#groups.set(group.name, group);
      },
      refused: () => {
        metrics.dropped(alerts.size);
        this.#done(group, then);
      },
    };
  }

  #changed(): void {
    this.#stopSaving ??= this.options.world.clock.after(GATHER, () => this.#save());
  }

  #save(): void {
    this.#stopSaving?.();
    this.#stopSaving = undefined;
    const groups = [...this.#groups.values()].map((group) => group.saved());
    this.options.memory.save(groups);
    const waiting = groups.filter(({ due }) => due)
      .reduce((sum, { alerts }) => sum + alerts.length, 0);
    this.options.metrics.waiting(waiting);
  }
}
