/**
 * Loads the scripts of the program: what the start needs lies in one, all others are files of their own, packed
 * by gzip, because the runtime reads the whole program before it starts. It is compiled into the program, and
 * imports nothing that is not in the runtime.
 *
 * @module
 */
import path from "node:path";
import process from "node:process";
import util from "node:util";
import vm from "node:vm";

/** Gives a module by its name, evaluated once. */
type Require = (name: string) => unknown;
/** A script of one or more modules. */
type Wrapped = (require: Require, module: Module, address: string) => void;
/** The modules of the start, by their names; the one that runs as `program`, too. */
type Start = Readonly<Record<string, () => unknown>>;

interface Module {
  exports: unknown;
}

/** What the program's main module has. */
export interface Program {
  /** Does what a command line asks for. @returns the exit status */
  run(args: readonly string[]): Promise<number>;
}

/** The functions of the start's script, as V8 had compiled them; undefined to compile them anew. */
export type Cache = Uint8Array<ArrayBuffer> | undefined;

/**
 * What the start needs of the runtime. To ask for a module when it is needed makes Deno 2.9 load node:module,
 * which takes 8 ms.
 */
const RUNTIME: Readonly<Record<string, unknown>> = {
  "node:path": path,
  "node:process": process,
  "node:util": util,
};

/** The scripts of a directory, loaded when they are asked for. */
export class Loader {
  /** Of modules outside of the start, by their names, in the order in which they were loaded. */
  readonly #loaded = new Map<string, Module>();
  #script: vm.Script | undefined;
  #start: Start | undefined;

  /**
   * @param address of the module that starts; the threads' modules lie beside it
   * @param scripts their directory, by its address
   * @param cache of an earlier start, to be tried
   */
  constructor(
    private readonly address: string,
    private readonly scripts: URL,
    private readonly cache?: Cache,
  ) {}

  /** The program, ready to run. */
  get program(): Program {
    return this.#ofStart().program() as Program;
  }

  /** Whether V8 took the cache: one of another version, or of other flags, it does not. */
  get tookCache(): boolean {
    // Deno says false where there was none, too.
    return this.cache !== undefined && this.#script?.cachedDataRejected === false;
  }

  /** The cache for the next start: of all functions of the start's script that were called until now. */
  newCache(): Uint8Array {
    this.#ofStart();
    return this.#script!.createCachedData();
  }

  /** What was loaded beside the start's script. */
  get loaded(): string[] {
    return [...this.#loaded.keys()];
  }

  /** A module of the program by its name, `./main.js`; else one of the runtime. */
  readonly load: Require = (name) => {
    if (!name.startsWith("./")) return RUNTIME[name] ?? builtin(name);
    const known = this.#start?.[name];
    if (known) return known();
    const loaded = this.#loaded.get(name);
    if (loaded) return loaded.exports;
    const text = this.#text(name);
    // A thread may need some of the start without having started with it.
    if (text === undefined) return this.#ofStart()[name]();
    const module: Module = { exports: {} };
    this.#loaded.set(name, module);
    this.#run(new vm.Script(text, { filename: name }), module);
    return module.exports;
  };

  #ofStart(): Start {
    if (this.#start) return this.#start;
    this.#script = new vm.Script(Deno.readTextFileSync(new URL("start.txt", this.scripts)), {
      filename: "hostvitals.js",
      cachedData: this.cache,
    });
    const module: Module = { exports: {} };
    this.#run(this.#script, module);
    return this.#start = module.exports as Start;
  }

  #run(script: vm.Script, module: Module): void {
    (script.runInThisContext() as Wrapped)(this.load, module, this.address);
  }

  /** Undefined for a module that has no script of its own. */
  #text(name: string): string | undefined {
    let packed;
    try {
      packed = Deno.readFileSync(new URL(`${name}.gz`, this.scripts));
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
    const zlib = process.getBuiltinModule("node:zlib");
    return new TextDecoder().decode(zlib.gunzipSync(packed));
  }
}

/** @throws {Error} where the runtime has no such module */
function builtin(name: string): unknown {
  const module: unknown = process.getBuiltinModule(name);
  if (module === undefined) throw new Error(`the runtime has no module ${name}`);
  return module;
}
