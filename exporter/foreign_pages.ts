/**
 * Keeps pages of other sites, in the browser of somebody who can reach this host, from reading it.
 *
 * Only what a browser sends is looked at: Prometheus, Grafana's server and curl are not concerned.
 *
 * @see https://developer.mozilla.org/docs/Glossary/Fetch_metadata_request_header
 * @see https://en.wikipedia.org/wiki/DNS_rebinding
 * @module
 */
import { type Service, SOMEBODY } from "./client.ts";
import { text } from "./metrics_handler.ts";
import { allowedName, type OwnName, ownName } from "./own_names.ts";

/** What every answer says: no page of another origin may take it in, and it is what it says it is. */
const HEADERS: readonly (readonly [string, string])[] = [
  ["cross-origin-resource-policy", "same-origin"],
  ["x-content-type-options", "nosniff"],
];

/**
 * A service that refuses, with 403 and the reason,
 *
 * - what a page of another site asks for, but a link to a page of ours that is followed;
 * - what a browser asks for under a name that is not this host's: a page whose name was made to lead
 *   here (DNS rebinding) is of the same origin for the browser. Over TLS such a name has no certificate,
 *   and a page that has no password is refused anyway.
 *
 * @param names of this host
 * @param byHand more of them, by hand: a proxy may give our pages under them
 */
export function withoutForeignPages(
  names: readonly string[],
  byHand: readonly string[],
  service: Service,
): Service {
  const allowed = allowedName(byHand);
  const ownOne = ownName(names);
  const own: OwnName = (name) => ownOne(name) || allowed(name);
  return (request, client = SOMEBODY) => {
    const problem = isOfBrowser(request.headers)
      ? foreign(request, allowed) ??
        (client.authenticated || request.url.startsWith("https:")
          ? undefined
          : misnamed(request, own))
      : undefined;
    const answer = problem === undefined ? service(request, client) : text(403, problem);
    return answer instanceof Promise ? answer.then(withHeaders) : withHeaders(answer);
  };
}

/** Whether a browser sent it; none leaves all of these out, and no page can make it. */
function isOfBrowser(headers: Headers): boolean {
  return headers.has("accept-language") || headers.has("sec-fetch-site") || headers.has("origin") ||
    headers.get("user-agent")?.startsWith("Mozilla/") === true;
}

/** Why the page that asks must not. */
function foreign({ headers, method, url }: Request, allowed: OwnName): string | undefined {
  const site = headers.get("sec-fetch-site");
  const followed = method === "GET" && headers.get("sec-fetch-mode") === "navigate" &&
    headers.get("sec-fetch-dest") === "document";
  const origin = headers.get("origin");
  const isForeign = (site === "cross-site" || site === "same-site") && !followed ||
    origin !== null && !isOrigin(origin, new URL(url), allowed);
  return isForeign ? "a page of another site asked for this, and may not read it\n" : undefined;
}

/** Whether a page of this origin may ask; behind a proxy the name of its address is another one. */
function isOrigin(origin: string, { host }: URL, allowed: OwnName): boolean {
  const from = URL.parse(origin);
  return from !== null && (from.host === host || from.hostname !== "" && allowed(from.hostname));
}

/** Why the name is not one to ask under. */
function misnamed({ url }: Request, own: OwnName): string | undefined {
  const { hostname } = new URL(url);
  return own(hostname)
    ? undefined
    : `${hostname} is not known to be this host: ask by its IP address, ` +
      `or start it with --web.allowed-host=${hostname}\n`;
}

function withHeaders(answer: Response): Response {
  for (const [name, value] of HEADERS) answer.headers.set(name, value);
  return answer;
}
