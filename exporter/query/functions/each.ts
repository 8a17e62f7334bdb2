/**
 * Functions of each sample alone.
 *
 * @module
 */
import { DATE_FUNCTIONS } from "./dates.ts";

/** @param a @param b the other arguments, if there are any */
export type EachFunction = (value: number, a: number, b: number) => number;

/** The greater of two; unlike JavaScript's, Go's infinity wins over NaN. */
function greater(left: number, right: number): number {
  return left === Infinity || right === Infinity ? Infinity : Math.max(left, right);
}

function lesser(left: number, right: number): number {
  return left === -Infinity || right === -Infinity ? -Infinity : Math.min(left, right);
}

/** To the nearest multiple; halves go up. By its inverse, which is exact for 0.1 and the like. */
function round(value: number, multiple: number): number {
  const inverse = 1 / multiple;
  return Math.floor(value * inverse + 0.5) / inverse;
}

export const EACH_FUNCTIONS: Readonly<Record<string, EachFunction>> = {
  ...DATE_FUNCTIONS,
  abs: Math.abs,
  ceil: Math.ceil,
  floor: Math.floor,
  exp: Math.exp,
  ln: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  sqrt: Math.sqrt,
  sgn: Math.sign,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  deg: (value) => value * 180 / Math.PI,
  rad: (value) => value * Math.PI / 180,
  round: (value, multiple = 1) => round(value, multiple),
  clamp: (value, least, most) => greater(least, lesser(most, value)),
  clamp_min: greater,
  clamp_max: lesser,
};
