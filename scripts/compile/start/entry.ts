/**
 * What a compiled hostvitals starts with. The scripts lie beside it, with what V8 made of the start's script
 * where that could be tried: it takes less than half as long to load as to compile.
 *
 * @module
 */
import { type Cache, Loader } from "./loader.ts";

const scripts = new URL("./packed/", import.meta.url);

function cache(): Cache {
  const bytes = Deno.readFileSync(new URL("cache.bin", scripts));
  // Empty for a system on which it was not tried.
  return bytes.length > 0 ? bytes : undefined;
}

new Loader(import.meta.url, scripts, cache()).program.run(Deno.args).then(Deno.exit);
