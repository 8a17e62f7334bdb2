/**
 * The endpoints that tell of metrics, of the one target, and of the program.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/#targets
 * @module
 */
import type { Answer } from "./answer.ts";
import type { ApiOptions, Asked } from "./api.ts";
import { named } from "./parameters.ts";

/** How often every series is read. */
const INTERVAL = "15s";

/** Before the first reading; Go's zero time. */
const NEVER = "0001-01-01T00:00:00Z";

/** The Prometheus whose language and API these are: clients ask for it to know what they may send. */
const PROMETHEUS = "2.42.0";

/** Type, help and unit of a family, in the API's words. */
interface Described {
  readonly type: string;
  readonly help: string;
  readonly unit: string;
}

/** The families that a request asks for. */
function described({ parameters }: Asked, { history }: ApiOptions): [string, Described][] {
  const limit = parameters.limit();
  const wanted = parameters.text("metric");
  const all = [...history.metadata()].filter(([name]) => wanted === "" || name === wanted);
  return all.slice(0, limit < 0 ? undefined : limit).map(([name, { type, help }]) => [
    name,
    { type: type === "untyped" ? "unknown" : type, help, unit: "" },
  ]);
}

/** `/metadata`. */
export function metadata(asked: Asked, api: ApiOptions): Answer {
  return { data: Object.fromEntries(described(asked, api).map(([name, one]) => [name, [one]])) };
}

/** `/targets/metadata`. */
export async function targetMetadata(asked: Asked, api: ApiOptions): Promise<Answer> {
  const { job, instance } = api.target();
  const target: Readonly<Record<string, string>> = { instance, job };
  const selector = asked.parameters.text("match_target");
  if (selector !== "") {
    const matchers = await named("match_target", () => api.preparation.selector(selector));
    if (!matchers.every(({ name, matches }) => matches(target[name] ?? ""))) return { data: [] };
  }
  const hasMetric = asked.parameters.text("metric") !== "";
  return {
    data: described(asked, api).map(([metric, one]) => ({
      target,
      ...hasMetric ? {} : { metric },
      ...one,
    })),
  };
}

/** `/targets`: this host, as its own and only target. */
export function targets({ parameters }: Asked, { history, target }: ApiOptions): Answer {
  const { at, seconds, error } = history.lastScrape();
  const { job, instance, scheme, metricsPath } = target();
  const url = `${scheme}://${instance}${metricsPath}`;
  const never = !(at > 0);
  const state = parameters.text("state").toLowerCase();
  const active = {
    discoveredLabels: {
      __address__: instance,
      __metrics_path__: metricsPath,
      __scheme__: scheme,
      __scrape_interval__: INTERVAL,
      __scrape_timeout__: INTERVAL,
      job,
    },
    labels: { instance, job },
    scrapePool: job,
    scrapeUrl: url,
    globalUrl: url,
    lastError: error,
    lastScrape: never ? NEVER : new Date(at).toISOString(),
    lastScrapeDuration: never ? 0 : seconds,
    health: never ? "unknown" : error === "" ? "up" : "down",
    scrapeInterval: INTERVAL,
    scrapeTimeout: INTERVAL,
  };
  const isWanted = ["", "any", "active"].includes(state);
  return { data: { activeTargets: isWanted ? [active] : [], droppedTargets: [] } };
}

/** `/status/buildinfo`. Without `features`, which Mimir has: so Grafana knows this as a Prometheus. */
export function buildinfo(_: Asked, { version }: ApiOptions): Answer {
  return {
    data: {
      version: PROMETHEUS,
      revision: version,
      branch: "hostvitals",
      buildUser: "",
      buildDate: "",
      goVersion: "",
    },
  };
}
