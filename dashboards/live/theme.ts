/// <reference lib="dom" />
/**
 * Light or dark: as the system wishes, or as was chosen here.
 *
 * @module
 */
import { type Signal, signal } from "@preact/signals";
import { colours } from "./state.ts";

export type Theme = "system" | "light" | "dark";

export const THEMES: readonly Theme[] = ["system", "light", "dark"];

const DARK = "(prefers-color-scheme: dark)";
const KEY = "hostvitals-theme";

export const theme: Signal<Theme> = signal("system");

/** Takes up what was chosen before, and follows the system. */
export function startTheme(): void {
  matchMedia(DARK).addEventListener("change", apply);
  theme.value = remembered();
  apply();
}

/** Chooses, and remembers it where the browser lets us. */
export function choose(chosen: Theme): void {
  theme.value = chosen;
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // Storage that is turned off: it is forgotten with the page.
  }
  apply();
}

function apply(): void {
  const { value } = theme;
  const system = matchMedia(DARK).matches ? "dark" : "light";
  document.documentElement.dataset.theme = value === "system" ? system : value;
  colours.value++;
}

function remembered(): Theme {
  try {
    const chosen = localStorage.getItem(KEY) as Theme;
    return THEMES.includes(chosen) ? chosen : "system";
  } catch {
    return "system";
  }
}
