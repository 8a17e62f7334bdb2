/**
 * A receiver that a test holds: its answers, the time, chance.
 *
 * @module
 */
import type { Notice } from "../../../../alerts/notice.ts";
import { byFingerprint } from "../../../../alerts/notify/alertmanager.ts";
import type { World } from "../../../../alerts/notify/courier.ts";
import type { ReceiverMetrics } from "../../../../alerts/notify/metrics.ts";
import { HeldClock } from "../../exporter/held_clock.ts";

/** 2026-11-24 10:00:00 UTC. */
export const START = Date.UTC(2026, 10, 24, 10);

/** A request that was made. */
export interface Made {
  /** Seconds since {@linkcode START}. */
  readonly at: number;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  // deno-lint-ignore no-explicit-any -- whatever JSON it is
  readonly body: any;
}

/** How a receiver answers: a status, an answer, nothing at all, or a failed connection. */
export type Answer = number | Response | "never" | Error;

/** The world of a receiver. */
export class HeldWorld implements World {
  readonly clock = new HeldClock(START);
  readonly made: Made[] = [];
  /** Of the requests to come. */
  answer: Answer = 200;
  readonly random = () => 0;
  readonly counted = { sent: 0, failed: 0, dropped: 0, waiting: 0 };
  readonly metrics: ReceiverMetrics = {
    sent: () => this.counted.sent++,
    failed: () => this.counted.failed++,
    dropped: (alerts) => this.counted.dropped += alerts,
    waiting: (alerts) => this.counted.waiting = alerts,
    took: () => {},
  };

  fetch = (url: string, { headers, body, signal }: RequestInit): Promise<Response> => {
    const text = String(body);
    this.made.push({
      at: this.seconds,
      url,
      headers: headers as Record<string, string>,
      body: text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : text,
    });
    const { answer } = this;
    if (answer instanceof Error) return Promise.reject(answer);
    if (answer instanceof Response) return Promise.resolve(answer);
    if (answer !== "never") return Promise.resolve(new Response(null, { status: answer }));
    return new Promise((_, reject) => {
      if (signal!.aborted) reject(new Error());
      signal!.addEventListener("abort", () => reject(new Error()));
    });
  };

  /** Since {@linkcode START}. */
  get seconds(): number {
    return (this.clock.now() - START) / 1000;
  }

  /** Seconds at which requests were made. */
  get times(): number[] {
    return this.made.map(({ at }) => at);
  }

  /** Time passes, with an evaluation at its beginning and every 15 s of it. */
  async tell(
    receiver: { notice(now: number, alerts: ReadonlyMap<string, Notice>): void },
    alerts: readonly Notice[],
    seconds = 15,
  ): Promise<void> {
    for (let left = seconds; left > 0; left -= 15) {
      receiver.notice(this.clock.now(), byFingerprint(alerts));
      await this.clock.run(1000 * Math.min(left, 15));
    }
  }
}

/** An alert. @param more labels @param from seconds since {@linkcode START} */
export function alert(
  alertname: string,
  more: Readonly<Record<string, string>> = {},
  from = 0,
  to?: number,
): Notice {
  return {
    labels: { alertname, instance: "web:9100", severity: "warning", ...more },
    annotations: { summary: `${alertname} of web` },
    startsAt: START + 1000 * from,
    ...to !== undefined && { endsAt: START + 1000 * to },
    generatorURL: "http://web:9100/graph?g0.expr=1",
  };
}
