/**
 * A line for work of which one is done at a time, shared fairly by those who ask for it.
 *
 * @module
 */

/** Tells one that waits whether its turn has come; else it gave way. */
type Place = (turn: boolean) => void;

/**
 * Gives turns to those who ask, one after the other, however much each of them asks for. Where too
 * many wait, the newest of whoever has most waiting gives way. Nothing is kept of those who do not
 * wait.
 */
export class FairLine {
  /** The oldest of each first; the first of them has the next turn. */
  readonly #waiting = new Map<string, Place[]>();
  #length = 0;
  #taken = false;

  /**
   * @param most how many may wait
   * @param isLast who has no turn while others wait, and gives way before others who have as many
   */
  constructor(private readonly most: number, private readonly isLast: (who: string) => boolean) {}

  /**
   * Waits for a turn, which lasts until {@linkcode leave}.
   *
   * @returns false where it gave way, and has none
   */
  enter(who: string): Promise<boolean> {
    if (!this.#taken) {
      this.#taken = true;
      return Promise.resolve(true);
    }
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const own = this.#waiting.get(who);
    if (own) own.push(resolve);
    else this.#waiting.set(who, [resolve]);
    this.#length++;
    if (this.#length > this.most) this.#makeRoom(who);
    return promise;
  }

  /** Ends a turn: the next one's begins. */
  leave(): void {
    const all = [...this.#waiting.keys()];
    const next = all.find((who) => !this.isLast(who)) ?? all[0];
    if (next === undefined) {
      this.#taken = false;
      return;
    }
    const own = this.#waiting.get(next)!;
    const place = own.shift()!;
    this.#waiting.delete(next);
    if (own.length > 0) this.#waiting.set(next, own);
    this.#length--;
    place(true);
  }

  #makeRoom(newcomer: string): void {
    let victim = newcomer;
    for (const who of [...this.#waiting.keys()].reverse()) {
      if (this.#givesWayBefore(who, victim)) victim = who;
    }
    const own = this.#waiting.get(victim)!;
    const place = own.pop()!;
    if (own.length === 0) this.#waiting.delete(victim);
    this.#length--;
    place(false);
  }

  #givesWayBefore(one: string, other: string): boolean {
    const more = this.#waiting.get(one)!.length - this.#waiting.get(other)!.length;
    return more > 0 || more === 0 && this.isLast(one) && !this.isLast(other);
  }
}
