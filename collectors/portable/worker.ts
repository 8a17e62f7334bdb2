/**
 * The thread in which systeminformation runs; started by thread.ts, imported by nobody.
 *
 * @module
 */
import * as systeminformation from "systeminformation";
import type { Answered, Asked, Functions } from "./thread.ts";

const functions: Functions = systeminformation;
// This file is type-checked as part of a window's program.
const thread = self as unknown as {
  onmessage: (event: MessageEvent<Asked>) => void;
  postMessage(answered: Answered): void;
};

thread.onmessage = async ({ data: { id, name, argument } }) => {
  try {
    thread.postMessage({ id, answer: await functions[name](argument) });
  } catch (error) {
    thread.postMessage({ id, problem: String(error) });
  }
};
