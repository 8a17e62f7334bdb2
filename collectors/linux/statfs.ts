/**
 * Asks file systems for their space without ever being held up by one that does not answer.
 *
 * @module
 */
import process from "node:process";
import type { Space } from "../readings.ts";
import { libc, type Statfs } from "./libc.ts";

/**
 * The space of the file system at a path, at once; undefined where it fails. Only for one that
 * never hangs, because the whole program waits: it takes 2 µs where a thread takes 200 µs of CPU until all is
 * woken and asleep again, a third of a whole scrape.
 */
export function spaceNow(path: string): Space | undefined {
  try {
    const calls = libc();
    const found = calls ? calls.statfs(path) : nodeFs().statfsSync(path);
    return found && spaceOf(found);
  } catch {
    // Unmounted in between, or not for us: it shows as node_filesystem_device_error.
    return undefined;
  }
}

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
  spaces(paths: readonly string[], timeout: number): Promise<(Space | undefined)[]> {
    return new Promise((resolve) => {
      const spaces = new Array<Space | undefined>(paths.length).fill(undefined);
      const end = performance.now() + timeout;
      let next = 0, waiting = 0, places = AT_ONCE;
      const done = () => {
        clearInterval(timer);
        // Answers that come from now on belong to nobody.
        resolve(spaces.slice());
      };
      const goOn = () => {
        while (places > 0 && next < paths.length) {
          const at = next++;
          const question = this.#question(paths[at]);
          if (!question || performance.now() - question.since > timeout) continue;
          waiting++;
          places--;
          question.answer.then((space) => {
            spaces[at] = space;
            waiting--;
            places++;
            goOn();
          });
        }
        if (waiting === 0 && next === paths.length) done();
      };
      const timer = setInterval(() => {
        if (performance.now() >= end) return done();
        // Those that have not answered yet hold nobody back any longer.
        places = AT_ONCE;
        goOn();
      }, Math.min(PATIENCE, timeout));
      goOn();
    });
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

/** The C library asks where it can; node has the words for why it could not. */
async function statfsOf(path: string): Promise<Space> {
  return spaceOf(await libc()?.statfsLater(path) ?? await nodeFs().promises.statfs(path));
}

/** Loaded when it is needed: it costs 18 ms of a start. */
const nodeFs = () => process.getBuiltinModule("node:fs");

/** `f_frsize` is the unit of the counts; old file systems leave it at 0, and some runtimes do not tell it. */
function spaceOf(found: Omit<Statfs, "frsize"> & Partial<Statfs>): Space {
  const unit = found.frsize || found.bsize;
  return {
    size: found.blocks * unit,
    free: found.bfree * unit,
    available: found.bavail * unit,
    files: found.files,
    filesFree: found.ffree,
  };
}
