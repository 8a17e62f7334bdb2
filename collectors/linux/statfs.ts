/**
 * Asks file systems for their space without ever being held up by one that does not answer.
 *
 * @module
 */
import { statfs } from "node:fs/promises";
import type { Space } from "../readings.ts";

/** Asked at the same time, as long as they answer. */
const AT_ONCE = 4;
/** Milliseconds after which one that has not answered no longer holds the others back. */
const PATIENCE = 50;
/**
 * Unanswered at the same time. Each holds a thread of the runtime's 32 until it answers, perhaps for
 * ever (a dead NFS server, a stopped FUSE daemon); the rest of the program needs some of them.
 */
const MOST_UNANSWERED = 26;

interface Question {
  readonly since: number;
  readonly answer: Promise<Space | undefined>;
}

/**
 * Keeps at most one question open for each path: one that hangs is not asked again until it has
 * answered, so it costs one thread and not one a scrape.
 */
export class SpaceReader {
  readonly #open = new Map<string, Question>();

  /** @param ask tells the space of the file system at a path; rejects where it has none */
  constructor(
    private readonly ask: (path: string) => Promise<Space> = statfsOf,
    private readonly log?: { debug(message: string, properties?: Record<string, unknown>): void },
  ) {}

  /** How many have not answered yet. */
  get unanswered(): number {
    return this.#open.size;
  }

  /**
   * The space of each path, in the same order; undefined for one that fails, or that has been silent
   * for the timeout, now or since an earlier call.
   *
   * @param timeout milliseconds
   */
  async spaces(paths: readonly string[], timeout: number): Promise<(Space | undefined)[]> {
    const spaces = new Array<Space | undefined>(paths.length).fill(undefined);
    const end = performance.now() + timeout;
    let next = 0;
    const worker = async () => {
      const waiting: Promise<void>[] = [];
      for (let i; (i = next++) < paths.length && performance.now() < end;) {
        const question = this.#question(paths[i]);
        if (!question || performance.now() - question.since > timeout) continue;
        const at = i;
        const answered = question.answer.then((space) => void (spaces[at] = space));
        waiting.push(answered);
        await within(answered, Math.min(PATIENCE, end - performance.now()));
      }
      await within(Promise.all(waiting), end - performance.now());
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, paths.length) }, worker));
    // Answers that come from now on belong to nobody.
    return spaces.slice();
  }

  /** The open question about a path, or a new one; none where too many are open already. */
  #question(path: string): Question | undefined {
    const open = this.#open.get(path);
    if (open) return open;
    if (this.#open.size >= MOST_UNANSWERED) {
      this.log?.debug("not asked for its space: {unanswered} others do not answer: {path}", {
        path,
        unanswered: this.#open.size,
      });
      return undefined;
    }
    const answer = this.ask(path).catch((error) => {
      this.log?.debug("no space of {path}: {error}", { path, error: String(error) });
      return undefined;
    }).finally(() => this.#open.delete(path));
    const question = { since: performance.now(), answer };
    this.#open.set(path, question);
    return question;
  }
}

/** Waits for a promise, but no longer than that many milliseconds. */
function within(promise: Promise<unknown>, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, Math.max(0, milliseconds));
    promise.finally(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** statfs(2); `f_frsize` is the unit of the counts, old file systems leave it at 0. */
async function statfsOf(path: string): Promise<Space> {
  const found = await statfs(path);
  const unit = (found as unknown as { frsize?: number }).frsize || found.bsize;
  return {
    size: found.blocks * unit,
    free: found.bfree * unit,
    available: found.bavail * unit,
    files: found.files,
    filesFree: found.ffree,
  };
}
