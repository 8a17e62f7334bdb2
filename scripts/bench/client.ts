/**
 * Scrapes as Prometheus does: one connection that stays open.
 *
 * @module
 */
import { Agent, get, type IncomingMessage } from "node:http";
import { gunzipSync } from "node:zlib";

/** Milliseconds after which an answer is not waited for any longer. */
const TIMEOUT = 10_000;

/** How a scrape is asked for. */
export type Condition = "plain" | "prometheus";

/** The headers of each condition; Prometheus' are those of version 3. */
const HEADERS: Readonly<Record<Condition, Record<string, string>>> = {
  plain: { "accept-encoding": "identity" },
  prometheus: {
    "accept": "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6," +
      "application/openmetrics-text;version=0.0.1;q=0.5," +
      "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4," +
      "text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
    "accept-encoding": "gzip",
    "x-prometheus-scrape-timeout-seconds": "10",
  },
};

/** One answer. */
export interface Answer {
  /** Milliseconds from the request to the answer's last byte. */
  readonly took: number;
  /** Of the body, as it came over the wire. */
  readonly bytes: number;
  readonly body: Uint8Array;
  readonly encoding: string | undefined;
}

/** One scraper of one exporter. */
export class Client implements Disposable {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(private readonly url: string) {}

  /**
   * @throws {Error} at any answer but 200, and at none
   */
  scrape(condition: Condition): Promise<Answer> {
    const since = performance.now();
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const options = { agent: this.#agent, headers: HEADERS[condition], timeout: TIMEOUT };
    const request = get(this.url, options, (response) => {
      const pieces: Uint8Array[] = [];
      response.on("data", (piece: Uint8Array) => pieces.push(piece));
      response.on("error", reject);
      response.on("end", () => {
        const took = performance.now() - since;
        if (response.statusCode !== 200) {
          reject(new Error(`${this.url} must answer 200, got ${response.statusCode}`));
        } else resolve(answer(took, pieces, response));
      });
    });
    request.on("error", reject);
    request.on("timeout", () => request.destroy(new Error(`no answer in ${TIMEOUT} ms`)));
    return promise;
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}

function answer(took: number, pieces: readonly Uint8Array[], { headers }: IncomingMessage): Answer {
  const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
  const body = new Uint8Array(bytes);
  let at = 0;
  for (const piece of pieces) {
    body.set(piece, at);
    at += piece.length;
  }
  return { took, bytes, body, encoding: headers["content-encoding"] };
}

/** The text of an answer. */
export const textOf = ({ body, encoding }: Answer): string =>
  new TextDecoder().decode(encoding === "gzip" ? gunzipSync(body) : body);

/** How many families and series there are in an answer, in either format. */
export function count(answer: Answer): { families: number; series: number } {
  const lines = textOf(answer).split("\n").filter((line) => line !== "");
  return {
    families: lines.filter((line) => line.startsWith("# TYPE ")).length,
    series: lines.filter((line) => !line.startsWith("#")).length,
  };
}

/** A port of the loopback that nobody listens on now. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
