/**
 * What is watched while the program is attacked: a scraper beside the attack, and its memory.
 *
 * @module
 */
import type { Program } from "../program.ts";
import { markdown } from "../markdown.ts";

/** Of one scrape beside an attack. */
export interface Told {
  readonly milliseconds: number;
  /** Why the answer was not whole; undefined where it was. */
  readonly failure?: string;
}

/** What was seen beside an attack. */
export interface Seen {
  /** Scrapes that were answered whole, and all. */
  readonly answered: number;
  readonly scrapes: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
  /** Why the others were not, and when: each with milliseconds that it took. */
  readonly failures: readonly string[];
  /** Resident memory at its most, MB. */
  readonly peak: number;
}

/** Whether the long form is asked for. */
export const long: boolean = Deno.env.get("HOSTILE") === "long";

/** Resident memory of a process, MB. */
export function residentMemory(pid: number): number {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1000;
}

/** How many files a process has open. */
export const openFiles = (pid: number): number => [...Deno.readDirSync(`/proc/${pid}/fd`)].length;

/** Watches a program while an attack is under way. */
export async function beside(
  program: Program,
  attack: () => Promise<unknown>,
  { url = `${program.url}metrics`, authorization = "", authority = "" } = {},
): Promise<Seen> {
  const told: Told[] = [];
  let peak = residentMemory(program.pid);
  const worker = new Worker(new URL("./beside_worker.ts", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }) => void told.push(data);
  worker.postMessage({ url, authorization, authority });
  const timer = setInterval(() => peak = Math.max(peak, residentMemory(program.pid)), 100);
  try {
    // Its own beginning is no part of the attack.
    while (told.length < 3) await sleep(20);
    told.length = 0;
    await attack();
    while (told.length === 0) await sleep(20);
  } finally {
    clearInterval(timer);
    worker.terminate();
  }
  return { ...summary(told), peak };
}

function summary(told: readonly Told[]): Omit<Seen, "peak"> {
  const sorted = told.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return {
    answered: told.filter(({ failure }) => !failure).length,
    scrapes: told.length,
    failures: told.flatMap(({ failure, milliseconds }) =>
      failure ? [`${failure}, after ${milliseconds.toFixed()} ms`] : []
    ),
    p50: at(0.5),
    p99: at(0.99),
    worst: sorted.at(-1)!,
  };
}

/** Rows of the table that is printed when the tests of a file have run. */
export class Report {
  readonly #rows: string[][] = [];

  add(attack: string, { answered, scrapes, p50, p99, worst, peak }: Seen, came: string): void {
    const ms = (value: number) => value.toFixed(1);
    this.#rows.push([
      attack,
      `${answered}/${scrapes}`,
      ms(p50),
      ms(p99),
      ms(worst),
      peak.toFixed(0),
      came,
    ]);
  }

  print(): void {
    console.log(
      markdown(
        [
          "attack",
          "scrapes beside",
          "p50, ms",
          "p99, ms",
          "worst, ms",
          "peak, MB",
          "what came of it",
        ],
        this.#rows,
      ),
    );
  }
}

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until something holds, ten seconds at most. */
export async function eventually(
  holds: () => boolean | Promise<boolean>,
  what: string,
): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await holds()) return;
    await sleep(50);
  }
  throw new Error(`never came: ${what}`);
}
