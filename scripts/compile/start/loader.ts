/**
 * Loads the scripts of the program: what the start needs lies in one, all others are files of their own.
 * It is compiled into the program, and imports nothing that is not in the runtime.
 *
 * @module
 */
import { createRequire } from "node:module";
import vm from "node:vm";

/** Gives a module by its name, evaluated once. */
type Require = (name: string) => unknown;
/** A script of one or more modules. */
type Wrapped = (require: Require, module: { exports: unknown }, address: string) => void;
/** The modules of the start, by their names; the one that runs as `program`, too. */
type Start = Readonly<Record<string, () => unknown>>;

/** What the program's main module has. */
export interface Program {
  /** Does what a command line asks for. @returns the exit status */
  run(args: readonly string[]): Promise<number>;
}

/** The functions of the start's script, as V8 had compiled them; undefined to compile them anew. */
export type Cache = Uint8Array<ArrayBuffer> | undefined;

/** The scripts of a directory, loaded when they are asked for. */
export class Loader {
  /** Of modules outside of the start, by their names, in the order in which they were loaded. */
  readonly #loaded = new Map<string, { exports: unknown }>();
  readonly #runtime: Require;
  readonly #script: vm.Script;
  readonly #start: Start;

  /**
   * @param address of the module that starts; the threads' modules lie beside it
   * @param scripts their directory, by its address
   * @param given the cache of an earlier start, tried
   */
  constructor(
    private readonly address: string,
    private readonly scripts: URL,
    private readonly given?: Cache,
  ) {
    this.#runtime = createRequire(address) as Require;
    this.#script = new vm.Script(this.#text("start"), {
      filename: "hostvitals.js",
      cachedData: given,
    });
    this.#start = this.#exports(this.#script) as Start;
  }

  /** The program, ready to run. */
  get program(): Program {
    return this.#start.program() as Program;
  }

  /** Whether V8 took the cache: one of another version, or of other flags, it does not. */
  get tookCache(): boolean {
    // Deno says false where there was none, too.
    return this.given !== undefined && this.#script.cachedDataRejected === false;
  }

  /** The cache for the next start: of all functions of the start's script that were called until now. */
  cache(): Uint8Array {
    return this.#script.createCachedData();
  }

  /** What was loaded beside the start's script. */
  get loaded(): string[] {
    return [...this.#loaded.keys()];
  }

  /** A module of the program by its name, `./main.js`; else one of the runtime. */
  readonly #load: Require = (name) => {
    if (!name.startsWith("./")) return this.#runtime(name);
    const start = this.#start[name];
    if (start) return start();
    const loaded = this.#loaded.get(name);
    if (loaded) return loaded.exports;
    const module: { exports: unknown } = { exports: {} };
    this.#loaded.set(name, module);
    this.#run(new vm.Script(this.#text(name), { filename: name }), module);
    return module.exports;
  };

  #exports(script: vm.Script): unknown {
    const module: { exports: unknown } = { exports: {} };
    this.#run(script, module);
    return module.exports;
  }

  #run(script: vm.Script, module: { exports: unknown }): void {
    (script.runInThisContext() as Wrapped)(this.#load, module, this.address);
  }

  #text(name: string): string {
    return Deno.readTextFileSync(new URL(`${name}.txt`, this.scripts));
  }
}
