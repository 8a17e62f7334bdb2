import { SpaceReader } from "../../../../collectors/linux/statfs.ts";
import type { Space } from "../../../../collectors/readings.ts";
import { assertEquals } from "../../../assert.ts";

const SPACE: Space = { size: 100, free: 50, available: 40, files: 10, filesFree: 5 };

/** Answers at once, but for paths that begin with `/hung`: those when they are woken. */
class Mounts {
  readonly asked: string[] = [];
  readonly #sleeping: (() => void)[] = [];

  readonly ask = (path: string): Promise<Space> => {
    this.asked.push(path);
    if (path.startsWith("/broken")) return Promise.reject(new Error("EIO"));
    if (!path.startsWith("/hung")) return Promise.resolve(SPACE);
    return new Promise((resolve) => this.#sleeping.push(() => resolve(SPACE)));
  };

  async wake(): Promise<void> {
    for (const wake of this.#sleeping.splice(0)) wake();
    await new Promise((resolve) => setTimeout(resolve));
  }
}

const times = (asked: string[], path: string) => asked.filter((one) => one === path).length;

Deno.test("every mount that answers gives its space, one that fails only loses its own", async () => {
  const mounts = new Mounts();
  const reader = new SpaceReader(mounts.ask);
  const paths = ["/", "/broken", ...Array.from({ length: 20 }, (_, i) => `/data${i}`)];
  const spaces = await reader.spaces(paths, 1000);
  assertEquals(spaces.map((space) => space === SPACE), paths.map((path) => path !== "/broken"));
  assertEquals(reader.unanswered, 0);
});

Deno.test("mounts that hang cost only their own space, are asked once, and come back", async () => {
  const mounts = new Mounts();
  const reader = new SpaceReader(mounts.ask);
  const paths = ["/hung1", "/hung2", "/hung3", "/hung4", "/hung5", "/hung6", "/", "/home"];
  const answers = [false, false, false, false, false, false, true, true];
  for (let scrape = 0; scrape < 3; scrape++) {
    const spaces = await reader.spaces(paths, 300);
    assertEquals(spaces.map((space) => space === SPACE), answers);
    assertEquals(reader.unanswered, 6);
  }
  assertEquals(times(mounts.asked, "/hung1"), 1);
  assertEquals(times(mounts.asked, "/home"), 3);

  await mounts.wake();
  assertEquals(reader.unanswered, 0);
  const spaces = reader.spaces(paths, 2000);
  // They hang again for a moment, but answer in time now.
  for (let i = 0; i < 20 && mounts.asked.length < 20; i++) {
    await new Promise((r) => setTimeout(r, 25));
  }
  await mounts.wake();
  assertEquals((await spaces).every((space) => space === SPACE), true);
});

Deno.test("a mount known to hang is not waited for", async () => {
  const mounts = new Mounts();
  const reader = new SpaceReader(mounts.ask);
  await reader.spaces(["/hung"], 100);
  const asked = mounts.asked.length;
  let waited = true;
  const second = reader.spaces(["/hung"], 100).then(() => waited = false);
  // Timers of 100 ms cannot have fired after a few turns of the event loop.
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setTimeout(resolve));
  assertEquals(waited, false);
  await second;
  assertEquals(mounts.asked.length, asked);
});

Deno.test("however many hang, threads of the runtime stay free", async () => {
  const mounts = new Mounts();
  const reader = new SpaceReader(mounts.ask);
  const paths = Array.from({ length: 60 }, (_, i) => `/hung${i}`);
  for (let scrape = 0; scrape < 3; scrape++) await reader.spaces(paths, 600);
  assertEquals(reader.unanswered, 26);
  await mounts.wake();
  assertEquals(reader.unanswered, 0);
});

Deno.test("an answer that comes too late for one scrape changes nothing in what it gave", async () => {
  const mounts = new Mounts();
  const reader = new SpaceReader(mounts.ask);
  const spaces = await reader.spaces(["/hung"], 50);
  await mounts.wake();
  assertEquals(spaces, [undefined]);
});

Deno.test("the real file system tells its space", async () => {
  const [space] = await new SpaceReader().spaces(["/"], 5000);
  assertEquals(
    space !== undefined && space.size > space.free && space.free >= space.available,
    true,
  );
});
