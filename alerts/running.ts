/**
 * The parts of alerting, put together.
 *
 * @module
 */
import { getLogger } from "@logtape/logtape";
import type { Options } from "../exporter/options.ts";
import type { History } from "../exporter/history.ts";
import type { Engine } from "../exporter/query/engine.ts";
import { withoutSlashes } from "../exporter/without_slashes.ts";
import { RuleManager } from "./evaluate/manager.ts";
import { RuleMetrics } from "./metrics.ts";
import type { AlertingOptions } from "./mod.ts";
import { NOTIFY_FLAGS } from "./notify/flags.ts";
import { sayings, type Silence, silencesOf } from "./notify/silences.ts";
import type { Notifier } from "./notice.ts";
import { loadRules } from "./rules/load.ts";
import { sourcesOf } from "./rules/sources.ts";
import { memoryStore, stateFile, statePath, type StateStore } from "./state_file.ts";

/** Alerting at work. */
export interface Running {
  readonly manager: RuleManager;
  readonly engine: Engine;
  readonly history: History;
  readonly silences: readonly Silence[];
  /** Reads the rule files anew; if one is wrong, the rules stay as they are. Never throws. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Reads the rules and begins to work.
 *
 * @throws {RuleFileError}
 * @throws {UsageError} a receiver is wrong
 */
export async function start(
  needs: AlertingOptions & { readonly history: History },
): Promise<Running> {
  const { options, history, url, telemetry: { registry } } = needs;
  const log = getLogger(["hostvitals", "alerts"]);
  const sources = await sourcesOf(options);
  const groups = await loadRules(sources);
  const silences = silencesOf(options.list("alert.silence"));
  for (const saying of sayings(silences, Date.now())) log.warn("{saying}", { saying });
  const externalURL = externalURLOf(options, url);
  const store = stateFile(statePath(options.text("alert.state-file")));
  const notifier = await notifierOf(options, { silences, store, registry, externalURL });
  const engine = await needs.engine();
  const manager = new RuleManager({
    engine,
    storage: {
      select: history.readings.select,
      record: (at, samples, ended) => history.record(at, samples, ended),
    },
    notifiers: notifier ? [notifier] : [],
    store,
    externalURL,
    externalLabels: {},
    counts: new RuleMetrics(registry),
  });
  manager.load(groups);
  const readAnew = async () => {
    try {
      manager.load(await loadRules(sources));
      log.info("the rule files were read anew");
    } catch (error) {
      // Whatever it is: nobody waits for this, and what nobody catches ends the program.
      log.error("the rules stay as they are: {problem}", { problem: (error as Error).message });
    }
  };
  // One after the other: the files are as they were last.
  let reloads = Promise.resolve();
  return {
    manager,
    engine,
    history,
    silences,
    reload: () => reloads = reloads.then(readAnew),
    async close() {
      await manager.close();
      store.close();
    },
  };
}

/**
 * Reads what {@linkcode start} would read of a command line, and begins nothing.
 *
 * @returns the files that were read
 * @throws {RuleFileError}
 * @throws {UsageError} a receiver is wrong
 */
export async function readAlerting(options: Options): Promise<string[]> {
  const groups = await loadRules({ files: options.list("alert.rules") });
  const { Registry } = await import("../exporter/prom_client.ts");
  const [store, registry] = [memoryStore(), new Registry()];
  await notifierOf(options, { silences: [], store, registry, externalURL: () => "" });
  const headers = options.list("alert.webhook-header-file").filter((file) => file !== "none");
  return [...new Set([...groups.map(({ file }) => file), ...headers])];
}

/** Where others reach this program, without a slash at the end. */
export function externalURLOf(options: Options, url: () => string): () => string {
  const said = withoutSlashes(options.text("web.external-url"));
  return said ? () => said : url;
}

async function notifierOf(
  options: Options,
  needs: {
    readonly silences: readonly Silence[];
    readonly store: StateStore;
    readonly registry: AlertingOptions["telemetry"]["registry"];
    readonly externalURL: () => string;
  },
): Promise<Notifier | undefined> {
  if (!NOTIFY_FLAGS.some(({ name }) => options.has(name))) return undefined;
  const { notifierOf } = await import("./notify/mod.ts");
  return notifierOf(options, needs);
}
