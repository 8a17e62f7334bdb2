import { isComparison } from "./check.ts";

/** Go's and PromQL's `^`: 1 to any power is 1, and so is -1 to an infinite one. */
function power(base: number, exponent: number): number {
  if (base === 1 || base === -1 && Math.abs(exponent) === Infinity) return 1;
  return base ** exponent;
}

/** What an operator makes of two numbers. */
export const ARITHMETIC: Readonly<Record<string, (left: number, right: number) => number>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "%": (left, right) => left % right,
  "^": power,
  atan2: Math.atan2,
};

/** Whether an operator holds between two numbers. */
export const COMPARISON: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  "==": (left, right) => left === right,
  "!=": (left, right) => left !== right,
  "<=": (left, right) => left <= right,
  "<": (left, right) => left < right,
  ">=": (left, right) => left >= right,
  ">": (left, right) => left > right,
};

/** Operators whose result is no longer what the metric's name says. */
export function dropsName(op: string, bool: boolean): boolean {
  return bool || !isComparison(op) && op !== "atan2";
}
