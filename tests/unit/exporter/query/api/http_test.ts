/** Methods, bodies, compression, and large answers. */
import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "../../../../assert.ts";
import { historyApi } from "../../../../../exporter/query/api/mod.ts";
import { successJson } from "../../../../../exporter/query/api/encode.ts";
import { Outbox } from "../../../../../exporter/query/api/outbox.ts";
import { apiResult } from "../../../../api_result.ts";
import type { RangeResult, Result } from "../../../../../exporter/query/results.ts";
import { router } from "../../../../../exporter/router.ts";
import { historyOf, MadeUpApi, NOW, SERIES } from "./fixture.ts";

const FORM = { "content-type": "application/x-www-form-urlencoded" };

Deno.test("the parameters of address and body count together; the body's go first", async () => {
  const api = new MadeUpApi();
  const body = new URLSearchParams({ query: "1" });
  assertEquals(await api.data("query?query=2&time=5", { method: "POST", body }), {
    resultType: "scalar",
    result: [5, "1"],
  });
  const charset = { "content-type": "application/x-www-form-urlencoded; charset=UTF-8" };
  assertEquals(
    await api.data("query?time=5", {
      method: "POST",
      headers: charset,
      body: "query=%22%C3%A9%22",
    }),
    { resultType: "string", result: [5, "é"] },
  );
  assertEquals(await api.data("query?query=2&time=5", { method: "POST" }), {
    resultType: "scalar",
    result: [5, "2"],
  });
});

Deno.test("a body that is no form is refused", async () => {
  const { status, body } = await new MadeUpApi().ask("query", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"query":"1"}',
  });
  assertEquals([status, body.errorType], [415, "bad_data"]);
  assertStringIncludes(body.error, 'got "application/json"');
});

Deno.test("a body of a megabyte is read, and a longer one no further", async () => {
  const api = new MadeUpApi();
  const query = "query=1&x=";
  const longest = query + "x".repeat(1_000_000 - query.length);
  const send = (body: BodyInit) => api.ask("query", { method: "POST", headers: FORM, body });
  assertEquals((await send(longest)).status, 200);
  const { status, body } = await send(`${longest}x`);
  assertEquals([status, body.status, body.errorType], [413, "error", "bad_data"]);

  let read = 0, canceled = false;
  const endless = new ReadableStream({
    pull(controller) {
      read++;
      controller.enqueue(new Uint8Array(100_000));
    },
    cancel: () => void (canceled = true),
  });
  assertEquals((await send(endless)).status, 413);
  assert(canceled && read < 20, `${read} parts were read`);
});

Deno.test("a body that breaks off is no failure of the program", async () => {
  const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("gone")) });
  const { status, body } = await new MadeUpApi().ask("query", {
    method: "POST",
    headers: FORM,
    body: broken,
  });
  assertEquals([status, body.errorType], [503, "canceled"]);
});

Deno.test("POST is for the endpoints that take forms, and HEAD for all", async () => {
  const api = new MadeUpApi();
  const status = async (path: string, method: string) => (await api.send(path, { method })).status;
  for (const path of ["query?query=1", "labels", "series?match[]=up", "query_exemplars?query=1"]) {
    assertEquals(await status(path, "POST"), 200, path);
    assertEquals(await status(path, "HEAD"), 200, path);
    assertEquals(await status(path, "PUT"), 405, path);
  }
  for (const path of ["label/job/values", "metadata", "targets", "status/buildinfo"]) {
    assertEquals(await status(path, "POST"), 405, path);
    assertEquals(await status(path, "HEAD"), 200, path);
  }
  for (const path of ["", "nothing", "label/job", "query/", "rules"]) {
    assertEquals(await status(path, "GET"), 404, path);
  }
});

Deno.test("answers are JSON that no page of another origin may read", async () => {
  const response = await new MadeUpApi().send("labels", { headers: { origin: "http://else" } });
  await response.body?.cancel();
  assertEquals(response.headers.get("content-type"), "application/json");
  assertEquals(response.headers.get("x-content-type-options"), "nosniff");
  assertEquals(response.headers.get("access-control-allow-origin"), null);
});

const GZIP = { headers: { "accept-encoding": "gzip" } };

async function unzipped({ body }: Response): Promise<string> {
  return await new Response(body!.pipeThrough(new DecompressionStream("gzip"))).text();
}

/** A range query with about so many points. */
const points = (count: number) => `query_range?query=vector(time())&start=0&end=${count}&step=1`;

Deno.test("gzip is for bodies that are worth it, and for those who take it", async () => {
  const api = new MadeUpApi();
  for (
    const [path, init, encoding] of [
      ["query?query=1", GZIP, null],
      [points(1000), {}, null],
      [points(1000), GZIP, "gzip"],
      [points(9000), {}, null],
      [points(9000), GZIP, "gzip"],
    ] as const
  ) {
    const response = await api.send(path, init);
    assertEquals(response.headers.get("content-encoding"), encoding, path);
    assertEquals(response.headers.get("vary"), "accept-encoding");
    const body = encoding ? await unzipped(response) : await response.text();
    assertEquals(JSON.parse(body).status, "success");
    assertEquals(api.outbox.points, 0);
  }
});

const series = (count: number, labels = {}) => ({
  metric: { __name__: "x", 'a"\n': "é\u2028\\", ...labels },
  times: Float64Array.from({ length: count }, (_, i) => NOW * 1000 + i * 333),
  values: Float64Array.from(
    { length: count },
    (_, i) => [i / 3, NaN, Infinity, -Infinity, -0][i % 5],
  ),
});

const RESULTS: readonly Result[] = [
  { resultType: "matrix", result: [] },
  { resultType: "matrix", result: [series(1), series(511), series(513), series(20_000)] },
  { resultType: "vector", time: 1.5, result: [] },
  {
    resultType: "vector",
    time: 1_234_567,
    result: Array.from({ length: 3000 }, (_, i) => ({ metric: series(0, { i }).metric, value: i })),
  },
  { resultType: "scalar", time: -5, value: 1e300 },
  { resultType: "string", time: 0, value: '"\n\ud800' },
];

Deno.test("results made piece by piece are what the API's format is", () => {
  for (const result of RESULTS) {
    const pieces = [...successJson(result)];
    for (const piece of pieces) assert(piece.length < 150_000, `a piece of ${piece.length}`);
    const data = JSON.parse(JSON.stringify(apiResult(result)));
    assertEquals(JSON.parse(pieces.join("")), { status: "success", data });
  }
});

const large: RangeResult = { resultType: "matrix", result: [series(20_000)] };
const get = (init?: RequestInit) => new Request("http://localhost/", init);

Deno.test("what is being sent is bounded, and free again when it is sent or given up", async () => {
  const outbox = new Outbox({ maxPoints: 50_000 });
  const [first, second] = [outbox.answer(get(), large), outbox.answer(get(GZIP), large)];
  assertEquals(outbox.points, 40_000);
  const error = await assertRejects(async () => void await outbox.answer(get(), large));
  assertMatch(error.message, /too many large answers/);
  assertEquals(JSON.parse(await first.text()).data.result[0].values.length, 20_000);
  assertEquals(outbox.points, 20_000);
  await second.body!.cancel();
  // The compression between hands it on a moment later.
  for (let i = 0; i < 100 && outbox.points > 0; i++) await new Promise((turn) => setTimeout(turn));
  assertEquals(outbox.points, 0);
  assertEquals(outbox.answer(get({ method: "HEAD" }), large).body, null);
  assertEquals(outbox.points, 0);
});

Deno.test("a client that does not read its large answer loses it", async () => {
  const outbox = new Outbox({ patience: 1 });
  const reader = outbox.answer(get(), large).body!.getReader();
  await reader.read();
  await assertRejects(
    async () => {
      for (;;) {
        // As long as the patience is longer than this, the answer goes on.
        await new Promise((resolve) => setTimeout(resolve, 20));
        if ((await reader.read()).done) throw new Error("it was sent to the end");
      }
    },
    Error,
    "the client does not read its answer",
  );
  assertEquals(outbox.points, 0);
});

Deno.test("a failure that nobody thought of is 500, and its text is for the log", async () => {
  const history = {
    ...historyOf(SERIES),
    select: () => {
      throw new TypeError("a secret");
    },
  };
  const logged: unknown[] = [];
  const log = { error: (...words: unknown[]) => void logged.push(words) };
  const api = new MadeUpApi({ history, log: log as never });
  assertEquals(await api.ask("query?query=up"), {
    status: 500,
    body: {
      status: "error",
      errorType: "internal",
      error: "this request failed; the log says why",
    },
  });
  assertStringIncludes(JSON.stringify(logged), "a secret");
  assertEquals(await api.counts(), { internal: 1 });
});

Deno.test("without a history each endpoint says why", async () => {
  const { queries, querySeconds } = new MadeUpApi();
  const target = () => {
    throw new Error("it is not asked");
  };
  const telemetry = { queries, querySeconds };
  const routes = router(historyApi({ telemetry, target, version: "1.2.3" }));
  for (const path of ["query?query=1", "label/job/values", "status/buildinfo"]) {
    const response = await routes(new Request(`http://localhost/api/v1/${path}`));
    assertEquals(response.status, 503);
    assertEquals(await response.json(), {
      status: "error",
      errorType: "unavailable",
      error: "there is no history: started with --no-history",
    });
  }
});
