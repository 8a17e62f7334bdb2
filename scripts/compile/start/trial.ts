/**
 * Starts a program of scripts for a trial, in the runtime that it will be compiled with, until a scrape in each
 * format is answered. Its arguments: the directory of the scripts by its address, and the file of the cache.
 * A cache that is there is tried; one that is not is written. It prints {@linkcode Trial}.
 *
 * @module
 */
import { type Cache, Loader } from "./loader.ts";

/** What a trial showed. */
export interface Trial {
  /** Modules that were loaded beside the start's script. */
  readonly loaded: readonly string[];
  /** Whether V8 took the cache. */
  readonly tookCache: boolean;
}

/** How a Prometheus asks, and how somebody does with curl. */
const ASKED: readonly HeadersInit[] = [
  {},
  {
    accept: "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.4",
    "accept-encoding": "gzip",
  },
];
/** Milliseconds. */
const PATIENCE = 20_000;

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

async function scrape(port: number): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  for (const headers of ASKED) {
    for (;;) {
      try {
        const response = await fetch(`http://127.0.0.1:${port}/metrics`, { headers });
        const text = await response.text();
        if (!response.ok) throw new Error(`a scrape was answered by ${response.status}: ${text}`);
        break;
      } catch (error) {
        if (performance.now() > deadline) throw error;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
  }
}

function read(file: string): Cache {
  try {
    return Deno.readFileSync(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

const [directory, file] = Deno.args;
const cache = read(file);
const loader = new Loader(import.meta.url, new URL(directory), cache);
const port = freePort();
const flags = ["--host=127.0.0.1", `--port=${port}`, "--alert.state-file=none"];
loader.program.run([...flags, "--log.level=error"]).then(Deno.exit);
await scrape(port);
const { loaded, tookCache } = loader;
if (!cache) Deno.writeFileSync(file, loader.newCache());
console.log(JSON.stringify({ loaded, tookCache } satisfies Trial));
Deno.exit(0);
