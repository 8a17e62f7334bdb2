/**
 * Which handler answers a request.
 *
 * @module
 */
import { type Client, type Service, SOMEBODY } from "./client.ts";
import { text } from "./metrics_handler.ts";

/** The parts of a path that a route leaves open, decoded. */
export type PathParts = Readonly<Record<string, string>>;

/** Answers the requests of one route. */
export type RouteHandler = (
  request: Request,
  parts: PathParts,
  client: Client,
) => Response | Promise<Response>;

/** Who answers: to GET and HEAD, or to the methods that it names. */
export type Route = RouteHandler | {
  readonly methods: readonly string[];
  readonly handler: RouteHandler;
};

/** Routes by path; a part of a path may be open, as `:name` in `/label/:name/values`. */
export type Routes = Readonly<Record<string, Route>>;

const READING: readonly string[] = ["GET", "HEAD"];

/** The handler of all requests: 404 and 405 for what no route is for. */
export function router(routes: Routes): Service {
  const open = Object.keys(routes).filter((path) => path.includes("/:")).map(pattern);
  return (request, client = SOMEBODY) => {
    const path = pathOf(request.url);
    const found = Object.hasOwn(routes, path) ? { name: path, parts: {} } : matching(open, path);
    if (!found) return text(404, `no such page; there are ${Object.keys(routes).join(" ")}\n`);
    const route = routes[found.name];
    const { methods, handler } = typeof route === "function"
      ? { methods: READING, handler: route }
      : route;
    if (!methods.includes(request.method)) {
      const wanted = methods.filter((method) => method !== "HEAD").join(" or ");
      return text(405, `${request.method} is not for this page: use ${wanted}\n`, {
        allow: methods.join(", "),
      });
    }
    // Of the answer to HEAD the server sends the head alone.
    return handler(request, found.parts, client);
  };
}

/** A path with open parts, and what matches it. */
interface Pattern {
  readonly name: string;
  readonly expression: RegExp;
}

function pattern(name: string): Pattern {
  const parts = name.split("/").map((part) =>
    part[0] === ":" ? `(?<${part.slice(1)}>[^/]+)` : part
  );
  return { name, expression: new RegExp(`^${parts.join("/")}$`) };
}

/** The open route that a path is of. */
function matching(
  patterns: readonly Pattern[],
  path: string,
): { name: string; parts: PathParts } | undefined {
  for (const { name, expression } of patterns) {
    const groups = expression.exec(path)?.groups;
    const parts = groups && decoded(groups);
    if (parts) return { name, parts };
  }
}

function decoded(groups: Record<string, string>): PathParts | undefined {
  try {
    return Object.fromEntries(
      Object.entries(groups).map(([name, part]) => [name, decodeURIComponent(part)]),
    );
  } catch {
    // Percent signs that stand for no UTF-8: no page.
    return undefined;
  }
}

/** The path of a request's address, which is always absolute, without its query. */
export function pathOf(url: string): string {
  const start = url.indexOf("/", url.indexOf("://") + 3);
  const end = url.indexOf("?", start);
  return url.slice(start, end < 0 ? undefined : end);
}
