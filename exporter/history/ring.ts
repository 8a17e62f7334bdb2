import { STALE } from "../query/model.ts";

/** Slots in a piece of a ring: memory is taken piece by piece, as time passes. */
const PIECE = 120;

/** What all rings of a history hold in memory. */
export interface Memory {
  bytes: number;
}

/**
 * The last values of one series, one a slot. Slots are numbered without end; a slot that was passed over
 * is a gap, {@linkcode STALE}.
 *
 * Most series of a host never change, so a piece of the ring that holds one value alone is just that
 * value; an array of numbers is made when a second value comes.
 */
export class Ring {
  /** The first slot that was filled. */
  first = 0;
  /** The last slot that was filled; before the first one there is none. */
  last = -1;
  /** Whether it still has everything that it was ever given. */
  complete = true;
  /** The last slot that is a gap. */
  #gap = -1;
  /** All places at once: an array that grows takes room for 17. */
  readonly #pieces: (Float64Array | number | undefined)[];

  /** @param size slots that are kept */
  constructor(private readonly size: number, private readonly memory: Memory) {
    this.#pieces = new Array(Math.ceil(size / PIECE));
  }

  /**
   * Takes the memory that this value will need, if it goes into the next slot: where many rings are filled
   * at once, that takes longer than all the rest.
   */
  prepare(value: number): void {
    const index = Math.floor((this.last + 1) % this.size / PIECE);
    const piece = this.#pieces[index];
    // What a piece holds where no slot was filled is never read.
    if (piece === undefined) this.#pieces[index] = value;
    else if (typeof piece === "number" && !Object.is(piece, value)) this.#spread(index, piece);
  }

  /** Fills a slot later than all before; those in between are gaps. */
  put(slot: number, value: number): void {
    if (this.last >= this.first && slot - this.last >= this.size) this.clear();
    if (this.last < this.first) this.first = slot;
    else if (slot > this.last + 1) {
      for (let gap = this.last + 1; gap < slot; gap++) this.#set(gap, STALE);
      this.#gap = slot - 1;
    }
    this.#set(slot, value);
    this.last = slot;
    if (slot - this.first >= this.size) this.complete = false;
  }

  /** The value of a slot, if it is one of the last; a gap if it was never filled. */
  get(slot: number): number {
    if (slot < this.first || slot > this.last) return STALE;
    const at = slot % this.size;
    const piece = this.#pieces[Math.floor(at / PIECE)]!;
    return typeof piece === "number" ? piece : piece[at % PIECE];
  }

  /** Whether all slots from one to another are filled. */
  filled(from: number, to: number): boolean {
    return this.first <= from && to <= this.last && this.#gap < from;
  }

  /** The values of filled slots, from one to another. */
  values(from: number, to: number): Float64Array {
    const values = new Float64Array(to - from + 1);
    for (let slot = from; slot <= to;) {
      const at = slot % this.size;
      const start = at % PIECE;
      const index = Math.floor(at / PIECE);
      const count = Math.min(this.#lengthOf(index) - start, to - slot + 1);
      const piece = this.#pieces[index]!;
      if (typeof piece === "number") values.fill(piece, slot - from, slot - from + count);
      else values.set(piece.subarray(start, start + count), slot - from);
      slot += count;
    }
    return values;
  }

  /** Forgets everything. */
  clear(): void {
    if (this.last < this.first) return;
    this.complete = false;
    for (const piece of this.#pieces) this.#release(piece);
    this.#pieces.fill(undefined);
    this.first = 0;
    this.last = -1;
    this.#gap = -1;
  }

  #set(slot: number, value: number): void {
    const at = slot % this.size;
    const index = Math.floor(at / PIECE);
    const length = this.#lengthOf(index);
    let piece = this.#pieces[index];
    // What the rest of a new piece seems to hold is never read.
    if (piece === undefined) piece = this.#pieces[index] = value;
    if (typeof piece === "number") {
      if (Object.is(piece, value)) return;
      piece = this.#spread(index, piece);
    }
    piece[at % PIECE] = value;
    if (at % PIECE === length - 1 && piece.every((other) => Object.is(other, value))) {
      this.#release(piece);
      this.#pieces[index] = value;
    }
  }

  /** Makes a piece of one value one of many. */
  #spread(index: number, value: number): Float64Array {
    const piece = this.#pieces[index] = new Float64Array(this.#lengthOf(index)).fill(value);
    this.memory.bytes += piece.byteLength;
    return piece;
  }

  /** The last piece may be shorter than the others. */
  #lengthOf(index: number): number {
    return Math.min(PIECE, this.size - index * PIECE);
  }

  #release(piece: Float64Array | number | undefined): void {
    if (typeof piece === "object") this.memory.bytes -= piece.byteLength;
  }
}
