/**
 * Answers for many who ask at once.
 *
 * @module
 */
import { type Kind, Turn } from "../collectors/turns.ts";

/** A piece of work that is short, and never throws. */
type Piece = () => void;

/**
 * Does short pieces of work, some in each turn of the event loop: to give a thousand clients what they wait for
 * holds it for a third of a second, most of that in the system's calls that follow, which no clock of ours sees.
 *
 * Where there are too many for one turn, the newest and the oldest have theirs alternately. Who comes into a crowd
 * does not wait for all of it, and of the crowd nobody waits for ever.
 */
export class Pacer {
  readonly #waiting: Piece[] = [];
  /** Pieces that were done in this turn. */
  #done = 0;
  #isAtWork = false;

  /**
   * @param most pieces in one turn
   * @param kind of the turns: whether scrapes go before
   */
  constructor(private readonly most: number, private readonly kind: Kind = "usual") {}

  /** Does a piece of work: at once, while the turn has room for it. */
  do(piece: Piece): void {
    if (this.#isAtWork) {
      this.#waiting.push(piece);
    } else if (this.#done < this.most) {
      if (this.#done++ === 0) setImmediate(() => this.#done = 0);
      piece();
    } else {
      this.#waiting.push(piece);
      void this.#work();
    }
  }

  async #work(): Promise<void> {
    this.#isAtWork = true;
    const turn = new Turn(this.kind);
    while (this.#waiting.length > 0) {
      await turn.next();
      for (let i = 0; i < this.most; i++) {
        const piece = i % 2 === 0 ? this.#waiting.pop() : this.#waiting.shift();
        piece?.();
      }
    }
    this.#isAtWork = false;
  }
}
