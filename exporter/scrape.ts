/**
 * Runs the collectors: side by side, under a deadline, and none can cost the others their samples.
 *
 * @module
 */
import { getLogger } from "@logtape/logtape";
import {
  type Collector,
  gauge,
  type Host,
  Labels,
  type MetricFamily,
  NoData,
  type Running,
  type Sample,
} from "../collectors/collector.ts";
import { Unsupported } from "../collectors/readings.ts";
import { Turn } from "../collectors/turns.ts";

/** How long each collector took; node_exporter's name and words. */
export const duration = gauge(
  "node_scrape_collector_duration_seconds",
  "node_exporter: Duration of a collector scrape.",
  "collector",
);
/** Whether each collector gave its samples. */
export const success = gauge(
  "node_scrape_collector_success",
  "node_exporter: Whether a collector succeeded.",
  "collector",
);

/** What came of a collector. */
interface Outcome {
  readonly families: readonly MetricFamily[];
  /** Milliseconds. */
  readonly took: number;
  /** When, in milliseconds, monotonic. */
  readonly ended: number;
  readonly ok: boolean;
}

interface Run {
  /** Milliseconds, monotonic. */
  readonly since: number;
  readonly outcome: Promise<Outcome>;
}

function outcomeOf(families: MetricFamily[], since: number, ok: boolean): Outcome {
  const ended = performance.now();
  return { families, took: ended - since, ended, ok };
}

/** Milliseconds for which a collector whose kind the host has nothing of is not asked again. */
const ABSENT_FOR = 30_000;

/** A collector that runs, and the run in flight. */
class Runner {
  readonly labels: Labels;
  #run: Run | undefined;
  /** What came of it when the host had nothing of its kind, and until when that is good. */
  #absent: { readonly until: number; readonly outcome: Outcome } | undefined;
  /** What was said last, so that a fault that lasts is said once. */
  #said = "";
  readonly #log = getLogger(["hostvitals", "scrape"]);

  constructor(readonly name: string, private readonly running: Running) {
    this.labels = new Labels({ collector: name });
  }

  /**
   * What comes of it. Whoever asks while it runs gets the same run; one that has run for longer than
   * the whole budget is late, and neither waited for nor started again.
   *
   * @param now milliseconds, monotonic
   * @param deadline resolves when the budget is used up
   */
  outcome(now: number, budget: number, deadline: () => Promise<void>): Outcome | Promise<Outcome> {
    if (!this.#run) {
      if (this.#absent && now < this.#absent.until) return this.#absent.outcome;
      let found;
      try {
        found = this.running.collect(budget);
      } catch (error) {
        return this.#failed(error, now);
      }
      if (!(found instanceof Promise)) return this.#gave(found, now);
      const outcome = found.then(
        (families) => this.#gave(families, now),
        (error) => this.#failed(error, now),
      ).finally(() => this.#run = undefined);
      this.#run = { since: now, outcome };
    }
    const { since, outcome } = this.#run;
    if (now - since > budget) return this.#late(since);
    return Promise.race([outcome, deadline()]).then((outcome) => outcome ?? this.#late(since));
  }

  /** Whether it wants every second. */
  get ticks(): boolean {
    return this.running.tick !== undefined;
  }

  /** One second has passed. */
  async tick(): Promise<void> {
    try {
      await this.running.tick?.();
    } catch {
      // The next scrape meets the same fault, and says it.
    }
  }

  #gave(families: MetricFamily[], since: number): Outcome {
    if (this.#said) this.#log.info("collector {collector} works again", { collector: this.name });
    this.#said = "";
    return outcomeOf(families, since, true);
  }

  #failed(error: unknown, since: number): Outcome {
    const problem = error instanceof Error ? error.message : String(error);
    const outcome = outcomeOf([], since, error instanceof NoData && error.success);
    if (error instanceof NoData || error instanceof Unsupported) {
      this.#say("debug", "collector {collector} has no data: {problem}", problem);
      this.#absent = { until: outcome.ended + ABSENT_FOR, outcome };
    } else {
      this.#say("warn", "collector {collector} failed: {problem}", problem);
    }
    return outcome;
  }

  #late(since: number): Outcome {
    this.#say("warn", "collector {collector} is late: {problem}", "no answer before the deadline");
    return outcomeOf([], since, false);
  }

  #say(level: "debug" | "warn", message: string, problem: string): void {
    if (problem === this.#said) return;
    this.#said = problem;
    this.#log[level](message, { collector: this.name, problem });
  }
}

/** Waits for those that are promises; most are not, and a promise for each costs more than some collectors. */
function all<T>(values: (T | Promise<T>)[]): T[] | Promise<T[]> {
  const waiting = values.some((value) => value instanceof Promise);
  return waiting ? Promise.all(values) : values as T[];
}

/** Thrown for a collector that there is not, or that is off. */
export class UnknownCollector extends RangeError {
  override name = "UnknownCollector";
}

/** All the collectors that are on. */
export class Scraper {
  readonly #runners: ReadonlyMap<string, Runner>;
  readonly #ticking: readonly Runner[];
  /** Their names, in order. */
  readonly names: readonly string[];

  constructor(collectors: readonly Collector[], host: Host) {
    this.#runners = new Map(
      collectors.map((collector) => [
        collector.name,
        new Runner(collector.name, collector.start(host)),
      ]),
    );
    this.#ticking = [...this.#runners.values()].filter(({ ticks }) => ticks);
    this.names = [...this.#runners.keys()];
  }

  /**
   * The families of the collectors, and of each how long it took and whether it gave them.
   *
   * @param budget milliseconds after which those that have not answered are left out
   * @param names only these; all without it
   * @param turn of the work: a patient one where nobody waits for what comes of it
   * @throws {UnknownCollector}
   */
  async scrape(
    budget: number,
    names: readonly string[] = this.names,
    turn: Turn = new Turn(),
  ): Promise<Scrape> {
    const runners = names.map((name) => this.#runner(name));
    let timer: ReturnType<typeof setTimeout> | undefined;
    let passed: Promise<void> | undefined;
    const deadline = () => passed ??= new Promise((resolve) => timer = setTimeout(resolve, budget));
    let now = performance.now();
    // All are started before the first is waited for.
    const started: (Outcome | Promise<Outcome>)[] = [];
    for (const runner of runners) {
      if (turn.isOver) {
        await turn.next();
        now = performance.now();
      }
      const outcome = runner.outcome(now, budget, deadline);
      started.push(outcome);
      now = outcome instanceof Promise ? performance.now() : Math.max(now, outcome.ended);
    }
    const outcomes = await all(started);
    clearTimeout(timer);
    const of = (value: (outcome: Outcome) => number): Sample[] =>
      outcomes.map((outcome, i) => ({ labels: runners[i].labels, value: value(outcome) }));
    // First, so that no textfile can say in our name what came of a collector.
    const families = [
      duration.of(of(({ took }) => Math.round(1000 * took) / 1e6)),
      success.of(of(({ ok }) => ok ? 1 : 0)),
    ];
    for (const outcome of outcomes) families.push(...outcome.families);
    return { families, succeeded: outcomes.filter(({ ok }) => ok).length };
  }

  #runner(name: string): Runner {
    const runner = this.#runners.get(name);
    if (!runner) throw new UnknownCollector(`missing collector: ${name}`);
    return runner;
  }

  /** Gives every collector its second. */
  async tick(): Promise<void> {
    await Promise.all(this.#ticking.map((runner) => runner.tick()));
  }
}

/** What a scrape gave. */
export interface Scrape {
  readonly families: readonly MetricFamily[];
  /** How many collectors gave their samples. */
  readonly succeeded: number;
}
