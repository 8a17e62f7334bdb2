/**
 * What the web configuration puts before every page: rate limit, basic authentication, headers.
 *
 * @module
 */
import { BasicAuth, credentials, type Verdict } from "./auth.ts";
import { type Client, type Service, SOMEBODY } from "./client.ts";
import { heldBack } from "./connections.ts";
import { text } from "./metrics_handler.ts";
import { RateLimit } from "./rate_limit.ts";
import { pathOf } from "./router.ts";
import { Tarpit } from "./tarpit.ts";
import type { RateLimitConfig, WebConfig } from "./web_config.ts";

/** The one path that is open to all, and not counted: whoever restarts a program by it has no password. */
const OPEN = "/-/healthy";

/** The answers to those who may not pass. */
const REFUSALS: Readonly<Record<Exclude<Verdict, "right">, () => Response>> = {
  wrong: () =>
    text(401, "this page needs a user and a password\n", {
      "www-authenticate": 'Basic realm="hostvitals", charset="UTF-8"',
    }),
  busy: () => text(503, "too many passwords to check: try again\n", { "retry-after": "1" }),
};

/**
 * A handler behind the settings that hold when a request comes.
 *
 * @param current those settings
 */
export function guarded(
  current: () => WebConfig,
  handler: Service,
  auth: BasicAuth = new BasicAuth(),
  tarpit: Pick<Tarpit, "take"> = new Tarpit(),
): Service {
  const tooMany = limiter();
  return async (request, client = SOMEBODY) => {
    const config = current();
    const response = pathOf(request.url) === OPEN
      ? await handler(request, client)
      : tooMany(config.rateLimit) ?? await refused(request, client, config, auth, tarpit) ??
        await handler(request, config.users.size > 0 ? { ...client, authenticated: true } : client);
    return withHeaders(response, config.headers);
  };
}

async function refused(
  request: Request,
  client: Client,
  { users }: WebConfig,
  auth: BasicAuth,
  tarpit: Pick<Tarpit, "take">,
): Promise<Response | undefined> {
  if (users.size === 0) return undefined;
  const header = request.headers.get("authorization");
  // So a browser begins, to be told that it must ask its user.
  if (header === null) return REFUSALS.wrong();
  const given = credentials(header);
  const verdict = given ? await auth.check(given, users, client) : "wrong";
  if (verdict === "right") return undefined;
  await heldBack(request, tarpit.take());
  return REFUSALS[verdict]();
}

/** Answers 429 beyond the limit; a limit that changes begins anew. */
function limiter(): (config: RateLimitConfig | undefined) => Response | undefined {
  let limit: RateLimit | undefined;
  return (config) => {
    if (!config) return limit = undefined;
    const { interval, burst } = limit?.config ?? {};
    if (!limit || interval !== config.interval || burst !== config.burst) {
      limit = new RateLimit(config);
    }
    const wait = limit.take();
    if (wait === 0) return undefined;
    const seconds = String(Math.ceil(wait / 1000));
    return text(429, "too many requests: slow down\n", { "retry-after": seconds });
  };
}

/** With the headers that it does not set itself: a page that needs a policy of its own knows why. */
function withHeaders(response: Response, headers: WebConfig["headers"]): Response {
  for (const [name, value] of Object.entries(headers)) {
    if (!response.headers.has(name)) response.headers.set(name, value);
  }
  return response;
}
