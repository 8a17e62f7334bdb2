/**
 * How the program is run from source, as the tasks of deno.json do, and compiled: V8 keeps its heap small.
 * Only who starts V8 can tell it. docs/compile.md has what else was tried: `--memory-saver-mode` halves the
 * heap of a small host and makes a scrape of a big one cost three times as much.
 */
export const V8_FLAGS =
  "--v8-flags=--max-semi-space-size=8,--heap-growing-percent=100,--page-promotion-threshold=30";
