/**
 * Sends large results while they are made, and bounds the memory of those that are under way.
 *
 * @module
 */
import { round } from "../../../collectors/turns.ts";
import { type Stream, streaming } from "../../connections.ts";
import { takesGzip } from "../../gzip.ts";
import { QueryError } from "../errors.ts";
import type { Result } from "../results.ts";
import { headers, whole } from "./answer.ts";
import { successJson } from "./encode.ts";

/** What an outbox allows. */
export interface OutboxOptions {
  /** Points of all results that are being sent; 4 million: 64 MB. */
  readonly maxPoints?: number;
  /** Milliseconds that a client may take to read a piece; 10 seconds. */
  readonly patience?: number;
}

/** Sends results. */
export class Outbox {
  readonly #maxPoints: number;
  readonly #patience: number;
  #points = 0;

  constructor({ maxPoints = 4_000_000, patience = 10_000 }: OutboxOptions = {}) {
    this.#maxPoints = maxPoints;
    this.#patience = patience;
  }

  /** Points of the results that are being sent. */
  get points(): number {
    return this.#points;
  }

  /**
   * An answer with this result; a small one is made at once.
   *
   * @throws {QueryError} too much is being sent already
   */
  answer(request: Request, result: Result): Response {
    const pieces = successJson(result);
    const first = pieces.next().value as string;
    const second = pieces.next();
    if (second.done) return whole(request, first);
    const zipped = takesGzip(request);
    // Of the answer to HEAD only the head is sent: nobody would read the rest.
    const body = request.method === "HEAD"
      ? null
      : this.#stream(request, joined([first, second.value], pieces), pointsOf(result), zipped);
    return new Response(body, { headers: headers(zipped) });
  }

  #stream(
    request: Request,
    pieces: Iterator<string>,
    points: number,
    zipped: boolean,
  ): ReadableStream {
    if (this.#points + points > this.#maxPoints) {
      throw new QueryError("unavailable", "too many large answers are being sent: try again");
    }
    this.#points += points;
    const connection = streaming(request);
    const bytes = paced(pieces, this.#patience, {
      end: () => {
        this.#points -= points;
        connection.end();
      },
      hangUp: () => connection.hangUp(),
    });
    return zipped ? bytes.pipeThrough(new CompressionStream("gzip")) : bytes;
  }
}

function* joined(before: Iterable<string>, rest: Iterable<string>): Generator<string> {
  yield* before;
  yield* rest;
}

function pointsOf(result: Result): number {
  if (result.resultType === "vector") return result.result.length;
  if (result.resultType !== "matrix") return 1;
  return result.result.reduce((sum, { times }) => sum + times.length, 0);
}

/** A stream that makes a piece when it is wanted, and lets the event loop turn before the next one. */
function paced(
  pieces: Iterator<string>,
  patience: number,
  { end, hangUp }: Stream,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  const close = () => {
    clearTimeout(timer);
    if (!ended) end();
    ended = true;
  };
  return new ReadableStream({
    async pull(controller) {
      clearTimeout(timer);
      await round();
      if (ended) return;
      const { done, value } = pieces.next();
      if (done) {
        close();
        return controller.close();
      }
      controller.enqueue(encoder.encode(value));
      timer = setTimeout(() => {
        close();
        controller.error(new Error("the client does not read its answer"));
        // What waits to be written knows nothing of that error.
        hangUp();
      }, patience);
    },
    cancel: close,
  });
}
