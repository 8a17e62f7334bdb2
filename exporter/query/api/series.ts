/**
 * The endpoints that tell which series there are.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/#querying-metadata
 * @module
 */
import { ParseError, QueryError } from "../errors.ts";
import { LabelSet } from "../labels.ts";
import type { Matcher } from "../model.ts";
import { parse } from "../parse.ts";
import type { Answer } from "./answer.ts";
import type { ApiOptions, Asked, Endpoint } from "./api.ts";
import { named, type Parameters, wrongParameter } from "./parameters.ts";

/** Selectors in one request: each goes through all series. */
const MAX_SELECTORS = 100;

const LABEL_NAME = /^[a-zA-Z_]\w*$/;

export const SERIES: readonly Endpoint[] = [
  { path: "/api/v1/series", form: true, respond: series },
  { path: "/api/v1/labels", form: true, respond: labels },
  { path: "/api/v1/label/:name/values", respond: values },
];

function series({ parameters }: Asked, api: ApiOptions): Answer {
  if (parameters.list("match[]").length === 0) {
    throw new QueryError("bad_data", "no match[] parameter provided");
  }
  const found = named("match[]", () => matching(parameters, api));
  const sorted = found.sort((a, b) => a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
  return limited(sorted.map(({ record }) => record), parameters);
}

function labels({ parameters }: Asked, api: ApiOptions): Answer {
  const names = matching(parameters, api).flatMap(({ record }) => Object.keys(record));
  return limited([...new Set(names)].sort(), parameters);
}

function values({ parameters, parts }: Asked, api: ApiOptions): Answer {
  const { name } = parts;
  if (!LABEL_NAME.test(name)) {
    throw new QueryError("bad_data", `invalid label name: ${JSON.stringify(name)}`);
  }
  const values = new Set(matching(parameters, api).map((labels) => labels.get(name)));
  values.delete("");
  return limited([...values].sort(), parameters);
}

/** Each series once that one of the selectors selects; all, without a selector. */
function matching(parameters: Parameters, { history, now }: ApiOptions): LabelSet[] {
  const selectors = parameters.list("match[]");
  if (selectors.length > MAX_SELECTORS) {
    throw wrongParameter("match[]", `${selectors.length} selectors: at most ${MAX_SELECTORS}`);
  }
  const from = parameters.time("start", 0);
  const to = parameters.time("end", now());
  const all = selectors.length === 0 ? [[]] : selectors.map(selectorOf);
  const found = new Map<string, LabelSet>();
  for (const matchers of all) {
    for (const record of history.series(matchers, from, to)) {
      const labels = LabelSet.of(record);
      found.set(labels.key, labels);
    }
  }
  return [...found.values()];
}

/** The matchers of a selector, which stands alone. */
function selectorOf(text: string): readonly Matcher[] {
  const { expr } = parse(text);
  if (expr.kind === "selector" && expr.offset === undefined && expr.fixed === undefined) {
    return expr.matchers;
  }
  throw new ParseError(text, expr.at, `only a selector is allowed here, as in up{job="node"}`);
}

function limited(data: readonly unknown[], parameters: Parameters): Answer {
  const limit = parameters.limit();
  if (limit < 0) throw wrongParameter("limit", "limit must be non-negative");
  // 0 is no limit.
  if (limit === 0 || data.length <= limit) return { data };
  return { data: data.slice(0, limit), warnings: ["results truncated due to limit"] };
}
