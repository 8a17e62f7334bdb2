/**
 * How the kernel keeps its clock right, which it tells by adjtimex(2) only.
 *
 * @see https://man7.org/linux/man-pages/man2/adjtimex.2.html
 * @module
 */
import { libc } from "./libc.ts";

/** What the kernel tells, in its units. */
export interface ClockState {
  /** Whether something keeps it right: NTP, PTP or a pulse per second. */
  readonly isSynchronized: boolean;
  /** Seconds of which {@linkcode offset} and the jitter are counts: a nanosecond or a microsecond. */
  readonly unit: number;
  readonly offset: number;
  /** Parts per million, 65,536 of which are one. */
  readonly frequency: number;
  /** Microseconds. */
  readonly maxError: number;
  /** Microseconds. */
  readonly estimatedError: number;
  /** The bits STA_... */
  readonly status: number;
  readonly timeConstant: number;
  /** Microseconds. */
  readonly tick: number;
  /** Of a pulse per second. */
  readonly pps: {
    /** As that of the clock. */
    readonly frequency: number;
    readonly jitter: number;
    /** Its logarithm to the base 2, of seconds. */
    readonly shift: number;
    /** As the frequency. */
    readonly stability: number;
    readonly jitterExceeded: number;
    readonly calibrations: number;
    readonly errors: number;
    readonly stabilityExceeded: number;
  };
  /** Seconds. */
  readonly taiOffset: number;
}

/** Bytes of `struct timex` on both processors that Deno runs on. */
const BYTES = 208;
/** What the call gives where nothing keeps the clock right (TIME_ERROR). */
const NOT_SYNCHRONIZED = 5;
/** STA_NANO: counts of nanoseconds. */
const NANO = 0x2000;

/** Asks the kernel; undefined where it does not tell, as to a service with `ProtectClock=yes`, or without glibc. */
export function readClock(): ClockState | undefined {
  // Zeros: nothing is to be changed.
  const told = new Uint8Array(BYTES);
  const state = libc()?.adjtimex(told) ?? -1;
  return state < 0 ? undefined : clockState(state, told);
}

/**
 * What a `struct timex` says.
 *
 * @param state what the call gave
 */
export function clockState(state: number, { buffer }: Uint8Array<ArrayBuffer>): ClockState {
  const view = new DataView(buffer);
  const int = (at: number) => view.getInt32(at, true);
  const long = (at: number) => Number(view.getBigInt64(at, true));
  const status = int(40);
  return {
    isSynchronized: state !== NOT_SYNCHRONIZED,
    unit: status & NANO ? 1e-9 : 1e-6,
    offset: long(8),
    frequency: long(16),
    maxError: long(24),
    estimatedError: long(32),
    status,
    timeConstant: long(48),
    tick: long(88),
    pps: {
      frequency: long(96),
      jitter: long(104),
      shift: int(112),
      stability: long(120),
      jitterExceeded: long(128),
      calibrations: long(136),
      errors: long(144),
      stabilityExceeded: long(152),
    },
    taiOffset: int(160),
  };
}
