/** A bundle as scripts, loaded as the compiled program loads them. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { stop } from "esbuild";
import { Modules } from "../../../scripts/compile/scripts.ts";
import { Loader } from "../../../scripts/compile/start/loader.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "../../assert.ts";

/** A bundle as Deno makes them: what two modules share is a third. */
const BUNDLE = {
  "sub/program.js":
    `import{c as a,d as b}from"../chunk-A.js";import{basename as n}from"node:path";` +
    `async function run(t){b();let{later:l}=await import("../later.js");` +
    `return a+l()+n(import.meta.url).length+t.length}` +
    `if(import.meta.main)throw new Error("only of the entry");export{run};`,
  "chunk-A.js": `globalThis.evaluated=(globalThis.evaluated??0)+1;let c=1;function d(){c+=10}` +
    `function e(){return "ü×".replace(/[×]/,"").length+c}export{c,d,e};`,
  "later.js": `import{e as f}from"./chunk-A.js";import"./chunk-B.js";` +
    `var later=()=>100*f();export{later};`,
  "chunk-B.js": `import{createRequire as r}from"node:module";` +
    `var process=r(import.meta.url)("path").sep.length;export{process};`,
  "alone.js": `export default 1;`,
};

async function withBundle(
  files: Readonly<Record<string, string>>,
  fn: (directory: string, scripts: string) => Promise<void>,
): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.mkdir(join(directory, "sub"), { recursive: true });
      await Deno.writeTextFile(join(directory, name), text);
    }
    await fn(directory, join(directory, "scripts"));
  } finally {
    await stop();
    await Deno.remove(directory, { recursive: true });
  }
}

const address = "file:///somewhere/entry.js";
const urlOf = (directory: string) => new URL(`${pathToFileURL(directory)}/`);

Deno.test("a bundle becomes scripts that share what its modules share", async () => {
  await withBundle(BUNDLE, async (directory, scripts) => {
    const alone = join(directory, "alone.js");
    const modules = await Modules.read(directory, join(directory, "sub/program.js"), [alone]);
    assertEquals(modules.main, "./sub/program.js");
    assertEquals(modules.names.sort(), [
      "./alone.js",
      "./chunk-A.js",
      "./chunk-B.js",
      "./later.js",
      "./sub/program.js",
    ]);
    const start = modules.withTheirs([modules.main]);
    assertEquals([...start], ["./sub/program.js", "./chunk-A.js"]);
    await modules.write(scripts, start);
    // deno-lint-ignore no-control-regex
    assert(/^[\x00-\x7f]*$/.test(Deno.readTextFileSync(join(scripts, "start.txt"))));

    const loader = new Loader(address, urlOf(scripts));
    assertEquals(loader.loaded, []);
    // 11 is chunk-A's c as it is at the time, for both; 8 is the length of entry.js.
    assertEquals(await loader.program.run(["x"]), 11 + 100 * 12 + 8 + 1);
    assertEquals(loader.loaded, ["./later.js", "./chunk-B.js"]);
    assertEquals(await loader.program.run([]), 21 + 100 * 22 + 8);
    // A thread loads what it is made of, and of the start only what that needs.
    const thread = new Loader(address, urlOf(scripts));
    thread.load("./alone.js");
    assertEquals(thread.loaded, ["./alone.js"]);
    const missing = () => loader.load("node:nothing");
    assertThrows(missing, Error, "the runtime has no module node:nothing");
    const { evaluated } = globalThis as unknown as { evaluated: number };
    assertEquals(evaluated, 1);
  });
});

Deno.test("V8 takes the cache of the same script, and starts without one of another", async () => {
  await withBundle(BUNDLE, async (directory, scripts) => {
    const modules = await Modules.read(directory, join(directory, "sub/program.js"));
    await modules.write(scripts, modules.withTheirs(modules.names));
    const first = new Loader(address, urlOf(scripts));
    const result = await first.program.run([]);
    assert(!first.tookCache);
    assertEquals(first.loaded, []);
    const cache = Uint8Array.from(first.newCache());
    const second = new Loader(address, urlOf(scripts), cache);
    assertEquals(await second.program.run([]), result);
    assert(second.tookCache);

    // V8 asks for no cache where this process has compiled the same script before.
    await modules.write(scripts, modules.withTheirs([modules.main, "./chunk-B.js"]));
    const other = new Loader(address, urlOf(scripts), cache);
    assertEquals(await other.program.run([]), result);
    assert(!other.tookCache);

    await modules.write(scripts, modules.withTheirs(["./chunk-B.js", modules.main]));
    const nonsense = new Loader(address, urlOf(scripts), new Uint8Array(100));
    assertEquals(await nonsense.program.run([]), result);
    assert(!nonsense.tookCache);
  });
});

Deno.test("a module that waits at its top level cannot be a script, and is named", async () => {
  await withBundle({ "waits.js": `await 1;` }, async (directory, scripts) => {
    const modules = await Modules.read(directory, join(directory, "waits.js"));
    await assertRejects(
      () => modules.write(scripts, modules.withTheirs([modules.main])),
      Error,
      "Top-level await",
    );
  });
});
