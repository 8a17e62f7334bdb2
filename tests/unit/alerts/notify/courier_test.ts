/** One receiver is told one thing at a time, and what it answers decides what comes of it. */
import { Courier } from "../../../../alerts/notify/courier.ts";
import { send } from "../../../../alerts/notify/post.ts";
import { assertEquals } from "../../../assert.ts";
import { withLog } from "../log.ts";
import { type Answer, HeldWorld } from "./fixture.ts";

const URL = "http://hook/secret-path";

/** A courier with so many parcels, and what became of them. */
function courier(world: HeldWorld, parcels: number, post?: () => never) {
  const came: string[] = [];
  let left = parcels;
  const made = new Courier({
    receiver: "webhook 1 (hook)",
    metrics: world.metrics,
    next: () =>
      left-- <= 0 ? void (left = 0) : {
        post: post ?? (() => ({ url: URL, headers: {}, body: "" })),
        taken: () => came.push("taken"),
        refused: () => came.push("refused"),
        again: () => {
          came.push("again");
          left++;
        },
      },
  }, world);
  made.wake();
  return { courier: made, came, more: () => left++ };
}

/** Time for answers whose bodies are read. */
const read = () => new Promise((resolve) => setTimeout(resolve, 5));

const ANSWERS: readonly (readonly [string, () => Answer, string, string])[] = [
  ["204", () => 204, "taken", ""],
  [
    "400",
    () => new Response("bad\n label", { status: 400 }),
    "refused",
    "it answered 400: bad label",
  ],
  ["401", () => 401, "refused", "it answered 401"],
  [
    "302",
    () => 302,
    "refused",
    "it answered 302: redirects are not followed, give the address they lead to",
  ],
  ["408", () => 408, "again", "it answered 408"],
  ["429", () => 429, "again", "it answered 429"],
  [
    "500",
    () => new Response("x".repeat(1e6), { status: 500 }),
    "again",
    `it answered 500: ${"x".repeat(200)}`,
  ],
  [
    "a failed connection",
    () =>
      new TypeError("fetch failed", {
        cause: new Error(`error sending request for url (${URL}): refused at ${URL}`),
      }),
    "again",
    "refused at its URL",
  ],
];

for (const [name, answer, wanted, problem] of ANSWERS) {
  Deno.test(`${name}: ${wanted}`, async () => {
    const world = new HeldWorld();
    world.answer = answer();
    const log = await withLog(async () => {
      const { came } = courier(world, 1);
      await world.clock.run(0);
      await read();
      assertEquals(came, [wanted]);
    });
    const what = wanted === "again" ? "cannot be told now" : "refuses alerts";
    assertEquals(log, problem ? [`warning: webhook 1 (hook) ${what}: ${problem}`] : []);
    const { sent, failed } = world.counted;
    assertEquals([sent, failed], wanted === "taken" ? [1, 0] : [0, 1]);
  });
}

Deno.test("a receiver that accepts and does not answer is left after ten seconds", async () => {
  const world = new HeldWorld();
  world.answer = "never";
  const log = await withLog(async () => {
    const { came } = courier(world, 1);
    await world.clock.run(9_900);
    assertEquals(came, []);
    await world.clock.run(200);
    assertEquals(came, ["again"]);
    world.answer = 200;
    await world.clock.run(1_000);
    assertEquals(came, ["again", "taken"]);
  });
  assertEquals(log, [
    "warning: webhook 1 (hook) cannot be told now: it did not answer in 10 s",
    "info: webhook 1 (hook) takes alerts again",
  ]);
});

for (const [status, wanted] of [[500, "again"], [400, "refused"], [200, "taken"]] as const) {
  Deno.test(`one that begins to answer ${status} and stops is left as well: ${wanted}`, async () => {
    const world = new HeldWorld();
    let cancelled = false;
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => controller.enqueue(new TextEncoder().encode("just a mom")),
      cancel: () => void (cancelled = true),
    });
    // This one does not look at the signal.
    world.answer = new Response(body, { status });
    await withLog(async () => {
      const { came } = courier(world, 1);
      await world.clock.run(9_900);
      await read();
      assertEquals([came, cancelled], [[], false]);
      world.answer = 200;
      await world.clock.run(200);
      await read();
      assertEquals([came, cancelled], [[wanted], true]);
      await world.clock.run(1_000);
      assertEquals(came, wanted === "again" ? ["again", "taken"] : [wanted]);
    });
  });
}

Deno.test("what is to be sent after the end is not waited for", async () => {
  const world = new HeldWorld();
  world.answer = "never";
  assertEquals(await send({ url: URL, headers: {}, body: "" }, world, AbortSignal.abort()), {
    kind: "again",
    problem: "it did not answer before the end",
    wait: 0,
  });
});

Deno.test("that it fails is said once, and its wishes to wait are kept, up to 15 minutes", async () => {
  const world = new HeldWorld();
  const answers = ["30", "never", "99999", "Tue, 24 Nov 2026 11:00:00 GMT"];
  const log = await withLog(async () => {
    world.answer = new Response(null, { status: 429, headers: { "retry-after": answers[0] } });
    courier(world, 1);
    await world.clock.run(29_000);
    assertEquals(world.times, [0]);
    world.answer = new Response(null, { status: 503, headers: { "retry-after": answers[1] } });
    await world.clock.run(2_000);
    assertEquals(world.times, [0, 30]);
    world.answer = new Response(null, { status: 503, headers: { "retry-after": answers[2] } });
    await world.clock.run(900_000);
    assertEquals(world.times, [0, 30, 32]);
    world.answer = new Response(null, { status: 503, headers: { "retry-after": answers[3] } });
    await world.clock.run(1800_000);
  });
  assertEquals(world.times, [0, 30, 32, 932, 1832], "none is waited for longer");
  assertEquals(log.length, 1);
});

Deno.test("what cannot be made now is tried again", async () => {
  const world = new HeldWorld();
  const log = await withLog(async () => {
    const { came } = courier(world, 1, () => {
      throw new Error("no file");
    });
    await world.clock.run(1_500);
    assertEquals(came, ["again", "again"]);
  });
  assertEquals(log, ["warning: webhook 1 (hook) cannot be told now: no file"]);
});

Deno.test("what comes between two requests is brought too", async () => {
  const world = new HeldWorld();
  const { courier: made, came, more } = courier(world, 1);
  await world.clock.run(0);
  more();
  made.wake();
  await world.clock.run(0);
  assertEquals(came, ["taken", "taken"]);
});

Deno.test("at the end what waits is tried once more, without waiting for long", async () => {
  const world = new HeldWorld();
  world.answer = 503;
  const waits = courier(world, 2);
  await world.clock.run(100);
  world.answer = 200;
  await waits.courier.close();
  assertEquals(waits.came, ["again", "taken", "taken"]);

  const dead = new HeldWorld();
  dead.answer = "never";
  const log = await withLog(async () => {
    const never = courier(dead, 2);
    await dead.clock.run(100);
    const closed = never.courier.close();
    await dead.clock.run(3_000);
    await closed;
    assertEquals(never.came, ["again"]);
  });
  assertEquals(dead.made.length, 1);
  assertEquals(log, [
    "warning: webhook 1 (hook) cannot be told now: it did not answer before the end",
  ]);
});
