/** Scrapes one after another, in a thread of its own, and tells how long each took. */
import type { Told } from "./beside.ts";

/** Milliseconds between scrapes. */
const PAUSE = 100;
/** Milliseconds after which a scrape counts as failed. */
const PATIENCE = 5000;

async function scrape(
  url: string,
  authorization: string,
  client?: Deno.HttpClient,
): Promise<Told> {
  const since = performance.now();
  try {
    const response = await fetch(url, {
      signal: AbortSignal.timeout(PATIENCE),
      client,
      // A connection of its own for each: to get in is part of what is tried.
      headers: { connection: "close", ...authorization && { authorization } },
    });
    const text = await response.text();
    const whole = response.ok && text.endsWith("\n") && text.includes("\nnode_load1 ");
    return {
      milliseconds: performance.now() - since,
      failure: whole ? undefined : `${response.status} with ${text.length} characters`,
    };
  } catch (error) {
    return { milliseconds: performance.now() - since, failure: String(error) };
  }
}

/** The thread, which the types of the main one do not know. */
const thread = self as unknown as {
  onmessage: (event: MessageEvent) => void;
  postMessage(told: Told): void;
};

thread.onmessage = async ({ data: { url, authorization, authority } }) => {
  const client = authority ? Deno.createHttpClient({ caCerts: [authority] }) : undefined;
  for (;;) {
    thread.postMessage(await scrape(url, authorization, client));
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
};
