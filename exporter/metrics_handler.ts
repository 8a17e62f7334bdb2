/**
 * `/metrics`.
 *
 * @module
 */
import type { MetricFamily } from "../collectors/collector.ts";
import { inTurns, urgently } from "../collectors/turns.ts";
import { CONTENT_TYPES, Encoder, type Format } from "./exposition.ts";
import { gzipping, takesGzip } from "./gzip.ts";
import { LEFT_OUT } from "./peer_flags.ts";
import { remembering } from "./remembering.ts";
import { type Scraper, UnknownCollector } from "./scrape.ts";
import { SharedWork } from "./shared_work.ts";
import { accepts } from "./std.ts";
import type { Telemetry } from "./telemetry.ts";

/** Answers a request. */
export type Handler = (request: Request) => Response | Promise<Response>;

/** Seconds that a scrape may take if the scraper does not say. */
const USUAL_TIMEOUT = 10;
/** Seconds left for the way back. */
const WAY_BACK = 0.5;

/** What the handler of `/metrics` needs. */
export interface MetricsOptions {
  readonly scraper: Scraper;
  readonly telemetry: Pick<Telemetry, "scrapes" | "scrapeSeconds" | "inFlight" | "bytes"> & {
    families(): Promise<MetricFamily[]>;
  };
  /** Different scrapes at the same time; 0 for any number. */
  readonly maxRequests: number;
  /** Whether the metrics of hostvitals itself are served too. */
  readonly own?: boolean;
}

/**
 * The handler of `/metrics`: both formats by `Accept`, gzip by `Accept-Encoding`, `collect[]` and
 * `exclude[]`, within the time that `X-Prometheus-Scrape-Timeout-Seconds` allows. Requests for the
 * same at the same time get the same answer.
 */
export function metricsHandler(
  { scraper, telemetry, maxRequests, own = true }: MetricsOptions,
): Handler {
  const encoders: Record<Format, Encoder> = {
    text: new Encoder("text"),
    openmetrics: new Encoder("openmetrics"),
  };
  const bodies = new SharedWork<Body>();

  async function body(wanted: Wanted): Promise<Body> {
    const scrape = await scraper.scrape(wanted.budget, wanted.collectors);
    const families = own ? [...await telemetry.families(), ...scrape.families] : scrape.families;
    const encoder = encoders[wanted.format];
    const exposition = await inTurns(encoder.encoding(families));
    // A copy, because to let the encoder's memory grow anew for each scrape would be five times as much garbage.
    const made = wanted.gzip ? await inTurns(gzipping(exposition)) : exposition.slice();
    encoder.reuse(exposition);
    return made;
  }

  async function answerTo(wanted: Wanted): Promise<Response> {
    const key = keyOf(wanted, scraper.names);
    // Who asks for what others get costs no work of its own.
    if (maxRequests > 0 && bodies.size >= maxRequests && !bodies.isUnderWay(key)) {
      return text(503, `${maxRequests} scrapes are being answered already: try again later\n`);
    }
    telemetry.inFlight.inc();
    try {
      const made = await bodies.of(key, () => urgently(() => body(wanted)));
      telemetry.bytes.inc(made.length);
      return new Response(made, { headers: headersOf(wanted) });
    } finally {
      telemetry.inFlight.dec();
    }
  }

  async function answer(request: Request): Promise<Response> {
    try {
      return await answerTo(wantedOf(request, scraper.names));
    } catch (error) {
      if (error instanceof UnknownCollector) return text(400, `${error.message}\n`);
      throw error;
    }
  }

  return async (request) => {
    const since = performance.now();
    const response = await answer(request);
    telemetry.scrapes.inc({ code: String(response.status) });
    telemetry.scrapeSeconds.observe((performance.now() - since) / 1000);
    return response;
  };
}

type Body = Uint8Array<ArrayBuffer>;

/** What a request asks for. */
interface Wanted {
  readonly format: Format;
  readonly gzip: boolean;
  readonly collectors: readonly string[];
  /** Milliseconds. */
  readonly budget: number;
}

/** What those have in common who get the same answer. */
function keyOf({ format, gzip, budget, collectors }: Wanted, all: readonly string[]): string {
  return `${format} ${gzip} ${budget} ${collectors === all ? "" : collectors.join()}`;
}

function wantedOf(request: Request, all: readonly string[]): Wanted {
  return {
    format: formatOf(request.headers.get("accept") ?? ""),
    gzip: takesGzip(request),
    collectors: collectorsOf(request, all),
    budget: budgetOf(request.headers.get("x-prometheus-scrape-timeout-seconds")),
  };
}

const formatOf = remembering((accept): Format => {
  if (accept === "") return "text";
  const request = { headers: new Headers({ accept }) };
  const type = accepts(request).find((type) =>
    type === "application/openmetrics-text" || ["text/plain", "text/*", "*/*"].includes(type)
  );
  return type === "application/openmetrics-text" ? "openmetrics" : "text";
});

function collectorsOf(request: Request, all: readonly string[]): readonly string[] {
  // Most requests have no query, and taking an address apart costs more than looking for its sign.
  if (!request.url.includes("?")) return all;
  const query = new URL(request.url).searchParams;
  const collect = new Set(query.getAll("collect[]"));
  const exclude = new Set(query.getAll("exclude[]"));
  if (collect.size > 0 && exclude.size > 0) {
    throw new UnknownCollector("collect[] and exclude[] cannot be combined: use one of them");
  }
  for (const name of collect) {
    // One of node_exporter's that is left out has no samples, and must not cost those of the others.
    if (!all.includes(name) && !Object.hasOwn(LEFT_OUT, name)) {
      throw new UnknownCollector(
        `missing collector: ${JSON.stringify(name)}; there are ${all.join(", ")}`,
      );
    }
  }
  if (collect.size > 0) return all.filter((name) => collect.has(name));
  // One that is not on is excluded already.
  return all.filter((name) => !exclude.has(name));
}

/** Milliseconds that a scrape may take, by the header's seconds. */
export function budgetOf(header: string | null): number {
  const seconds = Number(header ?? NaN);
  const timeout = seconds > 0 && seconds < 3600 ? seconds : USUAL_TIMEOUT;
  return 1000 * Math.max(timeout - WAY_BACK, timeout / 2);
}

function headersOf({ format, gzip }: Wanted): HeadersInit {
  const headers: Record<string, string> = {
    "content-type": CONTENT_TYPES[format],
    "vary": "accept, accept-encoding",
  };
  if (gzip) headers["content-encoding"] = "gzip";
  return headers;
}

/** A short answer in words. */
export function text(status: number, body: string, headers: Record<string, string> = {}): Response {
  return new Response(body, {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", ...headers },
  });
}
