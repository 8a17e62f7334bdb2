import { lastTurn } from "../collectors/turns.ts";

/** All promises that can settle have settled, those of work in turns too: on a slow machine any work may need some. */
export async function settled(): Promise<void> {
  let last;
  do {
    last = lastTurn();
    await last;
    await new Promise<void>((resolve) => setImmediate(resolve));
    for (let i = 0; i < 20; i++) await undefined;
  } while (last !== lastTurn());
}
