/**
 * Loaded before hostvitals (`--preload`): measures for how long its event loop is held up, and writes
 * that to the file that `LOOP_PROBE` names, each time it gets SIGUSR2.
 *
 * @module
 */
/** `CLOCK_THREAD_CPUTIME_ID` of Linux. */
const THREAD_CPU = 3;

/** Milliseconds between two looks. */
const EACH = 1;

/** How long the loop was held up since the last time. */
export interface Held {
  /** Milliseconds of the longest, whatever the reason: the machine may have had others to serve. */
  longest: number;
  /** The same, as far as this process was at work in it. */
  working: number;
  /** How often it was at work for more than 20 ms. */
  over20: number;
  /** How often it was looked. */
  looks: number;
}

const nothing = (): Held => ({ longest: 0, working: 0, over20: 0, looks: 0 });

const file = Deno.env.get("LOOP_PROBE");
if (file) {
  const libc = Deno.dlopen("libc.so.6", {
    clock_gettime: { parameters: ["i32", "buffer"], result: "i32" },
  });
  const clock = new BigInt64Array(2);
  /** Milliseconds of CPU of this thread, which is the event loop's. */
  const used = () => {
    libc.symbols.clock_gettime(THREAD_CPU, clock);
    return 1000 * Number(clock[0]) + Number(clock[1]) / 1e6;
  };
  let held = nothing();
  let last = performance.now(), before = used();
  const timer = setInterval(() => {
    const gap = performance.now() - last - EACH;
    const working = used() - before;
    held.looks++;
    held.longest = Math.max(held.longest, gap);
    held.working = Math.max(held.working, working);
    if (working > 20) held.over20++;
    last = performance.now();
    before = used();
  }, EACH);
  // The program itself begins when nothing holds this module any more.
  Deno.unrefTimer(timer);
  Deno.addSignalListener("SIGUSR2", () => {
    Deno.writeTextFileSync(`${file}.new`, JSON.stringify(held));
    Deno.renameSync(`${file}.new`, file);
    held = nothing();
    last = performance.now();
    before = used();
  });
}
