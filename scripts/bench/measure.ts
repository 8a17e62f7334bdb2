/**
 * What a scrape costs, measured in rounds that all exporters take in turn.
 *
 * @module
 */
import { type Answer, Client, type Condition, count, freePort, textOf } from "./client.ts";
import type { Ready } from "./exporters.ts";
import { lastLine, type Processes, type Started } from "./processes.ts";
import type { Result } from "./report.ts";
import type { Usage } from "./usage.ts";

/** Milliseconds that an exporter has for its first answer. */
const STARTING = 20_000;
/** Milliseconds between two tries to reach an exporter that starts. */
const AGAIN = 4;

/** Both ways to scrape, in the order of the table. */
export const CONDITIONS: readonly Condition[] = ["plain", "prometheus"];

/** How much is measured. */
export interface Plan {
  readonly rounds: number;
  /** Scrapes a round, of each exporter and condition. */
  readonly scrapes: number;
  /** Milliseconds of scrapes of each exporter and condition, all rounds together. */
  readonly limit: number;
  /** Milliseconds between two scrapes. */
  readonly pause: number;
  /** Milliseconds without scrapes. */
  readonly idle: number;
  /** Milliseconds after the start, and after the last scrape, in which an exporter may tidy up. */
  readonly rest: number;
  /** How often an exporter is started to see how long that takes. */
  readonly starts: number;
  /** What happens before each scrape; the exporters do not pay for it. */
  readonly between?: () => void;
}

/** What the scrapes of one condition cost: medians of the rounds. */
export interface Cost {
  /** Milliseconds of CPU a scrape, without what the exporter uses anyway. */
  readonly cpu: number;
  /** Milliseconds. */
  readonly p50: number;
  /** Milliseconds. */
  readonly p99: number;
  /** Of the last body, over the wire. */
  readonly bytes: number;
  /** In all rounds. */
  readonly scrapes: number;
}

/** With what it is measured. */
export interface Tools {
  readonly processes: Processes;
  readonly usage: Usage;
}

/** An exporter that answers. */
export class Subject implements AsyncDisposable {
  /** CPU seconds a second without scrapes. */
  idle = 0;

  private constructor(
    private readonly started: Started,
    private readonly client: Client,
    private readonly usage: Usage,
    /** Milliseconds from its start to the first answer. */
    readonly startTook: number,
    private last: Answer,
  ) {}

  /**
   * Starts an exporter and waits for its first answer.
   *
   * @throws {Error} where it ends instead, with the last line that it said, or does not answer
   */
  static async start({ command }: Ready, { processes, usage }: Tools): Promise<Subject> {
    const port = freePort();
    const client = new Client(`http://127.0.0.1:${port}/metrics`);
    const since = performance.now();
    const started = processes.start(command(port));
    while (performance.now() - since < STARTING) {
      if (started.hasEnded) throw new Error(`ended at once: ${lastLine(await started.said)}`);
      try {
        const answer = await client.scrape("plain");
        return new Subject(started, client, usage, performance.now() - since, answer);
      } catch {
        // Nobody listens there yet.
        await sleep(AGAIN);
      }
    }
    await started[Symbol.asyncDispose]();
    throw new Error(`no answer ${STARTING} ms after its start`);
  }

  /** Scrapes until there were so many, or the time is up. */
  async scrapes(
    { scrapes, pause, between }: Pick<Plan, "scrapes" | "pause" | "between">,
    condition: Condition,
    limit: number,
  ): Promise<Cost> {
    const took: number[] = [];
    const since = performance.now();
    const before = this.cpuSeconds();
    while (took.length < scrapes && (took.length === 0 || performance.now() - since < limit)) {
      between?.();
      this.last = await this.client.scrape(condition);
      took.push(this.last.took);
      if (pause > 0) await sleep(pause);
    }
    const used = this.cpuSeconds() - before;
    const anyway = this.idle * (performance.now() - since) / 1000;
    return {
      cpu: 1000 * (used - anyway) / took.length,
      p50: quantile(took, 0.5),
      p99: quantile(took, 0.99),
      bytes: this.last.bytes,
      scrapes: took.length,
    };
  }

  cpuSeconds(): number {
    return this.usage.cpuSeconds(this.started.pid);
  }

  residentBytes(): number {
    return this.usage.residentBytes(this.started.pid);
  }

  /** The value of a label in the last answer; undefined where nothing has it. */
  label(name: string): string | undefined {
    return new RegExp(`[{,]${name}="([^"]*)"`).exec(textOf(this.last))?.[1];
  }

  /** Of the last answer. */
  count(): { families: number; series: number } {
    return count(this.last);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.client[Symbol.dispose]();
    await this.started[Symbol.asyncDispose]();
  }
}

/** An exporter that is here, and runs. */
export interface Runs {
  readonly name: string;
  readonly ready: Ready;
  readonly subject: Subject;
}

/** All but the start of these exporters, in the order given. */
export async function measureAll(entries: readonly Runs[], plan: Plan): Promise<Result[]> {
  const subjects = entries.map(({ subject }) => subject);
  // As on a host, where nobody has asked a thousand times in a row before.
  await sleep(plan.rest);
  await measureIdle(subjects, plan);
  await warmUp(subjects, plan);
  const costs = await measureScrapes(subjects, plan);
  const memory = await measureMemory(subjects, plan);
  return entries.map(({ name, ready, subject }, i) => ({
    name,
    title: ready.title,
    ...subject.count(),
    ...costs[i],
    idle: subject.idle,
    residentBytes: memory[i],
  }));
}

/** Lets compilers and caches settle: a fifth of the time, not counted. */
async function warmUp(subjects: readonly Subject[], plan: Plan): Promise<void> {
  for (const subject of subjects) {
    for (const condition of CONDITIONS) {
      await subject.scrapes({ ...plan, pause: 0 }, condition, plan.limit / 5);
    }
  }
}

/**
 * Bytes of memory of each exporter: at once after the scrapes, of which a thousand in a row leave
 * more behind than a collector of garbage finds worth its time, and after a rest as between the
 * scrapes of a Prometheus.
 */
async function measureMemory(
  subjects: readonly Subject[],
  { rest }: Plan,
): Promise<{ hot: number; rested: number }[]> {
  const hot = subjects.map((subject) => subject.residentBytes());
  await sleep(rest);
  return subjects.map((subject, i) => ({ hot: hot[i], rested: subject.residentBytes() }));
}

/** Fills in what each exporter uses without scrapes, all in the same time. */
async function measureIdle(subjects: readonly Subject[], { idle }: Plan): Promise<void> {
  const since = performance.now();
  const before = subjects.map((subject) => subject.cpuSeconds());
  await sleep(idle);
  const seconds = (performance.now() - since) / 1000;
  subjects.forEach((subject, i) => subject.idle = (subject.cpuSeconds() - before[i]) / seconds);
}

/**
 * What the scrapes of each exporter cost, in the order given. In every round each has its turn, so
 * that whatever else the machine does falls upon all of them alike.
 */
async function measureScrapes(
  subjects: readonly Subject[],
  plan: Plan,
): Promise<Record<Condition, Cost>[]> {
  const rounds = subjects.map(() => ({ plain: [] as Cost[], prometheus: [] as Cost[] }));
  for (let round = 0; round < plan.rounds; round++) {
    for (const condition of CONDITIONS) {
      for (const [i, subject] of subjects.entries()) {
        rounds[i][condition].push(
          await subject.scrapes(plan, condition, plan.limit / plan.rounds),
        );
      }
    }
  }
  return rounds.map(({ plain, prometheus }) => ({
    plain: summary(plain),
    prometheus: summary(prometheus),
  }));
}

function summary(rounds: readonly Cost[]): Cost {
  const middle = (value: (cost: Cost) => number) => median(rounds.map(value));
  return {
    cpu: middle(({ cpu }) => cpu),
    p50: middle(({ p50 }) => p50),
    p99: middle(({ p99 }) => p99),
    bytes: middle(({ bytes }) => bytes),
    scrapes: rounds.reduce((sum, { scrapes }) => sum + scrapes, 0),
  };
}

/** The median of the milliseconds from start to first answer. */
export async function measureStart(
  ready: Ready,
  { starts }: Pick<Plan, "starts">,
  tools: Tools,
): Promise<number> {
  const took: number[] = [];
  for (let i = 0; i < starts; i++) {
    await using subject = await Subject.start(ready, tools);
    took.push(subject.startTook);
  }
  return median(took);
}

/** The middle value. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** The smallest value that so large a part of all is not above. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
