/**
 * hostvitals as main.ts wires it, by a clock that goes as fast as the work is done. Each number that comes from
 * {@linkcode DRIVER} is so many milliseconds that pass; then a line of JSON, {@linkcode Inside}, goes there. Not by
 * standard input: to read that takes a thread of the runtime, and threads are counted.
 *
 * @module
 */
import { main } from "../../main.ts";
import { DRIVER } from "./day_program.ts";
import { SteppedClock } from "./stepped_clock.ts";

/** What the program tells of itself. */
export interface Inside {
  /** Milliseconds since 1970, by its own clock. */
  readonly now: number;
  /** Bytes of JavaScript's heap in use. */
  readonly heap: number;
  /** Bytes that the heap has from the system. */
  readonly total: number;
  /** Bytes outside of it that JavaScript holds. */
  readonly external: number;
  /** Timers that wait, on the stepped clock and on the system's. */
  readonly timers: number;
}

const waiting = new Set<unknown>();

type Call = (...args: unknown[]) => unknown;

/** Counts the timers of everybody in this process. */
function countTimers(): void {
  const everybody = globalThis as unknown as Record<string, Call>;
  for (const name of ["setTimeout", "setInterval"]) {
    const set = everybody[name];
    everybody[name] = (call, ...rest) => {
      const timer = set((...args: unknown[]) => {
        if (name === "setTimeout") waiting.delete(timer);
        (call as Call)(...args);
      }, ...rest);
      waiting.add(timer);
      return timer;
    };
  }
  for (const name of ["clearTimeout", "clearInterval"]) {
    const clear = everybody[name];
    everybody[name] = (timer) => {
      waiting.delete(timer);
      return clear(timer);
    };
  }
}

async function* linesOf(conn: Deno.Conn): AsyncGenerator<string> {
  let rest = "";
  for await (const piece of conn.readable.pipeThrough(new TextDecoderStream())) {
    const all = (rest + piece).split("\n");
    rest = all.pop()!;
    yield* all;
  }
}

async function passTime(clock: SteppedClock, port: number): Promise<void> {
  const driver = await Deno.connect({ hostname: "127.0.0.1", port });
  const answers = driver.writable.getWriter();
  for await (const line of linesOf(driver)) {
    await clock.pass(Number(line));
    const { heapUsed, heapTotal, external } = Deno.memoryUsage();
    const timers = clock.timers + waiting.size;
    const inside: Inside = { now: clock.now(), heap: heapUsed, total: heapTotal, external, timers };
    await answers.write(new TextEncoder().encode(`${JSON.stringify(inside)}\n`));
  }
}

/** hostvitals by a stepped clock. @returns the exit status */
export async function run(args: readonly string[]): Promise<number> {
  countTimers();
  // A full quarter of an hour, so that every day is the same.
  const start = Math.floor(Date.now() / 900_000) * 900_000;
  const clock = new SteppedClock(start);
  const port = Deno.env.get(DRIVER);
  // Without one, as in the start that compiling tries, no time passes.
  if (port) passTime(clock, Number(port));
  return await main(args, clock);
}

if (import.meta.main) run(Deno.args).then(Deno.exit);
