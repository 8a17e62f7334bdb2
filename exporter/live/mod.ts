/**
 * The live page: its files, its stream, and what it asks for while somebody looks.
 *
 * @module
 */
import { getLogger } from "@logtape/logtape";
import type { Files } from "../../collectors/linux/files.ts";
import { type Handler, text } from "../metrics_handler.ts";
import type { RouteHandler, Routes } from "../router.ts";
import type { Work } from "../sampler.ts";
import type { PageBundle, PageFacts } from "./page.ts";
import { type LiveOptions, LiveStream } from "./stream.ts";

/** What the live page needs. */
export interface Options extends PageOptions, LiveOptions {
  /** Where processes are read; undefined where this system does not tell by files. */
  readonly files: Files | undefined;
}

/** The live page of a program that serves. */
export interface LivePage {
  readonly routes: Routes;
  /** The work of the ticks, after which those who look are told. */
  told(work: Work): Work;
  /** Ends what is sent to them. */
  close(): Promise<void>;
}

/** The live page over a history. */
export function livePage(options: Options): LivePage {
  const stream = new LiveStream(options);
  const { files, clock, facts } = options;
  const processes = async () => {
    const [{ Processes }, { processesHandler }] = await Promise.all([
      import("./processes.ts"),
      import("./processes_handler.ts"),
    ]);
    return processesHandler({
      processes: files && new Processes(files, clock),
      hostname: facts.hostname,
    });
  };
  let loaded: ReturnType<typeof processes> | undefined;
  return {
    close: () => stream.close(),
    told: (work) => ({
      second: (at) => work.second(at).finally(() => stream.tick(at)),
      reading: work.reading && ((at) => work.reading!(at)),
      setBack: work.setBack && ((by) => work.setBack!(by)),
    }),
    routes: {
      ...pageRoutes(options),
      "/api/v1/live": stream.handler,
      "/api/v1/live/processes": async (...asked) => (await (loaded ??= processes()))(...asked),
    },
  };
}

/** What the routes of the page need. */
export interface PageOptions {
  /** Gives the page's files; asked when somebody first looks. */
  readonly load: () => Promise<PageBundle>;
  readonly facts: PageFacts;
  /** The plain page, where the files were not built. */
  readonly plain: Handler;
}

/** `/` and `/assets/:name`. */
function pageRoutes({ load, facts, plain }: PageOptions): Routes {
  const made = async (): Promise<Record<"page" | "assets", RouteHandler>> => {
    try {
      const [{ pageHandler, assetsHandler }, bundle] = await Promise.all([
        import("./page.ts"),
        load(),
      ]);
      return { page: pageHandler(bundle, facts), assets: assetsHandler(bundle) };
    } catch (error) {
      getLogger(["hostvitals", "live"]).warn(
        "the live page was not built, a plain one stands in for it: run deno task build ({error})",
        { error: (error as Error).message },
      );
      return { page: plain, assets: () => text(404, "the live page was not built\n") };
    }
  };
  let handlers: ReturnType<typeof made> | undefined;
  return {
    "/": async (...asked) => (await (handlers ??= made())).page(...asked),
    "/assets/:name": async (...asked) => (await (handlers ??= made())).assets(...asked),
  };
}
