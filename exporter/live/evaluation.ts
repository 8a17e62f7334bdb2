/**
 * What is sent to live pages, as text. Loaded when somebody looks: it brings the engine.
 *
 * @module
 */
import { inTurns } from "../../collectors/turns.ts";
import type { HistoryView } from "../history_view.ts";
import { Engine } from "../query/engine.ts";
import { parse } from "../query/parse.ts";
import { Choice } from "./choice.ts";
import { Group, type NamedQuery, type Schema } from "./group.ts";
import { pastOf } from "./past.ts";
import type { LiveQueries } from "./stream.ts";

type Name = "fast" | "slow";

/** Milliseconds between values, of each group. */
const STEPS: Readonly<Record<Name, number>> = { fast: 1000, slow: 15_000 };

/** How far back a page is told, milliseconds: what it shows, and what one misses that was away shortly. */
const PASTS = [300_000, 30_000] as const;

/** What pages are told that come in the same second. */
interface Past {
  readonly second: number;
  readonly text: Promise<string>;
  /** With the schemas, as it is sent; of 500 pages that come at once each would make 100 kB of its own. */
  told?: { readonly schemas: readonly Schema[]; readonly bytes: Uint8Array<ArrayBuffer> };
}

/** Evaluates the queries of both groups. */
export class Evaluation {
  readonly #engine: Engine;
  readonly #queries: Readonly<Record<Name, readonly NamedQuery[]>>;
  readonly #groups: Readonly<Record<Name, Group>>;
  /** The last reading of everything that was told. */
  #slowAt = NaN;
  /** The last second that was told. */
  #fastAt = 0;
  readonly #pasts = new Map<number, Past>();
  readonly #encoder = new TextEncoder();

  private constructor(
    queries: Readonly<Record<Name, readonly NamedQuery[]>>,
    private readonly history: HistoryView,
  ) {
    // Its own: pages wait for no queries of others.
    this.#engine = new Engine();
    this.#queries = queries;
    this.#groups = {
      fast: new Group(queries.fast, this.#engine, history),
      slow: new Group(queries.slow, this.#engine, history),
    };
  }

  /**
   * Of these queries; the first time it takes 40 ms to read them.
   *
   * @throws {SyntaxError} where a query is wrong
   */
  static async of(queries: LiveQueries, history: HistoryView): Promise<Evaluation> {
    return new Evaluation(await inTurns(reading(queries), "patient"), history);
  }

  /** The events of a second that was measured at this time, milliseconds. */
  async tick(at: number): Promise<string> {
    this.#fastAt = at;
    let events = await this.#events("fast", at);
    const read = this.history.lastScrape().at;
    if (read !== this.#slowAt) {
      this.#slowAt = read;
      events = await this.#events("slow", at) + events;
    }
    return events;
  }

  async #events(name: Name, at: number): Promise<string> {
    const group = this.#groups[name];
    const { values, changed } = await group.at(at);
    const tick = event(
      "tick",
      [name, group.schema.version, at, ...values],
      name === "fast" ? at : undefined,
    );
    return changed ? this.#schema(name) + tick : tick;
  }

  #schema(name: Name): string {
    return event("schema", { group: name, ...this.#groups[name].schema });
  }

  /**
   * The events with which a stream begins.
   *
   * @param now milliseconds
   * @param since the last that the page has, milliseconds
   */
  async beginning(now: number, since: number): Promise<Uint8Array<ArrayBuffer>> {
    // So that those who come at the same time are told the same.
    const missed = now - since;
    const span = PASTS.findLast((span) => missed < span) ?? PASTS[0];
    const second = Math.floor(now / 1000);
    let known = this.#pasts.get(span);
    if (known?.second !== second) {
      this.#pasts.set(span, known = { second, text: this.#past(now, span) });
    }
    // A schema that changed meanwhile is told in the ticks that wait.
    const past = await known.text;
    const schemas = [this.#groups.fast.schema, this.#groups.slow.schema];
    if (!known.told?.schemas.every((schema, i) => schema === schemas[i])) {
      const bytes = this.#encoder.encode(past + this.#schema("fast") + this.#schema("slow"));
      known.told = { schemas, bytes };
    }
    return known.told!.bytes;
  }

  async #past(now: number, span: number): Promise<string> {
    let events = "";
    for (const name of ["slow", "fast"] as const) {
      const from = now - Math.max(span, 2 * STEPS[name]);
      const queries = this.#queries[name];
      // What is being measured just now has no values yet.
      const to = name === "slow"
        ? Math.min(now, this.history.lastScrape().at)
        : Math.max(now - STEPS.fast, this.#fastAt);
      const past = await pastOf(queries, this.#engine, this.history, from, to, STEPS[name]);
      events += event("past", { group: name, ...past });
    }
    return events;
  }
}

function* reading(
  { fast, slow, charted }: LiveQueries,
): Generator<void, Record<Name, NamedQuery[]>> {
  const read: Record<Name, NamedQuery[]> = { fast: [], slow: [] };
  for (const [name, exprs] of [["fast", fast], ["slow", slow]] as const) {
    for (const expr of exprs) {
      const choice = charted?.has(expr) ? new Choice() : undefined;
      read[name].push({ expr, query: parse(expr), choice });
      yield;
    }
  }
  return read;
}

function event(name: string, data: unknown, id?: number): string {
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${name}\ndata: ${
    JSON.stringify(data)
  }\n\n`;
}
