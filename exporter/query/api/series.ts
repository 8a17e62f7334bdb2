/**
 * The endpoints that tell which series there are.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/#querying-metadata
 * @module
 */
import { QueryError } from "../errors.ts";
import { LabelSet } from "../labels.ts";
import { selectsAll } from "../matchers.ts";
import type { Matcher } from "../model.ts";
import type { Answer } from "./answer.ts";
import type { ApiOptions, Asked } from "./api.ts";
import { named, type Parameters, wrongParameter } from "./parameters.ts";

/** Selectors in one request: each goes through all series. */
const MAX_SELECTORS = 100;

const LABEL_NAME = /^[a-zA-Z_]\w*$/;

/** `/series`. */
export async function series({ request, parameters }: Asked, api: ApiOptions): Promise<Answer> {
  if (parameters.list("match[]").length === 0) {
    throw new QueryError("bad_data", "no match[] parameter provided");
  }
  const found = await named("match[]", () => matching(parameters, api, request.signal));
  const sorted = found.sort((a, b) => a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
  return limited(sorted.map(({ record }) => record), parameters);
}

/** `/labels`. */
export async function labels({ request, parameters }: Asked, api: ApiOptions): Promise<Answer> {
  const names = new Set<string>();
  for (const { record } of await matching(parameters, api, request.signal)) {
    for (const name in record) names.add(name);
  }
  return limited([...names].sort(), parameters);
}

/** `/label/<name>/values`. */
export async function values(asked: Asked, api: ApiOptions): Promise<Answer> {
  const { request, parameters, parts: { name } } = asked;
  if (!LABEL_NAME.test(name)) {
    throw new QueryError("bad_data", `invalid label name: ${JSON.stringify(name)}`);
  }
  const found = await matching(parameters, api, request.signal);
  const values = new Set(found.map((labels) => labels.get(name)));
  values.delete("");
  return limited([...values].sort(), parameters);
}

/** Each series once that one of the selectors selects; all, without a selector. */
async function matching(
  parameters: Parameters,
  { history, now, preparation }: ApiOptions,
  signal: AbortSignal,
): Promise<LabelSet[]> {
  const selectors = parameters.list("match[]");
  if (selectors.length > MAX_SELECTORS) {
    throw wrongParameter("match[]", `${selectors.length} selectors: at most ${MAX_SELECTORS}`);
  }
  const from = parameters.time("start", 0);
  const to = parameters.time("end", now());
  const found = new Map<string, LabelSet>();
  const add = (matchers: readonly Matcher[]) => {
    for (const record of history.series(matchers, from, to)) {
      const labels = LabelSet.of(record);
      found.set(labels.key, labels);
    }
  };
  if (selectors.length === 0) add([]);
  for (const text of selectors) {
    const matchers = await preparation.selector(text, signal);
    if (selectsAll(matchers)) {
      throw wrongParameter("match[]", "match[] must contain at least one non-empty matcher");
    }
    add(matchers);
  }
  return [...found.values()];
}

function limited(data: readonly unknown[], parameters: Parameters): Answer {
  const limit = parameters.limit();
  if (limit < 0) throw wrongParameter("limit", "limit must be non-negative");
  // 0 is no limit.
  if (limit === 0 || data.length <= limit) return { data };
  return { data: data.slice(0, limit), warnings: ["results truncated due to limit"] };
}
