/** Who may stay connected, and for how long. */
import {
  type Connection,
  Connections,
  heldBack,
  type Reason,
  streaming,
} from "../../../exporter/connections.ts";
import { assert, assertEquals } from "../../assert.ts";

/** Connections by name, and which were closed and why. */
class Door {
  readonly closed: string[] = [];
  readonly told: (Reason | "refused" | undefined)[] = [];
  readonly connections: Connections;

  constructor(most: number, patience = { first: 1e6, body: 1e6, idle: 1e6 }) {
    this.connections = new Connections(most, {
      opened: () => {},
      closed: (reason) => void this.told.push(reason),
      refused: () => void this.told.push("refused"),
    }, patience);
  }

  enter(name: string): Connection | undefined {
    return this.connections.enter(() => void this.closed.push(name));
  }

  [Symbol.dispose](): void {
    this.connections.closeIdle();
  }
}

const request = (method = "GET") => new Request("http://localhost/", { method });
const never = () => new Promise<Response>(() => {});
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

Deno.test("a full house closes the connection that has asked for nothing for longest", () => {
  using door = new Door(3);
  for (const name of ["first", "second", "third"]) door.enter(name);
  door.enter("fourth");
  assertEquals([door.closed, door.told], [["first"], ["full"]]);
  assertEquals(door.connections.size, 3);
});

Deno.test("one that was answered a moment ago stays longer than one that never asked", () => {
  using door = new Door(2);
  door.enter("asks")!.answer(() => new Response(), request());
  door.enter("silent");
  door.enter("asks too")?.answer(() => new Response(), request());
  door.enter("last");
  assertEquals(door.closed, ["asks", "silent"]);
});

Deno.test("one at work is never closed for another; the newcomer is refused", () => {
  using door = new Door(1);
  door.enter("works")!.answer(never, request());
  assertEquals(door.enter("new"), undefined);
  assertEquals([door.closed, door.told], [[], ["refused"]]);
});

Deno.test("a stream gives way where nobody waits, and not before", () => {
  using door = new Door(2);
  const stream = (name: string) => {
    const asked = request();
    door.enter(name)!.answer(() => {
      streaming(asked);
      return new Response();
    }, asked);
  };
  stream("stream");
  door.enter("silent");
  door.enter("second")!.answer(never, request());
  assertEquals(door.closed, ["silent"]);
  door.enter("third");
  assertEquals(door.closed, ["silent", "stream"]);
});

Deno.test("one whose answer is held back gives way before all others, and is at work again behind that", async () => {
  using door = new Door(2);
  const asked = request();
  const held = door.enter("held")!;
  let release = () => {};
  const until = new Promise<void>((resolve) => release = resolve);
  const answer = held.answer(async () => {
    await heldBack(asked, 5);
    await until;
    return new Response();
  }, asked);
  door.enter("silent");
  assertEquals(held.isHeld, true);
  await pause(20);
  assertEquals(held.isHeld, false);
  door.enter("third");
  assertEquals(door.closed, ["silent"]);
  release();
  await answer;
  door.enter("guesses")?.answer(() => new Response(), request());
  assertEquals(door.closed, ["silent", "third"]);
});

Deno.test("what is held back gives way, and its late answer is of no consequence", async () => {
  using door = new Door(2);
  const asked = request();
  door.enter("silent");
  const answer = door.enter("held")!.answer(async () => {
    await heldBack(asked, 20);
    return new Response();
  }, asked);
  door.enter("new");
  assertEquals([door.closed, door.told], [["held"], ["full"]]);
  await answer;
  assertEquals([door.connections.size, door.closed], [2, ["held"]]);
});

Deno.test("times run out: of the first head, of a body, of an idle connection; not of work or a stream", async () => {
  using door = new Door(10, { first: 20, body: 40, idle: 60 });
  door.enter("no head");
  door.enter("slow body")!.answer(never, request("POST"));
  await door.enter("idle")!.answer(() => Promise.resolve(new Response()), request());
  const works = door.enter("works")!;
  works.answer(never, request());
  const asked = request();
  const streams = door.enter("streams")!;
  streams.answer(() => (streaming(asked), new Response()), asked);
  await pause(150);
  assertEquals(door.closed, ["no head", "slow body", "idle"]);
  assertEquals(door.told, ["slow", "slow", "idle"]);
  works.left();
  streams.left();
});

Deno.test("a stream that has ended leaves an idle connection; one that is not read is hung up on", async () => {
  using door = new Door(10, { first: 1e6, body: 1e6, idle: 20 });
  const ended = request();
  door.enter("ended")!.answer(() => (streaming(ended).end(), new Response()), ended);
  const stalled = request();
  door.enter("stalled")!.answer(() => new Response(), stalled);
  streaming(stalled).hangUp();
  assertEquals(door.closed, ["stalled"]);
  await pause(60);
  assertEquals(door.closed, ["stalled", "ended"]);
});

Deno.test("a connection that has ended by itself is not closed again, whatever comes later", async () => {
  using door = new Door(10, { first: 10, body: 10, idle: 10 });
  const connection = door.enter("gone")!;
  const answer = connection.answer(() => pause(5).then(() => new Response()), request());
  connection.left();
  assert((await answer).ok);
  await pause(30);
  assertEquals([door.closed, door.told, door.connections.size], [[], [undefined], 0]);
});

Deno.test("a handler that throws leaves an idle connection", () => {
  using door = new Door(1);
  let thrown = "";
  try {
    door.enter("thrower")!.answer(() => {
      throw new Error("no");
    }, request());
  } catch (error) {
    thrown = (error as Error).message;
  }
  assertEquals(thrown, "no");
  door.enter("next");
  assertEquals(door.closed, ["thrower"]);
});
