import { Preparation } from "../../../../../exporter/query/api/preparation.ts";
import { ParseError, QueryError } from "../../../../../exporter/query/errors.ts";
import { assert, assertEquals, assertRejects } from "../../../../assert.ts";
import { historyOf, SERIES } from "./fixture.ts";

/** An expression that takes long for each value. */
const SLOW = "(.{0,30}){0,33}";

const many = Array.from({ length: 1000 }, (_, i) => ({
  labels: { __name__: "x", id: `${i} ${"y".repeat(500)}` },
  times: [1],
  values: [1],
}));

Deno.test("expressions are tried with pauses in which others get their turn", async () => {
  let turns = 0;
  const timer = setInterval(() => turns++);
  const { expr } = await new Preparation(historyOf(many)).query(`sum(x{id=~"${SLOW}"})`);
  clearInterval(timer);
  assert(turns > 2, `${turns} turns`);
  assertEquals(expr.kind, "aggregate");
});

Deno.test("one request after the other is prepared", async () => {
  const preparation = new Preparation(historyOf(SERIES));
  const ends: string[] = [];
  const prepare = (text: string) => preparation.query(text).finally(() => ends.push(text));
  await Promise.allSettled(["up", "up(", "node_load1"].map(prepare));
  assertEquals(ends, ["up", "up(", "node_load1"]);
});

Deno.test("a client that goes away ends the trying of its expressions", async () => {
  const gone = new AbortController();
  const preparation = new Preparation(historyOf(many));
  const asked = ["x", "y"].map((name) =>
    assertRejects(
      async () => void await preparation.query(`${name}{id=~"${SLOW}${name}?"}`, gone.signal),
      QueryError,
      "query was canceled",
    )
  );
  setTimeout(() => gone.abort());
  await Promise.all(asked);
  // And leaves its place.
  assertEquals((await preparation.query("up")).text, "up");
});

Deno.test("what is wrong with a query is the parser's word", async () => {
  await assertRejects(
    async () => void await new Preparation(historyOf([])).query("up("),
    ParseError,
    "1:1: parse",
  );
});
