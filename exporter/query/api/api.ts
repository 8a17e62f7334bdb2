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

/** What the API needs. */
export interface ApiOptions {
  readonly history: HistoryView;
  readonly engine: Engine;
  readonly outbox: Outbox;
  readonly telemetry: Pick<Telemetry, "queries" | "querySeconds">;
  readonly log: Pick<Logger, "error">;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly target: Target;
  readonly version: string;
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
export type Respond = (asked: Asked, api: ApiOptions) => Answer | Response | Promise<Response>;

/** One of the API's paths. */
export interface Endpoint {
  readonly path: string;
  /** Whether the parameters may come as a form in the body. */
  readonly form?: boolean;
  readonly respond: Respond;
}
