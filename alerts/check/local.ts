/**
 * Measures this host once, and evaluates the rules of it.
 *
 * @module
 */
import type { MetricFamily } from "../../collectors/collector.ts";
import { atOnce } from "../../collectors/turns.ts";
import type { Expr } from "../../exporter/query/ast.ts";
import { Engine } from "../../exporter/query/engine.ts";
import { listenAddresses } from "../../exporter/flags.ts";
import type { Options } from "../../exporter/options.ts";
import { History } from "../../exporter/history.ts";
import { readsFiles, scraperOf } from "../../exporter/measuring.ts";
import { success } from "../../exporter/scrape.ts";
import { COMMANDS_TAKE, FILES_TAKE, secondReading } from "../../exporter/once.ts";
import { RunningRule } from "../evaluate/group.ts";
import { type Surroundings, vectorOf } from "../evaluate/model.ts";
import { loadRules } from "../rules/load.ts";
import type { Rule, RuleGroup } from "../rules/model.ts";
import { sourcesOf } from "../rules/sources.ts";
import { judgeable } from "./judgeable.ts";
import type { Firing, Verdict } from "./verdict.ts";

/**
 * What fires on this host, by the rules that the command line names.
 *
 * @throws {Error} a wrong rule file, or nothing could be measured
 */
export async function measured(options: Options): Promise<Verdict> {
  const groups = await loadRules(await sourcesOf(options));
  const scraper = await scraperOf(options);
  const patience = readsFiles(options) ? FILES_TAKE : COMMANDS_TAKE;
  const { families, at, seconds } = await secondReading(scraper, patience);
  // As a hostvitals with the same flags would call this host.
  const instance = `${Deno.hostname()}:${listenAddresses(options)[0].port}`;
  const history = new History({
    instance: () => instance,
    maxSeries: Number(options.text("history.max-series")),
  });
  atOnce(history.reading(at, families, seconds));
  return { ...await judge(groups, history, at), notMeasured: notMeasured(families) };
}

/** Collectors of what every host has. Of others it is no fault that they give nothing. */
const EVERYWHERE: readonly string[] = ["cpu", "meminfo", "filesystem"];

/** Which of these were asked and gave nothing: they failed, or were late. */
function notMeasured(families: readonly MetricFamily[]): string[] {
  const outcomes = families.filter(({ metric }) => metric === success)
    .flatMap(({ samples }) => samples);
  return EVERYWHERE.filter((name) =>
    outcomes.some(({ labels, value }) => labels.pairs.collector === name && value === 0)
  );
}

/**
 * What fires by rules, of a history with one reading. `for` is not waited for.
 *
 * @param at milliseconds since 1970, of the reading
 */
export async function judge(
  groups: readonly RuleGroup[],
  history: Pick<History, "select" | "record">,
  at: number,
): Promise<Verdict> {
  const judge = new Judge(history, at);
  for (const group of groups) {
    for (const rule of group.rules) await judge.rule(group, rule);
  }
  return judge;
}

class Judge implements Verdict {
  rules = 0;
  readonly notJudged: string[] = [];
  readonly notMeasured: string[] = [];
  readonly failed: { readonly rule: string; readonly problem: string }[] = [];
  readonly firing: Firing[] = [];
  /** Names of series that could not be recorded. */
  readonly #unknown = new Set<string>();
  readonly #surroundings: Surroundings;

  constructor(storage: Surroundings["storage"], private readonly at: number) {
    this.#surroundings = {
      engine: new Engine(),
      storage,
      externalURL: () => "",
      externalLabels: {},
    };
  }

  async rule(group: RuleGroup, rule: Rule): Promise<void> {
    if (rule.kind === "alert") this.rules++;
    const found = judgeable(rule.query.expr, {
      unknown: this.#unknown,
      gives: (expr) => this.#gives(expr),
    });
    if (found.kind === "none" || found.kind === "bound" && rule.kind === "record") {
      return this.#isUnknown(rule);
    }
    const query = { text: rule.query.text, expr: found.expr };
    const now = rule.kind === "alert" ? { ...rule, query, holdFor: 0 } : { ...rule, query };
    const running = new RunningRule(now);
    await running.evaluate({ ...group, queryOffset: 0 }, this.at, this.#surroundings);
    const isExact = found.kind === "exact";
    const active = running.alerting?.active ?? [];
    if (running.health === "err" && isExact) {
      this.failed.push({ rule: rule.name, problem: running.lastError });
    } else if (isExact) {
      this.firing.push(...active.map(({ labels, annotations, value }) => ({
        labels,
        annotations,
        value,
        silencedBy: [],
      })));
    } else if (running.health === "err" || active.length > 0) this.#isUnknown(rule);
  }

  #isUnknown({ kind, name }: Rule): void {
    if (kind === "alert") this.notJudged.push(name);
    else this.#unknown.add(name);
  }

  #gives(expr: Expr): boolean {
    const { engine, storage } = this.#surroundings;
    try {
      return vectorOf(engine.instantNow({ text: "", expr }, this.at, storage)).length > 0;
    } catch {
      // Said when the rule itself is evaluated.
      return false;
    }
  }
}
