/**
 * Who asks.
 *
 * @module
 */

/** The other end of a request's connection. */
export interface Client {
  /** The IP address; empty where the system does not say. */
  readonly address: string;
  /** Whether it proved who it is: a password, or a certificate that was verified. */
  readonly authenticated?: boolean;
}

/** Answers all requests of a server; who asks is not known where a test asks. */
export type Service = (request: Request, client?: Client) => Response | Promise<Response>;

/** Where it is not known: nobody of this host. */
export const SOMEBODY: Client = { address: "" };

const LOOPBACK = /^(::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/;
/** What a reverse proxy adds: then the connection is of this host, the client perhaps not. */
const FORWARDED = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];

/**
 * Whether a request was made on this host, by somebody who meant this host. A page of another origin
 * whose name was made to lead here is told by the name that the browser asked for.
 *
 * @param hostname the name of this host
 */
export function isOfThisHost(request: Request, client: Client, hostname: string): boolean {
  if (!LOOPBACK.test(client.address)) return false;
  if (FORWARDED.some((name) => request.headers.has(name))) return false;
  const asked = new URL(request.url).hostname.replace(/^\[|\]$/g, "");
  return asked === "localhost" || asked === hostname.toLowerCase() || LOOPBACK.test(asked);
}
