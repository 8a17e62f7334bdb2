/// <reference lib="dom" />
/**
 * What the components that draw have in common.
 *
 * @module
 */
import { effect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { colours } from "./state.ts";

/** Draws at once when a signal that it reads changes, not a frame later. */
export function useDrawing(draw: () => void): void {
  useEffect(() => effect(draw), []);
}

/** The colours as they were read: to ask the browser at every drawing makes it lay out the page. */
const known = new Map<string, string>();
let version = -1;

/** A colour of the style sheet, by its name there. */
export function colourOf(name: string): string {
  if (version !== colours.value) {
    known.clear();
    version = colours.value;
  }
  let colour = known.get(name);
  if (colour === undefined) {
    colour = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
    known.set(name, colour);
  }
  return colour;
}
