/** What a webhook was told outlives a restart; what has ended meanwhile is not told as firing. */
import { memoryStore, type StateStore } from "../../../../alerts/state_file.ts";
import { assertEquals } from "../../../assert.ts";
import { HeldWorld } from "./fixture.ts";
import { disk, heard, webhook } from "./held_webhook.ts";

Deno.test("a restart tells nothing anew, and what ended meanwhile is told", async () => {
  const world = new HeldWorld();
  const store = memoryStore();
  await world.tell(webhook(world, { store }), [disk("a"), disk("b")], 60);
  // As from a file; the first is killed: it hears and says nothing any more.
  const kept = JSON.parse(JSON.stringify(store.get("webhook")));
  const world2 = new HeldWorld();
  world2.clock.stop(120_000);
  const store2 = memoryStore();
  store2.set("webhook", kept);
  const told = webhook(world2, { store: store2 });
  await world2.tell(told, [disk("a"), disk("b", 0, 120)], 600);
  assertEquals(heard(world2), ["330 firing:a resolved:b"]);
  assertEquals(JSON.stringify(store2.get("webhook")).includes("hook/path"), false);
});

Deno.test("what was due and not told before a restart is told after it", async () => {
  const world = new HeldWorld();
  const store = memoryStore();
  world.answer = 503;
  const first = webhook(world, { store });
  await world.tell(first, [disk("a")], 60);
  await world.tell(first, [disk("a", 0, 60)], 30);
  await first.close();
  const again = new HeldWorld();
  await again.tell(webhook(again, { store }), [], 15);
  assertEquals(heard(again), ["0 firing: resolved:a"]);
});

/** What a webhook keeps, as from a file: it was told that a fires, or could not be told. */
async function firedBefore(answer: number): Promise<StateStore> {
  const world = new HeldWorld();
  const store = memoryStore();
  world.answer = answer;
  await world.tell(webhook(world, { store }), [disk("a")], 60);
  const kept = memoryStore();
  kept.set("webhook", JSON.parse(JSON.stringify(store.get("webhook"))));
  return kept;
}

for (const [what, answer] of [["told", 200], ["due", 503]] as const) {
  Deno.test(`what was ${what} days ago is not told as firing before the rules were evaluated`, async () => {
    const store = await firedBefore(answer);
    const world = new HeldWorld();
    world.clock.stop(3 * 86_400_000);
    const told = webhook(world, { store });
    await world.clock.run(3_600_000);
    assertEquals(heard(world), []);
    const { seconds } = world;
    await world.tell(told, [disk("a", 0, seconds)], 600);
    assertEquals(heard(world), [`${seconds} firing: resolved:a`]);
  });
}

Deno.test("an end of the program before the first evaluation tells nothing of the run before", async () => {
  const world = new HeldWorld();
  await webhook(world, { store: await firedBefore(503) }).close();
  assertEquals(heard(world), []);
});

Deno.test("a state of another shape is passed over", async () => {
  const store = memoryStore();
  const world = new HeldWorld();
  for (const state of [1, null, [], { x: 1 }, "text"]) {
    store.set("webhook", state);
    webhook(world, { store });
  }
  await world.tell(webhook(world, { store }), [disk("a")], 60);
  const [key] = Object.keys(store.get<Record<string, unknown>>("webhook")!);
  const groups = store.get<Record<string, unknown[]>>("webhook")![key];
  for (const wrong of [{ labels: 1 }, null, { ...groups[0] as object, told: { at: "x" } }]) {
    store.set("webhook", { [key]: [wrong, ...groups] });
    const next = new HeldWorld();
    await next.tell(webhook(next, { store }), [disk("a")], 60);
    assertEquals(heard(next), [], "what is right is kept");
  }
});
