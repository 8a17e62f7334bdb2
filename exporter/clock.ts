/** Time and timers, so that a test can hold them. */
export interface Clock {
  /** Milliseconds since 1970, as the system has them: may be set back and forward. */
  now(): number;
  /** Milliseconds, monotonic; may stand still while the system is suspended. */
  monotonic(): number;
  /** Calls back once, so many milliseconds from now; what it returns stops that. */
  after(milliseconds: number, call: () => void): () => void;
}

/** The system's. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(milliseconds, call) {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
};
