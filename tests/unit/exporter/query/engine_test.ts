import { checkRange, Engine } from "../../../../exporter/query/engine.ts";
import { QueryError } from "../../../../exporter/query/errors.ts";
import type { Queryable, Series } from "../../../../exporter/query/model.ts";
import { parse } from "../../../../exporter/query/parse.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "../../../assert.ts";
import { manyOf, storageOf } from "./samples.ts";

const HOUR = { start: 0, end: 3_600_000, step: 15_000 };

/** So many series with a sample every 15 s, for an hour. */
function crowd(count: number): Queryable {
  const times = Float64Array.from({ length: 241 }, (_, i) => i * 15_000);
  const series = Array.from({ length: count }, (_, n): Series => ({
    labels: { __name__: "x", n: String(n) },
    times,
    values: times.map((_, i) => i * n),
  }));
  return { select: () => series };
}

async function errorOf(work: Promise<unknown>): Promise<[string, string]> {
  const { errorType, message } = await assertRejects(() => work, QueryError) as QueryError;
  return [errorType, message];
}

Deno.test("each type of expression has its result", async () => {
  const engine = new Engine();
  const storage = storageOf({ 0: 1, 15: 2 });
  const time = 20_000;
  assertEquals(await engine.instant("1 + 1", time, storage), {
    resultType: "scalar",
    time,
    value: 2,
  });
  assertEquals(await engine.instant("'a'", time, storage), {
    resultType: "string",
    time,
    value: "a",
  });
  assertEquals(await engine.instant("x", time, storage), {
    resultType: "vector",
    time,
    result: [{ metric: { __name__: "x" }, value: 2 }],
  });
  assertEquals(await engine.instant("x[1m]", time, storage), {
    resultType: "matrix",
    result: [{
      metric: { __name__: "x" },
      times: Float64Array.of(0, 15_000),
      values: Float64Array.of(1, 2),
    }],
  });
  assertEquals(await engine.range("1", { start: 0, end: 15_000, step: 10_000 }, storage), {
    resultType: "matrix",
    result: [{ metric: {}, times: Float64Array.of(0, 10_000), values: Float64Array.of(1, 1) }],
  });
});

Deno.test("a query is parsed once and evaluated at any time, now or in turns", async () => {
  const engine = new Engine();
  const storage = storageOf({ 0: 1, 15: 2 });
  const query = parse("x * 10");
  assertEquals(engine.instantNow(query, 5000, storage), await engine.instant(query, 5000, storage));
  assertEquals(engine.instantNow(query, 15_000, storage), {
    resultType: "vector",
    time: 15_000,
    result: [{ metric: {}, value: 20 }],
  });
});

Deno.test("a query never changes the samples of the storage", async () => {
  const values = Float64Array.of(1, 2, 3);
  const series = { labels: { __name__: "x" }, times: Float64Array.of(0, 15_000, 30_000), values };
  const storage = { select: () => [series] };
  for (const query of ["-x", "x > 5", "quantile_over_time(0.5, x[1m])", "-(x[1m:15s] offset 1s)"]) {
    try {
      await new Engine().instant(query, 30_000, storage);
    } catch (error) {
      assert(error instanceof QueryError);
    }
  }
  assertEquals(values, Float64Array.of(1, 2, 3));
});

Deno.test("too many samples end a query, whether they are read or made", async () => {
  const engine = new Engine({ maxSamples: 10_000 });
  const [type, message] = await errorOf(engine.range("x", HOUR, crowd(100)));
  assertEquals(type, "execution");
  assert(message.includes("would load too many samples into memory"), message);
  const made = ["count_values by (n) ('v', x)", "vector(1) + on () group_right x", "x or x"];
  for (const query of made) {
    assertEquals((await errorOf(engine.range(query, HOUR, crowd(30))))[0], "execution", query);
  }
  const subquery = engine.instant("sum_over_time(vector(1)[1y:1ms])", 0, crowd(1));
  assertEquals((await errorOf(subquery))[0], "execution");
  assertEquals((await engine.range("x", HOUR, crowd(10))).result.length, 10);
});

Deno.test("a query that takes too long is ended", async () => {
  const engine = new Engine({ timeout: 1 });
  const slow = engine.range("quantile_over_time(0.5, x[1h])", HOUR, crowd(500));
  assertEquals(await errorOf(slow), ["timeout", "query timed out in expression evaluation"]);
  const query = parse("quantile_over_time(0.5, x[1h:1s])");
  const error = assertThrows(() => engine.instantNow(query, 3_600_000, crowd(500)), QueryError);
  assertEquals((error as QueryError).errorType, "timeout");
});

Deno.test("a query that nobody waits for any more is ended", async () => {
  const work = new AbortController();
  const slow = new Engine().range(
    "quantile_over_time(0.5, x[1h])",
    HOUR,
    crowd(500),
    work.signal,
  );
  const error = errorOf(slow);
  work.abort();
  assertEquals((await error)[0], "canceled");
});

Deno.test("others have their turn while a query is worked on", async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  await new Engine().range("stddev_over_time(x[1h])", HOUR, crowd(1000));
  clearInterval(timer);
  assert(turns >= 2, `${turns} turns`);
});

Deno.test("queries beyond the limit wait, and those beyond that are refused", async () => {
  const engine = new Engine({ maxConcurrent: 1 });
  const storage = crowd(30);
  const ask = () => engine.range("x", HOUR, storage);
  const answers = await Promise.allSettled(Array.from({ length: 20 }, ask));
  const refused = answers.filter((answer) => answer.status === "rejected");
  assertEquals(refused.map(({ reason }) => reason.errorType), Array(3).fill("unavailable"));
  assertEquals((await ask()).result.length, 30);
});

Deno.test("a range that makes no sense is refused", async () => {
  assertThrows(() => checkRange({ start: 0, end: 11_001, step: 1 }), QueryError, "11000 points");
  assertThrows(() => checkRange({ start: 1, end: 0, step: 1 }), QueryError, "end timestamp");
  assertThrows(() => checkRange({ start: 0, end: 1, step: 0 }), QueryError, "zero or negative");
  assertThrows(() => checkRange({ start: 0, end: 1, step: NaN }), QueryError, "zero or negative");
  assertThrows(() => checkRange({ start: NaN, end: 1, step: 1 }), QueryError, "end timestamp");
  checkRange({ start: 0, end: 11_000, step: 1 });
  const engine = new Engine({ maxPoints: 10 });
  const range = { start: 0, end: 11, step: 1 };
  assertEquals((await errorOf(engine.range("x", range, crowd(1))))[0], "bad_data");
  for (const query of ["x[5m]", "'a'"]) {
    assertEquals((await errorOf(engine.range(query, HOUR, crowd(1))))[0], "bad_data", query);
  }
});

Deno.test("series that become the same are an error, if both have a sample", () => {
  const series = (name: string, time: number): Series => ({
    labels: { __name__: name },
    times: [time],
    values: [1],
  });
  const engine = new Engine();
  const both = manyOf([series("a", 0), series("b", 0)]);
  const query = '{__name__=~"a|b"} * 2';
  const error = assertThrows(() => engine.instantNow(query, 0, both), QueryError, "same labelset");
  assertEquals((error as QueryError).errorType, "execution");
  const apart = manyOf([series("a", 0), series("b", 600_000)]);
  assertEquals(engine.instantNow(query, 0, apart).resultType, "vector");
});

Deno.test("the program's own queries wait for none of a client, and let others work", async () => {
  const engine = new Engine({ maxConcurrent: 1 });
  const storage = crowd(300);
  const order: string[] = [];
  const client = engine.range("sum(rate(x[5m]))", HOUR, storage).then(() => order.push("client"));
  const own = engine.instantSoon("sum(x)", 3_600_000, storage).then((result) => {
    order.push("own");
    return result;
  });
  const result = await own;
  await client;
  assertEquals(order, ["own", "client"]);
  assert(result.resultType === "vector");
  assertEquals(result.result[0].value, 240 * 299 * 150);
  assertEquals(
    (await errorOf(new Engine({ maxSamples: 5 }).instantSoon("x", 0, storage)))[0],
    "execution",
  );
});
