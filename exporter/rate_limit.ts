import type { RateLimitConfig } from "./web_config.ts";

/** A token bucket: `burst` requests at once, then one each `interval`. */
export class RateLimit {
  #tokens: number;
  #filled: number;

  /** @param monotonic milliseconds */
  constructor(
    readonly config: RateLimitConfig,
    private readonly monotonic: () => number = () => performance.now(),
  ) {
    this.#tokens = config.burst;
    this.#filled = monotonic();
  }

  /** Takes one request's token: 0, or the milliseconds until there is one. */
  take(): number {
    const { interval, burst } = this.config;
    const now = this.monotonic();
    this.#tokens = Math.min(burst, this.#tokens + (now - this.#filled) / interval);
    this.#filled = now;
    if (this.#tokens < 1) return (1 - this.#tokens) * interval;
    this.#tokens--;
    return 0;
  }
}
