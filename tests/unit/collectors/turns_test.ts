import { atOnce, inTurns, round, Turn, urgently } from "../../../collectors/turns.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "../../assert.ts";

/** Work of so many pieces of 2 ms, of which a turn has three. */
function* pieces(count: number): Generator<void, number> {
  for (let i = 0; i < count; i++) {
    const end = performance.now() + 2;
    while (performance.now() < end);
    yield;
  }
  return count;
}

Deno.test("short work is done at once", () => {
  assertEquals(inTurns(pieces(0)), 0);
});

Deno.test("work that is begun in one go shares the time of one turn", async () => {
  const first = new Turn();
  atOnce(pieces(3));
  const second = inTurns(pieces(2));
  assert(second instanceof Promise, "6 ms had passed");
  assertEquals(await second, 2);
  await round();
  assertEquals(first.isOver, false, "the event loop had its turn");
});

Deno.test("long work lets others have their turn, again and again", async () => {
  let others = 0;
  const timer = setInterval(() => others++);
  const done = inTurns(pieces(30));
  assert(done instanceof Promise);
  assertEquals(await done, 30);
  clearInterval(timer);
  assert(others >= 3, `${others} turns`);
});

Deno.test("in each round what came over the network is taken", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const connecting = Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port });
  using server = await listener.accept();
  using client = await connecting;
  const waits: number[] = [];
  for (let i = 0; i < 20; i++) {
    let arrived = false;
    const reading = server.read(new Uint8Array(1)).then(() => arrived = true);
    await round();
    await client.write(new Uint8Array(1));
    let rounds = 0;
    for (; !arrived && rounds < 100; rounds++) {
      const end = performance.now() + 1;
      while (performance.now() < end);
      await round();
    }
    await reading;
    waits.push(rounds);
  }
  waits.sort((a, b) => a - b);
  // With `setImmediate` it is 61 rounds until the loop looks.
  assert(waits[10] <= 4, `${waits}`);
});

Deno.test("who answers waits for one piece of other work at a time, however much there is", async () => {
  let others = 0;
  let ended = false;
  const query = async () => {
    while (!ended) {
      await round();
      others++;
    }
  };
  const queries = Array.from({ length: 20 }, query);
  const turn = new Turn();
  for (let i = 0; i < 12; i++) await turn.next();
  assert(others >= 3, `${others}: every fourth turn is theirs`);
  assert(others <= 13, `${others}: of each answer's turn not one for each of them`);
  ended = true;
  await Promise.all(queries);
});

Deno.test("work that must be whole is not interrupted", () => {
  assertEquals(atOnce(pieces(5)), 5);
});

Deno.test("what fails, fails at once or later, as it was met", async () => {
  function* failing(before: number): Generator<void, never> {
    yield* pieces(before);
    throw new RangeError("no");
  }
  assertThrows(() => inTurns(failing(0)), RangeError, "no");
  await assertRejects(async () => await inTurns(failing(10)), RangeError, "no");
});

Deno.test("patient work stands back behind what somebody waits for", async () => {
  const turn = new Turn("patient");
  const asked = Promise.withResolvers<void>();
  const answering = urgently(() => asked.promise);
  let begun = false;
  const next = turn.next().then(() => begun = true);
  const usual = new Turn();
  for (let i = 0; i < 5; i++) await usual.next();
  assertEquals(begun, false);
  asked.resolve();
  await Promise.all([answering, next]);
});

Deno.test("patience ends: who asks all the time does not keep the history empty", async () => {
  const asked = Promise.withResolvers<void>();
  let answered = false;
  const answering = urgently(() => asked.promise).then(() => answered = true);
  const turn = new Turn("patient");
  await turn.next();
  await turn.next();
  assertEquals(answered, false);
  asked.resolve();
  await answering;
});

Deno.test("what is waited for and fails lets others go on", async () => {
  await assertRejects(() => urgently(() => Promise.reject(new RangeError("no"))), RangeError);
  let begun = false;
  const next = new Turn("patient").next().then(() => begun = true);
  const usual = new Turn();
  for (let i = 0; i < 5; i++) await usual.next();
  assertEquals(begun, true, "it stands back behind nobody");
  await next;
});
