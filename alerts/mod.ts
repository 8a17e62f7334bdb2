/**
 * Alerting: rules, evaluated at the readings; alerts, told and kept; the API that shows both.
 *
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { round } from "../collectors/turns.ts";
import type { Clock } from "../exporter/clock.ts";
import type { Options } from "../exporter/options.ts";
import type { History } from "../exporter/history.ts";
import type { Engine } from "../exporter/query/engine.ts";
import type { Told } from "../exporter/recorder.ts";
import type { RouteHandler, Routes } from "../exporter/router.ts";
import type { Telemetry } from "../exporter/telemetry.ts";
import { NOTIFY_FLAGS } from "./notify/flags.ts";
import type { Running } from "./running.ts";
import { type PageName, pathsOf } from "./paths.ts";

/** What alerting works with. */
export interface AlertingOptions {
  readonly options: Options;
  readonly history: History | undefined;
  readonly engine: () => Promise<Engine>;
  readonly telemetry: Pick<Telemetry, "registry">;
  /** This host's pages, without a slash at the end; asked after the start. */
  readonly url: () => string;
  readonly clock: Clock;
}

/** The alerting of a program that serves. */
export interface Alerting {
  readonly routes: Routes;
  /** To be told of readings; undefined where alerting is off. */
  readonly told?: Told;
  /** Ends; alerts go on with the next start. */
  close(): Promise<void>;
}

/** Milliseconds after the first reading: the first scrape need not wait for the rules to be read. */
const LATER = 1000;

/**
 * Makes the alerting part.
 *
 * @throws {RuleFileError} a rule file that the command line names is wrong
 * @throws {UsageError} a receiver is wrong
 */
export async function alertingOf(needs: AlertingOptions): Promise<Alerting> {
  const { options, history, clock } = needs;
  if (!options.on("alerts") || !history) {
    sayWhatIsOff(options);
    // There is nothing to read anew; who asks for it does not want the program to end.
    const unlisten = onReload(() => {});
    return {
      routes: routesOf(() => Promise.resolve(undefined)),
      close: () => Promise.resolve(unlisten()),
    };
  }
  const start = async () => {
    // What is loaded takes 30 ms in one piece, and a third as much each in three.
    await needs.engine();
    await round();
    await import("./evaluate/manager.ts");
    await round();
    const running = await import("./running.ts");
    await round();
    return running.start({ ...needs, history });
  };
  let running: Promise<Running> | undefined;
  const load = () => running ??= start();
  // What the user wrote may be wrong, and is said now; what is built in is right.
  const asked = ["alert.rules", ...NOTIFY_FLAGS.map(({ name }) => name)];
  if (asked.some((name) => options.has(name))) await load();
  const ifRunning = (use: (running: Running) => unknown) => running?.then(use, () => {});
  const begin = () => {
    load().catch((error) => {
      getLogger(["hostvitals", "alerts"]).error("there are no alerts: {problem}", {
        problem: error.message,
      });
    });
  };
  const told: Told = {
    reading(at, made) {
      const evaluate = () => ifRunning(({ manager }) => manager.reading(at, made));
      if (running) return void evaluate();
      clock.after(LATER, () => {
        begin();
        evaluate();
      });
    },
    setBack: (by) => void ifRunning(({ manager }) => manager.setBack(by)),
  };
  const unlisten = onReload(() => void ifRunning((running) => running.reload()));
  return {
    told,
    routes: routesOf(load),
    async close() {
      unlisten();
      await ifRunning((running) => running.close());
    },
  };
}

function sayWhatIsOff(options: Options): void {
  const reason = options.on("alerts") ? "--no-history" : "--no-alerts";
  const useless = ["alert.rules", ...NOTIFY_FLAGS.map(({ name }) => name)]
    .filter((name) => options.has(name)).map((name) => `--${name}`);
  if (useless.length === 0) return;
  getLogger(["hostvitals", "alerts"]).warn(
    "with {reason} there are no alerts: {useless} is for nothing",
    {
      reason,
      useless: useless.join(", "),
    },
  );
}

function routesOf(running: () => Promise<Running | undefined>): Routes {
  const page = (name: PageName): RouteHandler => async (request) => {
    const { answer } = await import("./pages.ts");
    return await answer(name, request, await running());
  };
  return pathsOf(page);
}

/** Calls back at each SIGHUP; Windows has none. */
function onReload(reload: () => void): () => void {
  if (Deno.build.os === "windows") return () => {};
  Deno.addSignalListener("SIGHUP", reload);
  return () => Deno.removeSignalListener("SIGHUP", reload);
}
