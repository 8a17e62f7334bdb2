/**
 * Rules, once they are read.
 *
 * @module
 */
import type { Query } from "../../exporter/query/ast.ts";
import type { Template } from "../template/mod.ts";

/** Templates by name, in the order in which they stand in the file. */
export type Templates = ReadonlyMap<string, Template>;

/** Of every rule. */
interface Base {
  readonly name: string;
  readonly query: Query;
}

/** A rule that raises an alert for each series of its expression. */
export interface AlertRule extends Base {
  readonly kind: "alert";
  /** Milliseconds that an alert is pending before it fires. */
  readonly holdFor: number;
  /** Milliseconds that an alert goes on firing after its expression gives it no more. */
  readonly keepFiringFor: number;
  readonly labels: Templates;
  readonly annotations: Templates;
}

/** A rule that records its expression as series of another name. */
export interface RecordRule extends Base {
  readonly kind: "record";
  readonly labels: Readonly<Record<string, string>>;
}

export type Rule = AlertRule | RecordRule;

/** Rules that are evaluated together, one after the other. */
export interface RuleGroup {
  readonly file: string;
  readonly name: string;
  /** Milliseconds; undefined: as often as everything is read. */
  readonly interval?: number;
  /** Alerts or series that a rule may give; 0: any number. */
  readonly limit: number;
  /** Milliseconds by which expressions are evaluated back in time. */
  readonly queryOffset: number;
  readonly rules: readonly Rule[];
}
