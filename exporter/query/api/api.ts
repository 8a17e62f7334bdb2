/**
 * What the endpoints of the API have in common.
 *
 * @module
 */
import type { Logger } from "@logtape/logtape";
import type { HistoryView } from "../../history_view.ts";
import type { PathParts } from "../../router.ts";
import type { Telemetry } from "../../telemetry.ts";
import type { Engine } from "../engine.ts";
import type { Outbox } from "./outbox.ts";
import type { Answer } from "./answer.ts";
import type { Parameters } from "./parameters.ts";
import type { Preparation } from "./preparation.ts";

/** What the API is given. */
export interface ApiContext {
  readonly history: HistoryView;
  /** Of its own, without one. */
  readonly engine?: Engine;
  readonly telemetry: Pick<Telemetry, "queries" | "querySeconds">;
  readonly target: () => Target;
  readonly version: string;
}

/** What the endpoints work with. */
export interface ApiOptions extends ApiContext {
  readonly engine: Engine;
  readonly preparation: Preparation;
  readonly outbox: Outbox;
  readonly log: Pick<Logger, "error">;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What is scraped: this host, by itself. */
export interface Target {
  /** Of its series. */
  readonly job: string;
  readonly instance: string;
  /** "http" or "https". */
  readonly scheme: string;
  readonly metricsPath: string;
}

/** A request as an endpoint sees it. */
export interface Asked {
  readonly request: Request;
  readonly parameters: Parameters;
  /** The open parts of the path. */
  readonly parts: PathParts;
}

/**
 * Answers a request.
 *
 * @throws {QueryError}
 */
export type Respond = (
  asked: Asked,
  api: ApiOptions,
) => Answer | Response | Promise<Answer | Response>;
