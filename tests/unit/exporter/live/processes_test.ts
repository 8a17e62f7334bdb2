/** Who uses most, told only to those who may know. */
import { isOfThisHost } from "../../../../exporter/client.ts";
import { Processes } from "../../../../exporter/live/processes.ts";
import { processesHandler } from "../../../../exporter/live/processes_handler.ts";
import { parseProcessUse } from "../../../../collectors/linux/process_stat.ts";
import { MadeUpHost } from "../../../fixture.ts";
import { assert, assertEquals, assertThrows } from "../../../assert.ts";
import { HeldClock } from "../held_clock.ts";

const stat = (
  pid: number,
  name: string,
  user: number,
  system: number,
  start: number,
  pages: number,
) =>
  `${pid} (${name}) S 1 1 1 0 -1 0 0 0 0 0 ${user} ${system} 0 0 20 0 1 0 ${start} 1000 ${pages} 0\n`;

Deno.test("a name may have spaces and parentheses in it", () => {
  assertEquals(parseProcessUse(stat(7, "a) R (b", 1, 2, 3, 4)), {
    name: "a) R (b",
    ticks: 3,
    start: 3,
    pages: 4,
  });
  assertThrows(() => parseProcessUse("7 (a) S 1"), SyntaxError, "PID/stat has a malformed line");
});

Deno.test("CPU is of the time between two readings; a number that was given anew is another process", async () => {
  using host = new MadeUpHost({
    "proc/1/stat": stat(1, "init", 500, 500, 1, 10),
    "proc/20/stat": stat(20, "old", 9000, 0, 100, 10),
    "proc/30/stat": stat(30, "idle", 5, 5, 100, 2000),
    "proc/self/stat": "nothing",
    "proc/uptime": "1 1",
  });
  const clock = new HeldClock(1e12);
  const processes = new Processes(host.files, clock);
  const asked = [processes.top(), processes.top()];
  // The first reading is whole, however long this machine took for it.
  await clock.run(0);
  host.write({
    "proc/1/stat": stat(1, "init", 525, 510, 1, 10),
    "proc/20/stat": stat(20, "new", 10, 0, 900, 10),
  });
  await clock.run(500);
  const [top, same] = await Promise.all(asked);
  assert(top === same, "asked once for both");
  assertEquals(top.total, 3);
  assertEquals(top.byCpu, [
    { pid: 1, name: "init", cpu: 70, memory: 40_960 },
    { pid: 20, name: "new", cpu: 20, memory: 40_960 },
  ]);
  assertEquals(top.byMemory.map(({ name }) => name), ["idle", "init", "new"]);
  assert(await processes.top() === top, "good for a moment");
  clock.stop(2000);
  assertEquals((await processes.top()).byCpu, []);
});

const request = (url = "http://localhost:9100/x", headers = {}) => new Request(url, { headers });

Deno.test("who is of this host: by address, by name, and through no proxy", () => {
  const is = (address: string, one = request()) => isOfThisHost(one, { address }, "Vm");
  assertEquals(["127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"].map((a) => is(a)), [
    ...[true, true, true, true],
  ]);
  assertEquals(["", "192.0.2.1", "::2", "1127.0.0.1"].map((a) => is(a)), [
    ...[false, false, false, false],
  ]);
  for (const name of ["forwarded", "x-forwarded-for", "x-real-ip", "via"]) {
    assertEquals(is("127.0.0.1", request(undefined, { [name]: "" })), false, name);
  }
  assertEquals(is("127.0.0.1", request("http://[::1]:9100/x")), true);
  assertEquals(is("127.0.0.1", request("http://vm:9100/x")), true);
  // A name of somebody else that was made to lead here.
  assertEquals(is("127.0.0.1", request("http://evil.example:9100/x")), false);
});

Deno.test("others need a password, and are told so", async () => {
  const top = { total: 1, byCpu: [], byMemory: [] };
  const handler = processesHandler({
    processes: { top: () => Promise.resolve(top) },
    hostname: "vm",
  });
  const stranger = await handler(request(), {}, { address: "192.0.2.1" });
  assertEquals([stranger.status, await stranger.text()], [
    403,
    "processes are shown only to clients on this host or with a password: --web.config.file\n",
  ]);
  const known = await handler(request(), {}, { address: "192.0.2.1", authenticated: true });
  assertEquals([known.status, await known.json()], [200, top]);
  assertEquals(known.headers.get("cache-control"), "no-store");
  const elsewhere = processesHandler({ processes: undefined, hostname: "vm" });
  assertEquals((await elsewhere(request(), {}, { address: "::1" })).status, 501);
});
