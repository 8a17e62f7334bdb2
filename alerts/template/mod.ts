/**
 * Templates of labels and annotations.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/template_reference/
 * @module
 */
import type { Template } from "./ast.ts";
import { functionsIn, isFunction, type Surroundings } from "./functions.ts";
import { parseTemplate } from "./parse.ts";
import { expand } from "./run.ts";
import { mapOf, Struct, type Value } from "./values.ts";

export type { Template } from "./ast.ts";
export { TemplateSyntaxError } from "./lex.ts";

/** What an alert's templates are expanded with. */
export interface AlertData extends Surroundings {
  readonly labels: Readonly<Record<string, string>>;
  readonly externalLabels: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * Parses a template of a label or an annotation.
 *
 * @throws {TemplateSyntaxError}
 */
export function template(text: string): Template {
  return parseTemplate(text, isFunction);
}

/**
 * A function that expands templates with the data of one alert.
 *
 * @example
 * ```ts
 * import { expander, template } from "./mod.ts";
 * const text = expander({
 *   labels: { device: "sda" },
 *   externalLabels: {},
 *   value: 0.925,
 *   externalURL: "",
 *   now: 0,
 *   query: () => [],
 * })(template("{{ $labels.device }} is {{ $value | humanizePercentage }} full"));
 * if (text !== "sda is 92.5% full") throw new Error(text);
 * ```
 */
export function expander(data: AlertData): (template: Template) => string {
  const { labels, externalLabels, externalURL, value } = data;
  const fields: [string, Value][] = [
    ["Labels", mapOf(labels)],
    ["ExternalLabels", mapOf(externalLabels)],
    ["ExternalURL", externalURL],
    ["Value", value],
  ];
  const variables = new Map(
    fields.map(([name, value]) => [`$${name[0].toLowerCase()}${name.slice(1)}`, value]),
  );
  const whole = { dot: new Struct(new Map(fields)), variables, functions: functionsIn(data) };
  return (template) => isText(template) ? template.text : expand(template, whole);
}

/** Whether nothing is to be expanded. */
function isText({ nodes, text }: Template): boolean {
  const [node] = nodes;
  return nodes.length === 0 ? text === "" : nodes.length === 1 && node.kind === "text" &&
    node.text === text;
}
