/**
 * Answers of the API.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/#format-overview
 * @module
 */
import { gzip, takesGzip } from "../../gzip.ts";
import { type ErrorType, QueryError } from "../errors.ts";
import { RequestError } from "./parameters.ts";

/** Prometheus' statuses. */
const STATUS: Readonly<Record<ErrorType, number>> = {
  bad_data: 400,
  execution: 422,
  timeout: 503,
  canceled: 503,
  unavailable: 503,
  internal: 500,
};

/** Shorter bodies are not worth a compression. */
const WORTH_GZIP = 2048;

/** What an endpoint that is no query answers with. */
export interface Answer {
  readonly data: unknown;
  readonly warnings?: readonly string[];
}

/** A success in JSON. */
export function success(request: Request, { data, warnings = [] }: Answer): Response {
  return json(request, 200, { status: "success", data, ...warnings.length > 0 && { warnings } });
}

/** An error in JSON, with the status that Prometheus gives it. */
export function failure(request: Request, error: QueryError): Response {
  const status = error instanceof RequestError ? error.status : STATUS[error.errorType];
  const { errorType, message } = error;
  return json(request, status, { status: "error", errorType, error: message });
}

function json(request: Request, status: number, value: unknown): Response {
  return whole(request, JSON.stringify(value), status);
}

/** A body of JSON that is there as a whole. */
export function whole(request: Request, text: string, status = 200): Response {
  const zipped = text.length >= WORTH_GZIP && takesGzip(request);
  return new Response(zipped ? gzip(text) : text, { status, headers: headers(zipped) });
}

/** No header lets pages of other origins read the answers: they tell much of this host. */
export function headers(zipped: boolean): HeadersInit {
  return {
    "content-type": "application/json",
    "vary": "accept-encoding",
    "x-content-type-options": "nosniff",
    ...zipped && { "content-encoding": "gzip" },
  };
}
