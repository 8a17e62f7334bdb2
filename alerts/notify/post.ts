/**
 * One request to a receiver.
 *
 * @module
 */
import type { Clock } from "../../exporter/clock.ts";
import { retryAfter } from "./backoff.ts";
import { pieces } from "./pieces.ts";
import { requestProblem } from "./request_problem.ts";

/** Milliseconds from the request to the end of the answer. */
const PATIENCE = 10_000;
/** Bytes of an answer that are read: for its first words only. */
const READ = 1024;
/** Characters of an answer that a log line shows. */
const SHOWN = 200;

/** What is sent. */
export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How it went: the receiver has it, is to be asked again, or does not want it. */
export type Outcome =
  | { readonly kind: "taken" }
  | {
    readonly kind: "again" | "refused";
    /** For the log, without secrets. */
    readonly problem: string;
    /** Milliseconds that the receiver asks to wait. */
    readonly wait: number;
  };

/** The function that fetches, as a test may have its own. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * Posts, and says how it went. Redirects are not followed: what is sent may hold a password that is for
 * this receiver alone.
 *
 * @param stop ends it at once, as one that is to be asked again
 */
export async function send(
  { url, headers, body }: Post,
  { fetch, clock }: { readonly fetch: Fetch; readonly clock: Clock },
  stop: AbortSignal,
): Promise<Outcome> {
  const ended = new AbortController();
  const { signal } = ended;
  const end = () => ended.abort();
  const stopTimer = clock.after(PATIENCE, end);
  stop.addEventListener("abort", end);
  if (stop.aborted) end();
  const why = (error: Error) => {
    if (stop.aborted) return "it did not answer before the end";
    return signal.aborted
      ? `it did not answer in ${PATIENCE / 1000} s`
      : requestProblem(error, url);
  };
  try {
    const answer = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
    // Its status says how it went, whether or not the words behind it come.
    const words = await beginning(answer, signal).catch(() => "");
    return judge(answer, words, clock.now());
  } catch (error) {
    return { kind: "again", problem: why(error as Error), wait: 0 };
  } finally {
    stopTimer();
    stop.removeEventListener("abort", end);
  }
}

function judge({ status, headers }: Response, words: string, now: number): Outcome {
  if (status >= 200 && status < 300) return { kind: "taken" };
  if (status >= 300 && status < 400) {
    const problem =
      `it answered ${status}: redirects are not followed, give the address they lead to`;
    return { kind: "refused", problem, wait: 0 };
  }
  const again = status >= 500 || [408, 425, 429].includes(status);
  return {
    kind: again ? "again" : "refused",
    problem: `it answered ${status}${words && `: ${words}`}`,
    wait: again ? retryAfter(headers.get("retry-after"), now) : 0,
  };
}

/** The beginning of an answer in one line; the rest is not read. */
async function beginning(answer: Response, signal: AbortSignal): Promise<string> {
  const decoder = new TextDecoder();
  let text = "", read = 0;
  for await (const piece of pieces(answer, signal)) {
    read += piece.length;
    text += decoder.decode(piece.subarray(0, READ), { stream: true });
    if (read >= READ) break;
  }
  // deno-lint-ignore no-control-regex -- an answer may hold anything, and goes to a terminal
  return text.replace(/[\s\x00-\x1f\x7f]+/g, " ").trim().slice(0, SHOWN);
}
