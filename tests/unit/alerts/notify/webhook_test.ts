/** A webhook is told as Alertmanager tells it: grouped, once, and again when something is new. */
import { assertEquals } from "../../../assert.ts";
import { alert, HeldWorld } from "./fixture.ts";
import { disk, heard, webhook } from "./held_webhook.ts";

Deno.test("a group waits 30 s, then 5 min for what is new, and is repeated after 4 h", async () => {
  const world = new HeldWorld();
  const told = webhook(world);
  await world.tell(told, [disk("a")], 15);
  await world.tell(told, [disk("a"), disk("b", 15)], 60);
  await world.tell(told, [disk("a"), disk("b", 15), disk("c", 75)], 15);
  await world.tell(told, [disk("a"), disk("b", 15), disk("c", 75)], 5 * 3600);
  assertEquals(heard(world), [
    "30 firing:a+b resolved:",
    "330 firing:a+b+c resolved:",
    "14730 firing:a+b+c resolved:",
  ]);
});

Deno.test("the end of an alert is told once, with what still fires, and is forgotten then", async () => {
  const world = new HeldWorld();
  const told = webhook(world);
  await world.tell(told, [disk("a"), disk("b")], 60);
  await world.tell(told, [disk("a", 0, 60), disk("b")], 600);
  await world.tell(told, [disk("b", 0, 660)], 900);
  assertEquals(heard(world), [
    "30 firing:a+b resolved:",
    "330 firing:b resolved:a",
    "930 firing: resolved:b",
  ]);
  assertEquals(world.made.map(({ body }) => body.status), ["firing", "firing", "resolved"]);
  // The group is gone: an alert of it is told as a new one.
  await world.tell(told, [disk("b", 1560)], 45);
  assertEquals(heard(world).at(-1), "1590 firing:b resolved:");
});

Deno.test("an alert that ends before anybody was told is not told", async () => {
  const world = new HeldWorld();
  const told = webhook(world);
  await world.tell(told, [disk("a")], 15);
  await world.tell(told, [disk("a", 0, 15)], 900);
  assertEquals(heard(world), []);
});

Deno.test("an alert that flaps within the interval is told no second time", async () => {
  const world = new HeldWorld();
  const told = webhook(world);
  await world.tell(told, [disk("a")], 60);
  await world.tell(told, [disk("a", 0, 60)], 60);
  await world.tell(told, [disk("a", 120)], 600);
  assertEquals(heard(world), ["30 firing:a resolved:"]);
});

Deno.test("groups are told apart by name and instance", async () => {
  const world = new HeldWorld();
  await world.tell(webhook(world), [disk("a"), alert("Cpu", { device: "x" })], 45);
  assertEquals(heard(world), ["30 firing:a resolved:", "30 firing:x resolved:"]);
  assertEquals(
    world.made.map(({ body }) => body.groupKey),
    ["DiskFull", "Cpu"].map((name) => `{}:{alertname="${name}", instance="web:9100"}`),
  );
});

Deno.test("an alert that fires for long already need not wait", async () => {
  const world = new HeldWorld();
  await world.tell(webhook(world), [disk("a", -3600)], 1);
  assertEquals(heard(world), ["0 firing:a resolved:"]);
});

Deno.test("a critical alert silences its warning, until it has ended", async () => {
  const world = new HeldWorld();
  const told = webhook(world);
  const warning = alert("DiskFull", { severity: "warning" });
  const critical = (to?: number) => alert("DiskFull", { severity: "critical" }, 0, to);
  await world.tell(told, [warning, critical()], 60);
  await world.tell(told, [warning, critical(60)], 600);
  assertEquals(heard(world), [
    "30 firing:critical resolved:",
    "330 firing:warning resolved:critical",
  ]);
});

Deno.test("a warning that was told and then silenced by its critical alert is told to end", async () => {
  const world = new HeldWorld();
  const told = webhook(world);
  const warning = (to?: number) => alert("DiskFull", { severity: "warning" }, 0, to);
  const critical = (to?: number) => alert("DiskFull", { severity: "critical" }, 60, to);
  await world.tell(told, [warning()], 60);
  await world.tell(told, [warning(), critical()], 600);
  await world.tell(told, [warning(660), critical(660)], 600);
  assertEquals(heard(world), [
    "30 firing:warning resolved:",
    "330 firing:critical resolved:",
    "930 firing: resolved:critical+warning",
  ]);
});

Deno.test("silenced alerts are not told until the silence ends", async () => {
  const world = new HeldWorld();
  const until = world.clock.now() + 400_000;
  const told = webhook(world, { silenced: ({ device }, now) => device === "a" && now < until });
  await world.tell(told, [disk("a"), disk("b")], 700);
  assertEquals(heard(world), ["30 firing:b resolved:", "630 firing:a+b resolved:"]);
});

Deno.test("what was due while the receiver was dead is told when it is back, in one message", async () => {
  const world = new HeldWorld();
  const told = webhook(world);
  world.answer = new TypeError("refused");
  await world.tell(told, [disk("a"), disk("b")], 600);
  await world.tell(told, [disk("a", 0, 600), disk("b"), disk("c", 600)], 1200);
  world.answer = 200;
  const failed = world.made.length;
  await world.tell(told, [disk("b"), disk("c", 600)], 900);
  assertEquals(heard(world).slice(failed).map((line) => line.slice(line.indexOf(" "))), [
    " firing:b+c resolved:a",
  ]);
  assertEquals(world.counted.dropped, 0);
});

Deno.test("what fired and ended while the receiver was dead is told all the same", async () => {
  const world = new HeldWorld();
  const told = webhook(world);
  world.answer = 503;
  await world.tell(told, [disk("a")], 60);
  await world.tell(told, [disk("a", 0, 60)], 900);
  await world.tell(told, [], 900);
  world.answer = 200;
  const failed = world.made.length;
  await world.tell(told, [], 900);
  assertEquals(heard(world).slice(failed).map((line) => line.slice(line.indexOf(" "))), [
    " firing: resolved:a",
  ]);
});

Deno.test("one message that a receiver cannot take does not hold up the others", async () => {
  const world = new HeldWorld();
  const told = webhook(world);
  const fetch = world.fetch;
  world.fetch = (url, init) => {
    world.answer = String(init.body).includes("DiskFull") ? 500 : 200;
    return fetch(url, init);
  };
  await world.tell(told, [disk("a"), alert("Cpu", { device: "x" })], 45);
  assertEquals(heard(world).slice(0, 2), ["30 firing:a resolved:", "31 firing:x resolved:"]);
  assertEquals(world.counted.sent, 1);
});

Deno.test("a refused message is tried again after the interval, without what has ended", async () => {
  const world = new HeldWorld();
  const told = webhook(world);
  world.answer = 404;
  await world.tell(told, [disk("a"), disk("b")], 330);
  await world.tell(told, [disk("a", 0, 330), disk("b")], 610);
  assertEquals(heard(world), [
    "30 firing:a+b resolved:",
    "330 firing:a+b resolved:",
    "630 firing:b resolved:a",
    "930 firing:b resolved:",
  ]);
  assertEquals(world.counted, { sent: 0, failed: 4, dropped: 2 + 2 + 2 + 1, waiting: 0 });
});

Deno.test("an alert of which the evaluator says nothing any more ends after four minutes", async () => {
  const world = new HeldWorld();
  const told = webhook(world);
  await world.tell(told, [disk("a")], 60);
  await world.tell(told, [], 900);
  assertEquals(heard(world), ["30 firing:a resolved:", "330 firing: resolved:a"]);
});

Deno.test("a stop of the whole host ends no alert", async () => {
  const world = new HeldWorld();
  const told = webhook(world);
  await world.tell(told, [disk("a")], 60);
  world.clock.stop(3600_000);
  await world.clock.run(0);
  await world.tell(told, [disk("a")], 900);
  assertEquals(heard(world), ["30 firing:a resolved:"]);
});

Deno.test("alerts that are kept in mind are bounded; those without a place are counted once", async () => {
  const world = new HeldWorld();
  const told = webhook(world, { capacity: 2 });
  const all = ["a", "b", "c", "d"].map((device) => disk(device));
  await world.tell(told, all, 60);
  assertEquals(world.counted.dropped, 2);
  assertEquals(heard(world), ["30 firing:a+b resolved:"]);
  const [a, b, ...rest] = all;
  await world.tell(told, [{ ...a, endsAt: a.startsAt + 1 }, b, ...rest], 600);
  assertEquals(heard(world).slice(1), ["330 firing:b resolved:a", "630 firing:b+c resolved:"]);
});
