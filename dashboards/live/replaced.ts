/// <reference lib="dom" />
/**
 * A page that is open while the program is replaced by a newer one.
 *
 * @module
 */
import { addressOf } from "./address.ts";
import { ask } from "./asking.ts";
import { paused } from "./state.ts";

const SCRIPT = /assets\/live-\w+\.js/;

/** Whether a page has another script than this one. What is no page of ours, such as a proxy's, has none. */
export function isOther(page: string, script: string): boolean {
  const [other] = SCRIPT.exec(page) ?? [];
  return other !== undefined && other !== SCRIPT.exec(script)?.[0];
}

/** Loads the page again if the program has another: its stream tells what that one asks for, not this one. */
export async function followProgram(): Promise<void> {
  try {
    const answer = await ask(addressOf(""));
    const { src = "" } = document.querySelector<HTMLScriptElement>("script[src]") ?? {};
    if (answer.ok && isOther(await answer.text(), src) && !paused.peek()) location.reload();
  } catch {
    // The banner says that the program does not answer.
  }
}
