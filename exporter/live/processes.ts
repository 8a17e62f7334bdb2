/**
 * Who uses CPU and memory now. Read only while somebody asks.
 *
 * @module
 */
import { round } from "../../collectors/turns.ts";
import { pageSize } from "../../collectors/linux/auxv.ts";
import type { Files } from "../../collectors/linux/files.ts";
import { parseProcessUse, type ProcessUse } from "../../collectors/linux/process_stat.ts";
import { type Clock, systemClock } from "../clock.ts";

/** A process. */
export interface Process {
  readonly pid: number;
  /** Of the program, without arguments, which may hold secrets. */
  readonly name: string;
  /** Percent of one CPU, over the time between the last two readings. */
  readonly cpu: number;
  /** Bytes of memory that it holds; what it shares with others is counted for each. */
  readonly memory: number;
}

/** The processes that use most. */
export interface Top {
  /** How many there are. */
  readonly total: number;
  readonly byCpu: readonly Process[];
  readonly byMemory: readonly Process[];
}

/** How many are told. */
const MOST = 10;
/** Milliseconds of reading after which others get their turn: there may be thousands. */
const TURN = 8;
/** Milliseconds for which an answer is given again. */
const GOOD_FOR = 1500;
/** Milliseconds between two readings where there is none to compare with; one that is older tells nothing of now. */
const SHORTLY = 500, OLD = 15_000;
/** Ticks a second of what the kernel tells programs, USER_HZ: 100 on every Linux. */
const HZ = 100;

/** What all processes had used at one time. */
interface Reading {
  /** Milliseconds, monotonic. */
  readonly at: number;
  readonly uses: ReadonlyMap<number, ProcessUse>;
}

/** Reads all processes, once for all who ask at about the same time. */
export class Processes {
  readonly #page: number;
  #last: Reading | undefined;
  #known: { readonly at: number; readonly top: Top } | undefined;
  #asked: Promise<Top> | undefined;

  constructor(private readonly files: Files, private readonly clock: Clock = systemClock) {
    this.#page = pageSize(files);
  }

  /** The processes that use most now. */
  top(): Promise<Top> {
    const known = this.#known;
    if (known && this.clock.monotonic() - known.at < GOOD_FOR) return Promise.resolve(known.top);
    return this.#asked ??= this.#read().finally(() => this.#asked = undefined);
  }

  async #read(): Promise<Top> {
    let before = this.#last;
    if (!before || this.clock.monotonic() - before.at > OLD) {
      before = await this.#reading();
      await new Promise<void>((resolve) => this.clock.after(SHORTLY, resolve));
    }
    const now = await this.#reading();
    this.#last = now;
    const top = topOf(before, now, this.#page);
    this.#known = { at: now.at, top };
    return top;
  }

  async #reading(): Promise<Reading> {
    const at = this.clock.monotonic();
    const uses = new Map<number, ProcessUse>();
    let turn = performance.now();
    for (const name of this.files.list("/proc")) {
      const pid = Number(name);
      if (!Number.isInteger(pid)) continue;
      // Undefined of what ended since, or is hidden from us.
      const text = this.files.attribute(`/proc/${name}/stat`);
      if (text) uses.set(pid, parseProcessUse(text));
      if (performance.now() - turn < TURN) continue;
      await round();
      turn = performance.now();
    }
    return { at, uses };
  }
}

function topOf(before: Reading, now: Reading, page: number): Top {
  const seconds = Math.max(0.001, (now.at - before.at) / 1000);
  const all: Process[] = [];
  for (const [pid, { name, ticks, start, pages }] of now.uses) {
    const then = before.uses.get(pid);
    // One that began since has used all of it since.
    const used = then?.start === start ? ticks - then.ticks : ticks;
    all.push({ pid, name, cpu: 100 * used / HZ / seconds, memory: pages * page });
  }
  const most = (by: (one: Process) => number) =>
    all.filter((one) => by(one) > 0).sort((a, b) => by(b) - by(a) || a.pid - b.pid).slice(0, MOST);
  return {
    total: all.length,
    byCpu: most(({ cpu }) => cpu),
    byMemory: most(({ memory }) => memory),
  };
}
