/**
 * hostvitals: measures this host and serves it to Prometheus.
 *
 * @module
 */
import manifest from "./deno.json" with { type: "json" };
import { check } from "./alerts/check.ts";
import { ALERT_FLAGS, externalHost } from "./alerts/flags.ts";
import { alertingOf } from "./alerts/mod.ts";
import type { Flag } from "./collectors/flags.ts";
import { seconds } from "./collectors/flags.ts";
import { collectors } from "./collectors/mod.ts";
import { withRe2 } from "./collectors/re2.ts";
import { type Clock, systemClock } from "./exporter/clock.ts";
import { init } from "./deploy/init.ts";
import { service } from "./deploy/service.ts";
import { type Command, commandLine, failed } from "./exporter/commands.ts";
import { Connections } from "./exporter/connections.ts";
import type { Format } from "./exporter/exposition.ts";
import { withoutForeignPages } from "./exporter/foreign_pages.ts";
import { listenAddresses, metricsPathOf } from "./exporter/flags.ts";
import { type Options, UsageError } from "./exporter/options.ts";
import { greet } from "./exporter/greeting.ts";
import { commandHelp, help } from "./exporter/help.ts";
import type { History } from "./exporter/history.ts";
import { landing } from "./exporter/landing.ts";
import { livePage } from "./exporter/live/mod.ts";
import type { PageBundle } from "./exporter/live/page.ts";
import { configureLogging } from "./exporter/log.ts";
import { filesOf, readsFiles, sayWhatIsOdd, scraperOf } from "./exporter/measuring.ts";
import { FreeMemory } from "./exporter/memory.ts";
import { metricsHandler, text } from "./exporter/metrics_handler.ts";
import { COMMANDS_TAKE, FILES_TAKE, snapshot } from "./exporter/once.ts";
import { mostConnections, openFilesLimit } from "./exporter/open_files.ts";
import { thisHostsNames } from "./exporter/own_names.ts";
import { historyApi } from "./exporter/query/api/mod.ts";
import { loadEngine } from "./exporter/query/load_engine.ts";
import { print } from "./exporter/print.ts";
import { Recorder } from "./exporter/recorder.ts";
import { router, type Routes } from "./exporter/router.ts";
import { Sampler, type Work } from "./exporter/sampler.ts";
import type { Scraper } from "./exporter/scrape.ts";
import { Server } from "./exporter/server.ts";
import type { Web } from "./exporter/web.ts";
import { writeWhole } from "./exporter/write_whole.ts";

const { version } = manifest;

/** Milliseconds after the start: a scrape that waited for it goes first, while all code is cold. */
const FIRST_TICK = 100;

/** What the program does beside serving. Each loads what it needs when it runs. */
const COMMANDS: readonly Command[] = [check, init(version), service(serving)];

/** Flags of the parts that the exporter does not know. */
const MORE_FLAGS: readonly Flag[] = ALERT_FLAGS;

/** The flags of a program that serves. */
async function serving(args: readonly string[]): Promise<Options> {
  const { options } = await withRe2(() => commandLine(args, [], collectors, MORE_FLAGS));
  return options;
}

/**
 * What a command line asks for, done to its end.
 *
 * @param clock by which the host is measured; the test of a day makes its own
 * @returns the exit status
 * @throws {UsageError} where a flag is wrong, and one line of what else was
 */
export async function main(
  args: readonly string[],
  clock: Clock = systemClock,
): Promise<number> {
  const { command, options } = await withRe2(() =>
    commandLine(args, COMMANDS, collectors, MORE_FLAGS)
  );
  if (options.on("help")) {
    return await printLine(
      command ? commandHelp(command) : help(version, collectors, COMMANDS, MORE_FLAGS),
    );
  }
  if (options.on("version")) return await printLine(`hostvitals ${version}`);
  const level = options.on("debug") ? "debug" : options.text("log.level");
  configureLogging(level, options.text("log.format"));
  if (command && !command.measures) return await command.run(options);
  refuseSnapshot(command, options);
  sayWhatIsOdd(options);
  if (command) return await command.run(options);
  const scraper = await scraperOf(options, clock);
  return options.on("once") ? await once(scraper, options) : await serve(scraper, options, clock);
}

async function printLine(text: string): Promise<number> {
  await print(`${text}\n`);
  return 0;
}

/** Refuses flags of a snapshot where none is printed: what they ask for would not be done. */
function refuseSnapshot(command: Command | undefined, options: Options): void {
  if (!command && options.on("once")) return;
  // `--format` of a command is its own.
  const given = ["output", command ? "once" : "format"].find((name) => options.has(name));
  if (!given) return;
  const instead = command ? `${command.name} takes none` : "add --once";
  throw new UsageError(`--${given} is for a snapshot: ${instead}`);
}

async function once(scraper: Scraper, options: Options): Promise<number> {
  const patience = readsFiles(options) ? FILES_TAKE : COMMANDS_TAKE;
  const text = await snapshot(scraper, options.text("format") as Format | "json", patience);
  const output = options.text("output");
  // Its name may lead to a file that others write to as well, or to a socket that cannot be opened.
  if (output && output !== "/dev/stdout") write(output, text);
  else await print(text);
  return 0;
}

function write(output: string, text: string): void {
  try {
    writeWhole(output, text);
  } catch (error) {
    throw new Error(`--output ${output} stays as it was: ${(error as Error).message}`);
  }
}

async function serve(scraper: Scraper, options: Options, clock: Clock): Promise<number> {
  // Also of what is loaded here: a cron job need not wait for it.
  const { Telemetry } = await import("./exporter/telemetry.ts");
  const web = await webOf(options.text("web.config.file"));
  const metricsPath = metricsPathOf(options);
  const telemetry = new Telemetry(version);
  const own = !options.on("web.disable-exporter-metrics");
  // Where it listens is known when the first reading is made.
  const instance = () => `${Deno.hostname()}:${server.addresses[0].port}`;
  const history = await historyOf(scraper, options, instance);
  telemetry.sampler.history = history;
  const target = () => ({
    job: "node",
    instance: instance(),
    scheme: web?.tls ? "https" : "http",
    metricsPath,
  });
  const engine = lazy(loadEngine);
  const alerting = await alertingOf({
    options,
    history,
    engine,
    telemetry,
    url: () => `${target().scheme}://${instance()}`,
    clock,
  });
  const facts = { version, hostname: Deno.hostname(), metricsPath };
  const plain = landing({ ...facts, queries: history !== undefined });
  const live = history && livePage({
    load: pageFiles,
    facts,
    plain,
    queries: async () => (await import("./dashboards/live/queries.ts")).liveQueries(),
    history,
    metrics: telemetry.live,
    files: readsFiles(options) ? filesOf(options) : undefined,
    clock,
  });
  const page: Routes = live?.routes ?? { "/": plain };
  const more: Routes = {
    "/-/healthy": () => text(200, "hostvitals is healthy\n"),
    "/-/ready": () => text(200, "hostvitals is ready\n"),
    ...historyApi({ history, engine, telemetry, target, version }),
    ...alerting.routes,
  };
  // The page may give way, as node_exporter's does.
  if (metricsPath !== "/" && Object.hasOwn({ ...page, ...more }, metricsPath)) {
    throw new UsageError(`--web.telemetry-path ${metricsPath} is the place of something else here`);
  }
  const handler = withoutForeignPages(
    thisHostsNames(),
    [...options.list("web.allowed-host"), ...externalHost(options)],
    router({
      ...page,
      [metricsPath]: metricsHandler({
        scraper,
        telemetry,
        maxRequests: Number(options.text("web.max-requests")),
        own,
      }),
      ...more,
    }),
  );
  const server = await Server.listen(
    listenAddresses(options),
    web?.guard(handler) ?? handler,
    new Connections(
      mostConnections(Number(options.text("web.max-connections")), openFilesLimit()),
      telemetry.connections,
    ),
    web?.tls,
  );
  const work: Work = history
    ? new Recorder({
      scraper,
      history,
      own: async () => own ? await telemetry.families() : [],
      told: alerting.told,
      clock,
    })
    : { second: () => scraper.tick() };
  using _memory = new FreeMemory(undefined, clock);
  using _sampler = new Sampler(live?.told(work) ?? work, telemetry.sampler, clock, FIRST_TICK);
  greet(version, web?.tls ? "https" : "http", server.addresses, metricsPath);
  await toldToEnd();
  await live?.close();
  await alerting.close();
  await server.close();
  return 0;
}

/** What loads once, when it is first needed. */
function lazy<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => loaded ??= load();
}

/** The live page's files, which `deno task build` makes. */
async function pageFiles(): Promise<PageBundle> {
  const { default: page } = await import("./dashboards/dist/page.json", { with: { type: "json" } });
  return page;
}

async function historyOf(
  scraper: Scraper,
  options: Options,
  instance: () => string,
): Promise<History | undefined> {
  if (!options.on("history")) return undefined;
  const { History } = await import("./exporter/history.ts");
  const { liveOf } = await import("./exporter/history/live.ts");
  return new History({
    instance,
    retention: 1000 * seconds(options.text("history.retention")),
    maxSeries: Number(options.text("history.max-series")),
    live: liveOf(scraper.names, !readsFiles(options)),
  });
}

async function webOf(file: string): Promise<Web | undefined> {
  if (!file) return undefined;
  const { webFrom } = await import("./exporter/web.ts");
  return webFrom(file);
}

/** Resolves at SIGTERM or SIGINT. */
function toldToEnd(): Promise<void> {
  return new Promise((resolve) => {
    // Windows has no SIGTERM.
    const signals: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];
    for (const signal of signals) Deno.addSignalListener(signal, () => resolve());
  });
}

/**
 * {@linkcode main}, with one line on standard error where it throws.
 *
 * @returns the exit status
 */
export async function run(args: readonly string[]): Promise<number> {
  try {
    return await main(args);
  } catch (error) {
    const { message } = error as Error;
    console.error(`hostvitals: ${message.replaceAll("\n", " ")}`);
    return failed(args, COMMANDS, error);
  }
}

// A mount that hangs holds a thread for ever: it must not hold the end.
if (import.meta.main) run(Deno.args).then(Deno.exit);
