/**
 * The live page: its files, its stream, and what it asks for while somebody looks.
 *
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { type Handler, text } from "../metrics_handler.ts";
import type { RouteHandler, Routes } from "../router.ts";
import type { PageBundle, PageFacts } from "./page.ts";

/** What the routes of the page need. */
export interface PageOptions {
  /** Gives the page's files; asked when somebody first looks. */
  readonly load: () => Promise<PageBundle>;
  readonly facts: PageFacts;
  /** The plain page, where the files were not built. */
  readonly plain: Handler;
}

/** `/` and `/assets/:name`. */
export function pageRoutes({ load, facts, plain }: PageOptions): Routes {
  const made = async (): Promise<{ page: RouteHandler; assets: RouteHandler }> => {
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
    "/": async (request, parts) => (await (handlers ??= made())).page(request, parts),
    "/assets/:name": async (request, parts) => (await (handlers ??= made())).assets(request, parts),
  };
}
