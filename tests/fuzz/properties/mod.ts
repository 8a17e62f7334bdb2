/**
 * All properties.
 *
 * @module
 */
import { corpus } from "../corpus.ts";
import type { FuzzProperty } from "../property.ts";
import { configuration } from "./configuration.ts";
import { exposition } from "./exposition.ts";
import { hosts } from "./hosts.ts";
import { parsers } from "./parsers.ts";
import { promql } from "./promql.ts";
import { requests } from "./requests.ts";
import { rules } from "./rules.ts";

/** Every property, in the order in which they are told. */
export function properties(): FuzzProperty[] {
  return [
    // Of a system without /proc there is no file to break.
    ...corpus().size > 0 ? [...parsers(), ...hosts()] : [],
    ...exposition(),
    ...configuration(),
    ...promql(),
    ...requests(),
    ...rules(),
  ];
}
