/**
 * What the evaluator tells of alerts, and who is told.
 *
 * @module
 */

/** An alert that fires, or has ended not long ago. */
export interface Notice {
  /** With `alertname`; none is empty. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Milliseconds since 1970: when it began to fire. */
  readonly startsAt: number;
  /** Milliseconds; undefined while it fires; the time of its end once it is resolved. */
  readonly endsAt?: number;
  /** Where its expression can be looked at. */
  readonly generatorURL: string;
}

/** Who is told. */
export interface Notifier {
  /**
   * Told of all firing alerts, and of those resolved in the last 15 minutes, at every evaluation. Never
   * throws, never waits.
   *
   * @param now milliseconds since 1970, of the reading that was evaluated
   */
  notice(now: number, alerts: readonly Notice[]): void;
  close(): Promise<void>;
}
