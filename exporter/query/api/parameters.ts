/**
 * The parameters of a request: of its address, and of the form in its body.
 *
 * @module
 */
import { type ErrorType, ParseError, QueryError } from "../errors.ts";
import { parseSpan, parseTime } from "./times.ts";

/** The longest body, bytes. */
const LONGEST = 1_000_000;

const FORM = "application/x-www-form-urlencoded";

/** A request that is refused with a status of its own. */
export class RequestError extends QueryError {
  override name = "RequestError";

  constructor(readonly status: number, message: string, errorType: ErrorType = "bad_data") {
    super(errorType, message);
  }
}

/** A parameter that is wrong, in Prometheus' words. */
export function wrongParameter(name: string, problem: string): QueryError {
  return new QueryError("bad_data", `invalid parameter ${JSON.stringify(name)}: ${problem}`);
}

/** What a request asks for; the body's parameters go before the address'. */
export class Parameters {
  private constructor(private readonly all: readonly URLSearchParams[]) {}

  /** @throws {RequestError} the body is too long, or no form */
  static async of(request: Request): Promise<Parameters> {
    const { searchParams } = new URL(request.url);
    if (request.method !== "POST") return new Parameters([searchParams]);
    return new Parameters([new URLSearchParams(await formOf(request)), searchParams]);
  }

  /** The first value; "" without one. */
  text(name: string): string {
    return this.list(name)[0] ?? "";
  }

  /** All values. */
  list(name: string): string[] {
    return this.all.flatMap((parameters) => parameters.getAll(name));
  }

  /**
   * A time, milliseconds.
   *
   * @param usual if it is not given; without it, it must be given
   */
  time(name: string, usual?: number): number {
    return this.#parsed(name, parseTime, usual);
  }

  /** A duration, milliseconds; `usual` as above. */
  span(name: string, usual?: number): number {
    return this.#parsed(name, parseSpan, usual);
  }

  /** How many at most; Infinity if it is not given. */
  limit(name = "limit"): number {
    const text = this.text(name);
    if (text === "") return Infinity;
    const limit = /^[+-]?\d+$/.test(text) ? Number(text) : NaN;
    // NaN fails this comparison, too.
    if (!(Math.abs(limit) <= 2 ** 63)) throw new QueryError("bad_data", `${name} must be a number`);
    return limit;
  }

  #parsed(name: string, parse: (text: string) => number, usual?: number): number {
    const text = this.text(name);
    if (text === "" && usual !== undefined) return usual;
    try {
      return parse(text);
    } catch (error) {
      throw error instanceof SyntaxError ? wrongParameter(name, error.message) : error;
    }
  }
}

/** Does work on a query or selector; where it is wrong, the error names its parameter. */
export async function named<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ParseError ? wrongParameter(name, error.message) : error;
  }
}

async function formOf(request: Request): Promise<string> {
  const body = await textOf(request);
  const type = request.headers.get("content-type") ?? "";
  if (body !== "" && type.split(";")[0].trim().toLowerCase() !== FORM) {
    throw new RequestError(415, `the body must be ${FORM}, got ${JSON.stringify(type)}`);
  }
  return body;
}

async function textOf({ body }: Request): Promise<string> {
  if (!body) return "";
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  try {
    for await (const part of body) {
      length += part.length;
      if (length > LONGEST) throw new RequestError(413, `a body of more than ${LONGEST} bytes`);
      text += decoder.decode(part, { stream: true });
    }
  } catch (error) {
    if (error instanceof RequestError) throw error;
    // Whoever sent it went away.
    throw new QueryError("canceled", "the body ended too early", { cause: error });
  }
  return text + decoder.decode();
}
