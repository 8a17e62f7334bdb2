/** PromQL: any text is a query or a parse error with its place; any query has a result or an error. */
import fc from "fast-check";
import { Engine } from "../../../exporter/query/engine.ts";
import { ParseError, QueryError } from "../../../exporter/query/errors.ts";
import { parse } from "../../../exporter/query/parse.ts";
import { QUERIES } from "../../stack/promql_queries.ts";
import { form, historyOf, MadeUpApi, NOW, SERIES } from "../../unit/exporter/query/api/fixture.ts";
import { mutatedText } from "../mutation.ts";
import { assertKnown, type FuzzProperty, tried } from "../property.ts";

const bytes = QUERIES.map((query) => new TextEncoder().encode(query));
const query = fc.oneof(
  { weight: 5, arbitrary: mutatedText(bytes) },
  {
    weight: 1,
    arbitrary: fc.array(
      fc.constantFrom("up", "(", ")", "[5m]", "{", "}", "+", "sum", "by", "offset", '"', "1", "#"),
      { maxLength: 40 },
    ).map((parts) => parts.join(" ")),
  },
);
const parameter = fc.oneof(
  fc.constantFrom(
    `${NOW}`,
    `${NOW - 60}`,
    "15s",
    "1",
    "0",
    "-1",
    "NaN",
    "1e300",
    "2023-11-14T22:13:20Z",
  ),
  fc.string({ maxLength: 12 }),
);

/** The properties. */
export function promql(): FuzzProperty[] {
  const engine = new Engine({ maxSamples: 20_000, timeout: 500 });
  const storage = historyOf(SERIES);
  return [
    {
      name: "PromQL: any text is a query, or an error that says where",
      runs: 1000,
      property: fc.property(query, (text) => {
        tried(() => parse(text), [ParseError]);
        return true;
      }),
    },
    {
      name: "PromQL: any query over any range has a result, or an error of the API's",
      runs: 300,
      property: fc.asyncProperty(query, fc.integer({ min: 1, max: 200 }), async (text, steps) => {
        const range = { start: (NOW - steps) * 1000, end: NOW * 1000, step: 1000 };
        try {
          await engine.range(text, range, storage);
        } catch (error) {
          assertKnown(error, [QueryError]);
        }
        return true;
      }),
    },
    {
      name: "API: whatever the parameters, the answer is JSON, and never an internal error",
      runs: 300,
      property: fc.asyncProperty(
        fc.constantFrom("query", "query_range", "series", "labels", "metadata", "targets"),
        query,
        fc.array(parameter, { minLength: 4, maxLength: 4 }),
        async (path, text, [time, start, end, step]) => {
          const api = new MadeUpApi({}, { maxSamples: 20_000, timeout: 500 });
          const parameters = { query: text, "match[]": text, time, start, end, step, limit: step };
          const init = path.startsWith("m") || path.startsWith("t") ? undefined : form(parameters);
          const { status, body } = await api.ask(path, init);
          return status !== 500 && (body.status === "success" || body.error.length > 0);
        },
      ),
    },
  ];
}
