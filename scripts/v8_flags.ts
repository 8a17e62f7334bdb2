/**
 * How the program is run from source, as the tasks of deno.json do, and compiled. V8 keeps its heap small:
 * after a day's worth of work it has a third of the memory that it takes by itself, for no more time of the
 * CPU (docs/proof.md). Only who starts V8 can tell it.
 */
export const V8_FLAGS = "--v8-flags=--memory-saver-mode";
