/**
 * For how long the event loop of hostvitals is held up, from inside of it.
 *
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { V8_FLAGS } from "../v8_flags.ts";
import { Client, freePort } from "./client.ts";
import type { Held } from "./loop_probe.ts";
import { lastLine, type Started } from "./processes.ts";
import type { Tools } from "./measure.ts";

const PROBE = fileURLToPath(new URL("loop_probe.ts", import.meta.url));

/** Milliseconds that it has to start, and to answer a signal. */
const PATIENCE = 20_000;

/** Milliseconds in which everything is new: the query engine is loaded, rules are evaluated first. */
const START = 5000;

/** What came of it. */
export interface LoopHeld {
  /** In the first seconds after it listens, with a scrape. */
  readonly first: Held;
  /** Then, while it was scraped. */
  readonly after: Held;
}

/**
 * Starts hostvitals with these flags, lets it be scraped as Prometheus does, and tells for
 * how long its event loop was held up.
 *
 * @param main its first file, of the source or of a bundle
 * @param seconds how long, with a scrape each second
 * @param between what happens to the host before each scrape
 */
export async function loopHeld(
  main: string,
  flags: readonly string[],
  { processes }: Tools,
  directory: string,
  seconds: number,
  between: () => void,
): Promise<LoopHeld> {
  const file = join(directory, "loop.json");
  const port = freePort();
  await using program = processes.start({
    path: Deno.execPath(),
    args: [
      ...["run", "--allow-all", V8_FLAGS, `--preload=${PROBE}`, main],
      ...["--host=127.0.0.1", `--port=${port}`, ...flags],
    ],
    env: { LOOP_PROBE: file },
  });
  await listens(program, port);
  await heldSince(program, file);
  using client = new Client(`http://127.0.0.1:${port}/metrics`);
  await client.scrape("prometheus");
  await sleep(START);
  const first = await heldSince(program, file);
  for (let second = 0; second < seconds; second++) {
    between();
    await client.scrape("prometheus");
    await sleep(1000);
  }
  return { first, after: await heldSince(program, file) };
}

async function listens(program: Started, port: number): Promise<void> {
  const end = performance.now() + PATIENCE;
  while (performance.now() < end) {
    if (program.hasEnded) throw new Error(`ended at once: ${lastLine(await program.said)}`);
    try {
      return (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    } catch {
      // Not yet.
      await sleep(1);
    }
  }
  throw new Error(`does not listen ${PATIENCE} ms after its start`);
}

/** Since it was asked the last time. */
async function heldSince({ pid }: Started, file: string): Promise<Held> {
  Deno.kill(pid, "SIGUSR2");
  const end = performance.now() + PATIENCE;
  while (performance.now() < end) {
    try {
      const held = JSON.parse(await Deno.readTextFile(file));
      await Deno.remove(file);
      return held;
    } catch {
      // Not yet.
      await sleep(5);
    }
  }
  throw new Error("the loop's probe does not answer");
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
