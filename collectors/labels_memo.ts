import { Labels } from "./collector.ts";
import { Memo } from "./memo.ts";

/**
 * Labels by their pairs: for the same pairs the same object, also where what they are made of is
 * read anew.
 *
 * @example
 * ```ts
 * import { LabelsMemo } from "./labels_memo.ts";
 * const labels = new LabelsMemo();
 * labels.round(); // at the start of each reading
 * if (labels.of({ device: "nvme0" }) !== labels.of({ device: "nvme0" })) throw new Error("made twice");
 * ```
 */
export class LabelsMemo {
  readonly #memo = new Memo((pairs) => new Labels(JSON.parse(pairs)));

  /** A new round begins: what has not been asked for in 64 to 128 rounds is forgotten. */
  round(): void {
    this.#memo.round();
  }

  /** The labels with these pairs, in this order. */
  of(pairs: Readonly<Record<string, string>>): Labels {
    return this.#memo.get(JSON.stringify(pairs));
  }
}
