/**
 * Asks a running hostvitals, or a Prometheus, what fires.
 *
 * @module
 */
import { withoutSlashes } from "../../exporter/without_slashes.ts";
import type { Address } from "../notify/address.ts";
import { pieces } from "../notify/pieces.ts";
import type { Fetch } from "../notify/post.ts";
import { requestProblem } from "../notify/request_problem.ts";
import type { Firing, Verdict } from "./verdict.ts";

/** Milliseconds for both answers. */
const PATIENCE = 10_000;
/** The largest answer, bytes. */
const LARGEST = 32_000_000;

type Json = Readonly<Record<string, unknown>>;

/**
 * What fires there.
 *
 * @throws {Error} where it does not answer, or with something else, or knows nothing yet
 */
export async function askedOf(address: Address, fetch: Fetch): Promise<Verdict> {
  const signal = AbortSignal.timeout(PATIENCE);
  const [alerts, rules] = await Promise.all(
    ["alerts", "rules"].map((path) => ask(address, path, fetch, signal)),
  );
  const alerting = objects(rules.groups).flatMap((group) => objects(group.rules))
    .filter(({ type }) => type === "alerting");
  // Right after a start: what fired before it would be taken for over.
  if (alerting.length > 0 && alerting.every(({ health }) => health === "unknown")) {
    throw new Error(`${address.host} has not evaluated its rules yet: ask again in a minute`);
  }
  return {
    rules: alerting.length,
    notJudged: [],
    // There is an alert on collectors that fail.
    notMeasured: [],
    failed: alerting.filter(({ health }) => health === "err").map((rule) => ({
      rule: String(rule.name),
      problem: String(rule.lastError),
    })),
    firing: objects(alerts.alerts).filter(({ state }) => state === "firing").map(firing),
  };
}

function firing({ labels, annotations, value, activeAt, silencedBy }: Json): Firing {
  const since = Date.parse(String(activeAt));
  return {
    labels: texts(labels),
    annotations: texts(annotations),
    value: Number(value),
    ...!Number.isNaN(since) && { since },
    silencedBy: Array.isArray(silencedBy) ? silencedBy.map(String) : [],
  };
}

async function ask(
  { url, headers, host }: Address,
  path: string,
  fetch: Fetch,
  signal: AbortSignal,
): Promise<Json> {
  const asked = `${withoutSlashes(url)}/api/v1/${path}`;
  let answer: Response, text: string;
  try {
    answer = await fetch(asked, { headers, redirect: "manual", signal });
    text = await bounded(answer, signal);
  } catch (error) {
    const isLate = (error as Error).name === "TimeoutError";
    const problem = isLate
      ? `no answer in ${PATIENCE / 1000} s`
      : requestProblem(error as Error, asked);
    throw new Error(`${host} could not be asked: ${problem}`);
  }
  if (!answer.ok) throw new Error(`${host} answers ${answer.status} to /api/v1/${path}`);
  const { data } = parsed(text);
  if (isObject(data)) return data;
  throw new Error(`${host} is no hostvitals: it answers something else to /api/v1/${path}`);
}

async function bounded(answer: Response, signal: AbortSignal): Promise<string> {
  const decoder = new TextDecoder();
  let text = "", read = 0;
  for await (const piece of pieces(answer, signal)) {
    read += piece.length;
    if (read > LARGEST) throw new RangeError(`the answer is larger than ${LARGEST} bytes`);
    text += decoder.decode(piece, { stream: true });
  }
  return text;
}

function parsed(text: string): Json {
  try {
    const value = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    // Said by whoever asked.
    return {};
  }
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const objects = (value: unknown): Json[] => Array.isArray(value) ? value.filter(isObject) : [];

const texts = (value: unknown) =>
  Object.fromEntries(
    Object.entries(isObject(value) ? value : {}).map(([name, text]) => [name, String(text)]),
  );
