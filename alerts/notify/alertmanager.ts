/**
 * Tells an Alertmanager, as Prometheus does.
 *
 * @see https://prometheus.io/docs/alerting/latest/alerts_api/
 * @module
 */
import { withoutSlashes } from "../../exporter/without_slashes.ts";
import type { Notice } from "../notice.ts";
import type { Address } from "./address.ts";
import { Courier, type Parcel, type World } from "./courier.ts";
import { fingerprint } from "./fingerprint.ts";
import type { Silenced } from "./group.ts";
import type { ReceiverMetrics } from "./metrics.ts";
import type { Receiver } from "./receiver.ts";

/** Milliseconds after which the same is said again. */
const RESEND = 60_000;
/** Readings come every 15 s, and a tick may be late. */
const EARLY = 1000;
/** Milliseconds after which an alert ends of which nothing is said any more. */
export const EXPIRES: number = 4 * RESEND;
/** Alerts in one request. */
const BATCH = 64;
/** Alerts that wait at most. */
const CAPACITY = 10_000;

/** What an Alertmanager needs to be told. */
export interface AlertmanagerOptions {
  readonly address: Address;
  readonly number: number;
  readonly metrics: ReceiverMetrics;
  readonly world: World;
  readonly silenced: Silenced;
  /** Alerts that wait at most; 10,000. */
  readonly capacity?: number;
}

/** What was said of an alert last. */
interface Said {
  readonly at: number;
  readonly startsAt: number;
  readonly resolved: boolean;
}

/**
 * One Alertmanager. A firing alert is sent again every minute and says that it ends in four: where
 * hostvitals dies, it ends by itself. Of an alert only the newest state waits.
 */
export class Alertmanager implements Receiver {
  #said = new Map<string, Said>();
  /** By fingerprint, the oldest first. */
  readonly #waiting = new Map<string, Notice>();
  readonly #courier: Courier;

  constructor(private readonly options: AlertmanagerOptions) {
    const { address, number, metrics, world } = options;
    this.#courier = new Courier({
      receiver: `Alertmanager ${number} (${address.host})`,
      next: () => this.#next(),
      metrics,
    }, world);
  }

  notice(now: number, alerts: ReadonlyMap<string, Notice>): void {
    const said = new Map<string, Said>();
    for (const [key, alert] of alerts) {
      if (this.options.silenced(alert.labels, now)) continue;
      const before = this.#said.get(key);
      const { startsAt } = alert;
      const resolved = alert.endsAt !== undefined;
      if (
        before && before.resolved === resolved && before.startsAt === startsAt &&
        // The clock may have been set back.
        Math.abs(now - before.at) < RESEND - EARLY
      ) {
        said.set(key, before);
      } else {
        said.set(key, { at: now, startsAt, resolved });
        this.#waiting.set(key, alert);
      }
    }
    this.#said = said;
    this.#keepWithinCapacity();
    if (this.#waiting.size > 0) this.#courier.wake();
  }

  close(): Promise<void> {
    return this.#courier.close();
  }

  #keepWithinCapacity(): void {
    const { metrics, capacity = CAPACITY } = this.options;
    const tooMany = this.#waiting.size - capacity;
    if (tooMany > 0) {
      for (const key of [...this.#waiting.keys()].slice(0, tooMany)) this.#waiting.delete(key);
      metrics.dropped(tooMany);
    }
    metrics.waiting(this.#waiting.size);
  }

  #next(): Parcel | undefined {
    const batch = [...this.#waiting.entries().take(BATCH)];
    if (batch.length === 0) return undefined;
    for (const [key] of batch) this.#waiting.delete(key);
    const { address, world, metrics } = this.options;
    return {
      post: () => ({
        url: alertsUrl(address.url),
        headers: { "content-type": "application/json", ...address.headers },
        body: body(batch.map(([, alert]) => alert), world.clock.now()),
      }),
      taken: () => metrics.waiting(this.#waiting.size),
      again: () => this.#putBack(batch),
      refused: () => {
        metrics.dropped(batch.length);
        metrics.waiting(this.#waiting.size);
      },
    };
  }

  /** To the front, but for alerts of which something newer waits by now. */
  #putBack(batch: readonly (readonly [string, Notice])[]): void {
    const newer = [...this.#waiting];
    this.#waiting.clear();
    for (const [key, alert] of [...batch, ...newer]) this.#waiting.set(key, alert);
    this.#keepWithinCapacity();
  }
}

/** Where an Alertmanager takes alerts, by its own address, which may have a path and a query. */
export function alertsUrl(address: string): string {
  const url = new URL(address);
  url.pathname = `${withoutSlashes(url.pathname)}/api/v2/alerts`;
  return url.href;
}

/** The body of a request, as JSON. A firing alert ends four minutes from now, unless it is sent again. */
function body(alerts: readonly Notice[], now: number): string {
  return JSON.stringify(alerts.map(({ labels, annotations, startsAt, endsAt, generatorURL }) => ({
    labels,
    annotations,
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(endsAt ?? now + EXPIRES).toISOString(),
    generatorURL,
  })));
}

/** All alerts by fingerprint. Where two have the same labels, as two rules may give, the one that fires. */
export function byFingerprint(alerts: readonly Notice[]): Map<string, Notice> {
  const found = new Map<string, Notice>();
  for (const alert of alerts) {
    const key = fingerprint(alert.labels);
    if (alert.endsAt === undefined || found.get(key)?.endsAt !== undefined || !found.has(key)) {
      found.set(key, alert);
    }
  }
  return found;
}
