/** Slots of a tier in a span of time. */
export interface Window {
  readonly from: number;
  /** Less than `from`, if there is none. */
  readonly to: number;
  /** Milliseconds of each; NaN for those that were passed over. */
  readonly times: Float64Array;
}

const NOTHING: Window = { from: 0, to: -1, times: new Float64Array() };

/**
 * When the readings of one tier were taken: a slot for each multiple of its step, and in it the time at
 * which the reading really was, so that one that came late makes no wrong rate.
 *
 * Slots are numbered from 0 on and never go back, whatever the clock does.
 */
export class Tier {
  /** Milliseconds by slot, NaN for those that were passed over. */
  readonly #times: Float64Array;
  /** The last slot. */
  #head = -1;
  /** Which multiple of the step the last slot stands for. */
  #multiple = 0;

  /**
   * @param step milliseconds
   * @param size slots that are kept
   */
  constructor(readonly step: number, readonly size: number) {
    this.#times = new Float64Array(size).fill(NaN);
  }

  /** The last slot; -1 before the first. */
  get head(): number {
    return this.#head;
  }

  /** Milliseconds of the last reading; NaN before the first. */
  get newest(): number {
    return this.#head < 0 ? NaN : this.#times[this.#head % this.size];
  }

  /** Milliseconds from which on everything is still here; NaN before the first reading. */
  get oldest(): number {
    return this.newest - (this.size - 1) * this.step;
  }

  /** The first slot that is kept. */
  get tail(): number {
    return Math.max(0, this.#head - this.size + 1);
  }

  /** Whether a reading of this time gets a slot. */
  isDue(time: number): boolean {
    if (this.#head < 0) return true;
    return Math.floor(time / this.step) > this.#multiple && time > this.newest;
  }

  /** A slot for a reading of this time; undefined if the step has its reading already. */
  open(time: number): number | undefined {
    if (!this.isDue(time)) return undefined;
    const multiple = Math.floor(time / this.step);
    if (this.#head >= 0) this.#passOver(multiple - this.#multiple - 1);
    this.#multiple = multiple;
    this.#times[++this.#head % this.size] = time;
    return this.#head;
  }

  #passOver(slots: number): void {
    if (slots >= this.size) this.#times.fill(NaN);
    else for (let i = 1; i <= slots; i++) this.#times[(this.#head + i) % this.size] = NaN;
    this.#head += slots;
  }

  /** Makes all readings older by so many milliseconds. */
  redate(by: number): void {
    for (let i = 0; i < this.size; i++) this.#times[i] -= by;
    if (this.#head >= 0) this.#multiple = Math.floor(this.newest / this.step);
  }

  /** The slots whose readings were taken in [from, to], milliseconds, and the gap at their end. */
  window(from: number, to: number): Window {
    let first = this.tail, last = this.#head;
    // Of a slot that was passed over the comparison is false, too.
    while (first <= last && !(this.time(first) >= from)) first++;
    while (last >= first && !(this.time(last) <= to)) last--;
    if (first > last) return NOTHING;
    const passedOver = last < this.#head && Number.isNaN(this.time(last + 1));
    if (passedOver && this.time(last) + this.step <= to) last++;
    const times = Float64Array.from({ length: last - first + 1 }, (_, i) => this.time(first + i));
    return { from: first, to: last, times };
  }

  /** Milliseconds of a slot that is kept; NaN if it was passed over. */
  time(slot: number): number {
    return this.#times[slot % this.size];
  }
}
