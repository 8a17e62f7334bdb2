/**
 * Answers on rules and alerts, in the form of Prometheus' API.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/#rules
 * @module
 */
import { failure, success } from "../exporter/query/api/answer.ts";
import { Parameters, wrongParameter } from "../exporter/query/api/parameters.ts";
import { QueryError } from "../exporter/query/errors.ts";
import type { Alert } from "./evaluate/alert.ts";
import type { RunningGroup, RunningRule } from "./evaluate/group.ts";
import { graphPage } from "./graph_page.ts";
import { apiSilences, type Silence, silencedBy } from "./notify/silences.ts";
import type { PageName } from "./paths.ts";
import type { Running } from "./running.ts";
import { formatFloat } from "./template/numbers.ts";
import type { Templates } from "./rules/model.ts";
import { oneLine } from "./rules/one_line.ts";

/** Before the first evaluation; Go's zero time. */
const NEVER = "0001-01-01T00:00:00Z";

/** Answers a request. @param running undefined: alerting is off */
export async function answer(
  page: PageName,
  request: Request,
  running: Running | undefined,
): Promise<Response> {
  try {
    const parameters = await Parameters.of(request);
    if (page === "graph") return await graphPage(parameters, running);
    return success(request, { data: dataOf(page, parameters, running) });
  } catch (error) {
    if (error instanceof QueryError) return failure(request, error);
    throw error;
  }
}

function dataOf(
  page: Exclude<PageName, "graph">,
  parameters: Parameters,
  running: Running | undefined,
) {
  switch (page) {
    case "alerts":
      return alertsOf(running);
    case "rules":
      return rulesOf(running, parameters);
    case "silences":
      return apiSilences(running?.silences ?? [], Date.now());
  }
}

function alertsOf(running: Running | undefined) {
  const alerts = (running?.manager.groups ?? []).flatMap(({ rules }) =>
    rules.flatMap((rule) => rule.alerting?.active ?? [])
  );
  return { alerts: alerts.map((alert) => alertJson(alert, running?.silences ?? [])) };
}

function rulesOf(running: Running | undefined, parameters: Parameters) {
  const type = parameters.text("type");
  if (!["", "alert", "record"].includes(type)) {
    throw wrongParameter("type", `not supported value ${JSON.stringify(type)}`);
  }
  const wants = (name: string) => {
    const values = parameters.list(name);
    return (text: string) => values.length === 0 || values.includes(text);
  };
  const isFile = wants("file[]"), isGroup = wants("rule_group[]"), isRule = wants("rule_name[]");
  const isFiltered = type !== "" || parameters.list("rule_name[]").length > 0;
  const withAlerts = !["true", "1"].includes(parameters.text("exclude_alerts"));
  const groups = (running?.manager.groups ?? [])
    .filter(({ group: { file, name } }) => isFile(file) && isGroup(name))
    .map((group) => {
      const rules = group.rules.filter(({ rule: { kind, name } }) =>
        isRule(name) && (type === "" || type === kind)
      );
      return groupJson(group, rules, withAlerts, running?.silences ?? []);
    });
  return { groups: isFiltered ? groups.filter(({ rules }) => rules.length > 0) : groups };
}

function groupJson(
  { group, interval, lastEvaluation, evaluationTime }: RunningGroup,
  rules: readonly RunningRule[],
  withAlerts: boolean,
  silences: readonly Silence[],
) {
  return {
    name: group.name,
    file: group.file,
    rules: rules.map((rule) => ruleJson(rule, withAlerts, silences)),
    interval: interval / 1000,
    limit: group.limit,
    evaluationTime,
    lastEvaluation: timeJson(lastEvaluation),
  };
}

function ruleJson(running: RunningRule, withAlerts: boolean, silences: readonly Silence[]) {
  const { rule, health, lastError, evaluationTime, lastEvaluation, alerting } = running;
  const common = {
    name: rule.name,
    query: oneLine(rule.query.text),
    health,
    ...lastError && { lastError },
    evaluationTime,
    lastEvaluation: timeJson(lastEvaluation),
  };
  if (rule.kind === "record") {
    const hasLabels = Object.keys(rule.labels).length > 0;
    return { ...common, ...hasLabels && { labels: rule.labels }, type: "recording" };
  }
  const active = alerting?.active ?? [];
  const states = active.map(({ state }) => state);
  return {
    ...common,
    state: states.includes("firing") ? "firing" : states.length > 0 ? "pending" : "inactive",
    duration: rule.holdFor / 1000,
    keepFiringFor: rule.keepFiringFor / 1000,
    labels: textsOf(rule.labels),
    annotations: textsOf(rule.annotations),
    alerts: withAlerts ? active.map((alert) => alertJson(alert, silences)) : [],
    type: "alerting",
  };
}

function alertJson(alert: Alert, silences: readonly Silence[]) {
  const { labels, annotations, state, activeAt, keepFiringSince, value } = alert;
  const silenced = silencedBy(silences, labels, Date.now()).map(({ text }) => text);
  return {
    labels,
    annotations,
    state,
    activeAt: timeJson(activeAt),
    ...keepFiringSince !== undefined && { keepFiringSince: timeJson(keepFiringSince) },
    value: formatFloat(value, "e", -1),
    // Not of Prometheus, which knows no silences.
    ...silenced.length > 0 && { silencedBy: silenced },
  };
}

function textsOf(templates: Templates): Record<string, string> {
  return Object.fromEntries([...templates].map(([name, { text }]) => [name, text]));
}

/** RFC 3339 as Go writes it: without zeros at the end. */
function timeJson(time: number | undefined): string {
  return time === undefined ? NEVER : new Date(time).toISOString().replace(/\.?0+Z$/, "Z");
}
