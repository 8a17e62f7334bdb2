/** `/query`, `/query_range` and `/query_exemplars`. */
import { assertEquals, assertMatch } from "../../../../assert.ts";
import { form, MadeUpApi, NOW } from "./fixture.ts";

const LOAD = { __name__: "node_load1", instance: "made-up:9100", job: "node" };

/** What an instant query at NOW gives. */
const INSTANT: readonly [query: string, data: unknown][] = [
  ["1.5", { resultType: "scalar", result: [NOW, "1.5"] }],
  ['"a \\"text\\""', { resultType: "string", result: [NOW, 'a "text"'] }],
  ["node_load1", { resultType: "vector", result: [{ metric: LOAD, value: [NOW, "2.5"] }] }],
  ["nothing_of_it", { resultType: "vector", result: [] }],
  ["sum(node_load1)", { resultType: "vector", result: [{ metric: {}, value: [NOW, "2.5"] }] }],
  ["sum(odd{kind='nan'})", {
    resultType: "vector",
    result: [{ metric: {}, value: [NOW, "NaN"] }],
  }],
  ["sum(odd{kind='inf'})", {
    resultType: "vector",
    result: [{ metric: {}, value: [NOW, "+Inf"] }],
  }],
  ["sum(odd{kind='minus'})", {
    resultType: "vector",
    result: [{ metric: {}, value: [NOW, "-Inf"] }],
  }],
  ["node_load1[20s]", {
    resultType: "matrix",
    result: [{ metric: LOAD, values: [[NOW - 15, "2"], [NOW, "2.5"]] }],
  }],
  ["nothing_of_it[1m]", { resultType: "matrix", result: [] }],
];

for (const [query, data] of INSTANT) {
  Deno.test(`/query answers ${query}, by GET and by POST`, async () => {
    const api = new MadeUpApi();
    const parameters = { query, time: String(NOW) };
    assertEquals(await api.data(`query?${new URLSearchParams(parameters)}`), data);
    assertEquals(await api.data("query", form(parameters)), data);
  });
}

Deno.test("/query without a time is of now", async () => {
  assertEquals(await new MadeUpApi().data("query?query=time()"), {
    resultType: "scalar",
    result: [NOW, String(NOW)],
  });
});

Deno.test("/query at a time of the past, in both ways to write it", async () => {
  const api = new MadeUpApi();
  for (const time of [String(NOW - 15.5), new Date((NOW - 15.5) * 1000).toISOString()]) {
    assertEquals(await api.data("query", form({ query: "node_load1", time })), {
      resultType: "vector",
      result: [{ metric: LOAD, value: [NOW - 15.5, "1.5"] }],
    });
  }
});

Deno.test("/query_range gives each step, steps in both ways to write them", async () => {
  const api = new MadeUpApi();
  for (const step of ["30s", "30", "30.0004"]) {
    const parameters = { query: "node_load1", start: `${NOW - 60}`, end: `${NOW}`, step };
    const data = {
      resultType: "matrix",
      result: [{ metric: LOAD, values: [[NOW - 60, "0.5"], [NOW - 30, "1.5"], [NOW, "2.5"]] }],
    };
    assertEquals(await api.data("query_range", form(parameters)), data);
    assertEquals(await api.data(`query_range?${new URLSearchParams(parameters)}`), data);
  }
});

Deno.test("/query_range of a scalar and of nothing", async () => {
  const api = new MadeUpApi();
  const range = { start: "1", end: "2", step: "0.5" };
  assertEquals(await api.data("query_range", form({ query: "7", ...range })), {
    resultType: "matrix",
    result: [{ metric: {}, values: [[1, "7"], [1.5, "7"], [2, "7"]] }],
  });
  assertEquals(await api.data("query_range", form({ query: "nothing_of_it", ...range })), {
    resultType: "matrix",
    result: [],
  });
});

Deno.test("11,000 points between the ends are answered, one more is not", async () => {
  const api = new MadeUpApi();
  const range = { query: "1", start: "0", step: "1" };
  const { result } = await api.data("query_range", form({ ...range, end: "11000" })) as {
    result: [{ values: unknown[] }];
  };
  assertEquals(result[0].values.length, 11_001);
  const { status, body } = await api.ask("query_range", form({ ...range, end: "11001" }));
  assertEquals([status, body.errorType], [400, "bad_data"]);
  assertEquals(
    body.error,
    "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)",
  );
});

Deno.test("there are no exemplars", async () => {
  const api = new MadeUpApi();
  assertEquals(await api.data("query_exemplars?query=up&start=1&end=2"), []);
  assertEquals(await api.data("query_exemplars", form({ query: "up" })), []);
});

/** What is wrong, and the answer to it. */
const WRONG: readonly [path: string, status: number, errorType: string, error: RegExp][] = [
  ["query", 400, "bad_data", /^invalid parameter "query": 1:1: parse error: no expression/],
  ["query?query=up(", 400, "bad_data", /^invalid parameter "query": 1:\d+: parse error: /],
  ["query?query=fresh(up)", 400, "bad_data", /unknown function with name "fresh"$/],
  ["query?query=up&time=x", 400, "bad_data", /^invalid parameter "time": cannot parse "x" to a /],
  ["query?query=up&timeout=x", 400, "bad_data", /^invalid parameter "timeout": cannot parse "x"/],
  ["query?query=up&timeout=0", 503, "timeout", /^query timed out in query execution$/],
  ["query?query=up&timeout=-1s", 400, "bad_data", /^invalid parameter "timeout": /],
  ["query?query=odd%2Bon(job)up", 422, "execution", /many-to-one matching must be explicit/],
  ["query?query=label_replace(up,'a-b','','job','')", 422, "execution", /a-b/],
  ["query_range", 400, "bad_data", /^invalid parameter "start": cannot parse "" to a valid time/],
  ["query_range?start=1", 400, "bad_data", /^invalid parameter "end": cannot parse ""/],
  ["query_range?start=1&end=2", 400, "bad_data", /^invalid parameter "step": cannot parse ""/],
  ["query_range?start=2&end=1&step=1", 400, "bad_data", /^invalid parameter "end": end timestamp/],
  ["query_range?start=1&end=2&step=0", 400, "bad_data", /^invalid parameter "step": zero or neg/],
  ["query_range?start=1&end=2&step=-1", 400, "bad_data", /^invalid parameter "step": zero or neg/],
  ["query_range?start=1&end=2&step=0.0001", 400, "bad_data", /^invalid parameter "step": zero or/],
  ["query_range?start=1&end=2&step=1", 400, "bad_data", /^invalid parameter "query": /],
  [
    "query_range?start=1&end=2&step=1&query=up[5m]",
    400,
    "bad_data",
    /^invalid expression type "range vector" for range query, must be Scalar or instant Vector$/,
  ],
  ["query_exemplars", 400, "bad_data", /no expression found in input/],
  ["query_exemplars?query=up&start=2&end=1", 400, "bad_data", /^end timestamp must not be before/],
];

for (const [path, status, errorType, error] of WRONG) {
  Deno.test(`/${path} is ${status} ${errorType}`, async () => {
    const answer = await new MadeUpApi().ask(path);
    assertEquals(Object.keys(answer.body), ["status", "errorType", "error"]);
    assertEquals([answer.status, answer.body.status, answer.body.errorType], [
      status,
      "error",
      errorType,
    ]);
    assertMatch(answer.body.error, error);
  });
}

Deno.test("a query that needs more samples than allowed is an execution error", async () => {
  const api = new MadeUpApi({}, { maxSamples: 10 });
  const { status, body } = await api.ask("query", form({ query: "node_load1[1h:1s]" }));
  assertEquals([status, body.errorType], [422, "execution"]);
  assertMatch(body.error, /too many samples/);
});

Deno.test("a query that takes longer than its timeout, or than the engine's, is a timeout", async () => {
  const slow = `sum_over_time((${"vector(1)+".repeat(50)}1)[1h:1s])`;
  const query = { query: slow, start: "0", end: "11000", step: "1" };
  for (
    const [api, parameters] of [
      [new MadeUpApi({}, { timeout: 0 }), query],
      [new MadeUpApi({}, { maxSamples: 1e12 }), { ...query, timeout: "0.001" }],
    ] as const
  ) {
    const { status, body } = await api.ask("query_range", form(parameters));
    assertEquals([status, body.errorType], [503, "timeout"]);
    assertEquals(await api.counts(), { timeout: 1 });
  }
});

Deno.test("a client that goes away cancels its query", async () => {
  const api = new MadeUpApi();
  const gone = new AbortController();
  gone.abort();
  const { status, body } = await api.ask("query?query=up", { signal: gone.signal });
  assertEquals([status, body.errorType], [503, "canceled"]);
  assertEquals(await api.counts(), { canceled: 1 });
});

Deno.test("queries are counted by how they went", async () => {
  const api = new MadeUpApi();
  await api.ask("query?query=up");
  await api.ask("query_range?query=up&start=1&end=2&step=1");
  await api.ask("query?query=up(");
  await api.ask("query?query=odd%2Bon(job)up");
  await api.ask("labels");
  assertEquals(await api.counts(), { success: 2, bad_data: 1, execution: 1 });
  const { values } = await api.querySeconds.get();
  assertEquals(values.find(({ metricName }) => metricName === "s_count")?.value, 4);
});
