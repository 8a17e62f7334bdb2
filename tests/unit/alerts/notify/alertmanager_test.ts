/** An Alertmanager is told as Prometheus tells it. */
import { Alertmanager, alertsUrl } from "../../../../alerts/notify/alertmanager.ts";
import { assertEquals } from "../../../assert.ts";
import { alert, HeldWorld, START } from "./fixture.ts";

const at = (seconds: number) => new Date(START + 1000 * seconds).toISOString();

function alertmanager(world: HeldWorld, more: { capacity?: number; silence?: string } = {}) {
  return new Alertmanager({
    address: { url: "http://am:9093/", headers: { authorization: "Basic dTpw" }, host: "am:9093" },
    number: 1,
    metrics: world.metrics,
    world,
    silenced: ({ alertname }) => alertname === more.silence,
    capacity: more.capacity,
  });
}

Deno.test("an alert is sent at once, every minute while it fires, and when it has ended", async () => {
  const world = new HeldWorld();
  const told = alertmanager(world);
  await world.tell(told, [alert("DiskFull")], 150);
  assertEquals(world.times, [0, 60, 120]);
  const [{ url, headers, body }] = world.made;
  assertEquals(url, "http://am:9093/api/v2/alerts");
  assertEquals(headers, { "content-type": "application/json", "authorization": "Basic dTpw" });
  assertEquals(body, [{
    labels: { alertname: "DiskFull", instance: "web:9100", severity: "warning" },
    annotations: { summary: "DiskFull of web" },
    startsAt: at(0),
    endsAt: at(240),
    generatorURL: "http://web:9100/graph?g0.expr=1",
  }]);
  assertEquals(world.made[2].body[0].endsAt, at(360), "it would end four minutes after the last");

  await world.tell(told, [alert("DiskFull", {}, 0, 150)], 120);
  assertEquals(world.times, [0, 60, 120, 150, 210]);
  assertEquals(world.made[3].body[0].endsAt, at(150));
  await world.tell(told, [], 120);
  assertEquals(world.made.length, 5);
  assertEquals(world.counted, { sent: 5, failed: 0, dropped: 0, waiting: 0 });
});

Deno.test("an alert that fires again is sent at once, with its new start", async () => {
  const world = new HeldWorld();
  const told = alertmanager(world);
  await world.tell(told, [alert("A")]);
  await world.tell(told, [alert("A", {}, 0, 15)]);
  await world.tell(told, [alert("A", {}, 30)]);
  assertEquals(world.made.map(({ body }) => [body[0].startsAt, body[0].endsAt]), [
    [at(0), at(240)],
    [at(0), at(15)],
    [at(30), at(270)],
  ]);
});

Deno.test("of two alerts with the same labels the one that fires is sent", async () => {
  const world = new HeldWorld();
  await world.tell(alertmanager(world), [alert("A"), alert("A", {}, -60, -30)]);
  assertEquals(world.made.map(({ body }) => body.length), [1]);
  assertEquals(world.made[0].body[0].startsAt, at(0));
});

Deno.test("batches have 64 alerts, and one request is under way at a time", async () => {
  const world = new HeldWorld();
  const alerts = Array.from({ length: 150 }, (_, i) => alert("A", { n: String(i) }));
  const told = alertmanager(world);
  world.answer = "never";
  await world.tell(told, alerts, 5);
  assertEquals(world.made.map(({ body }) => body.length), [64]);
  world.answer = 200;
  await world.clock.run(7_000);
  assertEquals(world.made.map(({ body }) => body.length), [64, 64, 64, 22]);
});

Deno.test("a dead Alertmanager is asked ever more seldom, and hears the newest state", async () => {
  const world = new HeldWorld();
  const told = alertmanager(world);
  world.answer = new TypeError("error sending request for url (http://am:9093/): refused");
  await world.tell(told, [alert("Ends"), alert("Lasts")], 60);
  assertEquals(world.times, [0, 1, 3, 7, 15, 31]);
  await world.tell(told, [alert("Ends", {}, 0, 60), alert("Lasts")], 600);
  assertEquals(world.times.slice(6, 9), [63, 123, 183], "once a minute in the end");
  world.answer = 200;
  const failed = world.made.length;
  await world.tell(told, [alert("Lasts")], 60);
  const [{ body, at: back }] = world.made.slice(failed);
  assertEquals(
    body.map(({ labels, endsAt }: { labels: Record<string, string>; endsAt: string }) => [
      labels.alertname,
      endsAt,
    ]),
    [["Ends", at(60)], ["Lasts", at(back + 240)]],
    "each once, and not a minute old",
  );
  assertEquals(world.counted.dropped, 0);
});

Deno.test("what waits is bounded: the oldest goes", async () => {
  const world = new HeldWorld();
  const told = alertmanager(world, { capacity: 3 });
  world.answer = 503;
  const alerts = Array.from({ length: 5 }, (_, i) => alert("A", { n: String(i) }));
  await world.tell(told, alerts, 10);
  assertEquals(world.counted.dropped, 2);
  assertEquals(world.counted.waiting, 3);
  world.answer = 200;
  await world.clock.run(10_000);
  const { body } = world.made.at(-1)!;
  assertEquals(body.map((one: { labels: { n: string } }) => one.labels.n), ["2", "3", "4"]);
});

Deno.test("what it refuses is dropped, and said anew a minute later", async () => {
  const world = new HeldWorld();
  const told = alertmanager(world);
  world.answer = 400;
  await world.tell(told, [alert("A")], 75);
  assertEquals(world.times, [0, 60]);
  assertEquals(world.counted, { sent: 0, failed: 2, dropped: 2, waiting: 0 });
});

Deno.test("a silenced alert is not sent", async () => {
  const world = new HeldWorld();
  await world.tell(alertmanager(world, { silence: "A" }), [alert("A"), alert("B")]);
  assertEquals(world.made.map(({ body }) => body.length), [1]);
  assertEquals(world.made[0].body[0].labels.alertname, "B");
});

Deno.test("an Alertmanager may have a path", () => {
  assertEquals(alertsUrl("https://x/am/"), "https://x/am/api/v2/alerts");
  assertEquals(alertsUrl("https://x/am?key=1"), "https://x/am/api/v2/alerts?key=1");
});
