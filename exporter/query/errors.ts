import { shortened } from "../shortened.ts";

/** What Prometheus' HTTP API names `errorType`. */
export type ErrorType =
  | "bad_data"
  | "execution"
  | "timeout"
  | "canceled"
  | "internal"
  | "unavailable";

/** A query that cannot be answered; the message is for the one who wrote it. */
export class QueryError extends Error {
  override name = "QueryError";

  constructor(readonly errorType: ErrorType, message: string, options?: ErrorOptions) {
    super(message, options);
  }
}

/** A query that is wrong in itself: its syntax, its types, or something that this engine has not got. */
export class ParseError extends QueryError {
  override name = "ParseError";
  /** Without the place. */
  readonly reason: string;

  /**
   * @param text the whole query
   * @param at where in it, from 0
   * @param reason without the place; of one that tells a long query again the begin
   */
  constructor(text: string, readonly at: number, reason: string) {
    const before = text.slice(0, at).split("\n");
    const place = `${before.length}:${before.at(-1)!.length + 1}`;
    const told = shortened(reason);
    super("bad_data", `${place}: parse error: ${told}`);
    this.reason = told;
  }
}

/** What a query that fails while it runs throws. */
export function executionError(message: string): QueryError {
  return new QueryError("execution", message);
}
