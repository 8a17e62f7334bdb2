/**
 * Somebody who is told.
 *
 * @module
 */
import type { Notice } from "../notice.ts";

/** One receiver. Like a notifier it never throws and never waits. */
export interface Receiver {
  /**
   * @param now milliseconds since 1970
   * @param alerts all that fire or ended not long ago, by fingerprint
   */
  notice(now: number, alerts: ReadonlyMap<string, Notice>): void;
  /** Tries once more to deliver what waits. */
  close(): Promise<void>;
}
