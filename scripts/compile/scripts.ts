/**
 * From a bundle of modules to scripts. V8 keeps what it has compiled of a script, each function that was
 * called; of a module Deno keeps only what is compiled before the first is called, which saves nothing.
 *
 * @module
 */
import { dirname, join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type BuildOptions, type Metafile, type Plugin } from "esbuild";

/** How every script is made: in one function, so that its names are its own. */
const SCRIPT: BuildOptions = {
  bundle: true,
  write: false,
  format: "cjs",
  platform: "node",
  target: "esnext",
  minify: true,
  charset: "ascii",
  supported: { "dynamic-import": false },
  define: { "import.meta.url": "address", "import.meta.main": "false" },
  banner: { js: "(function(require,module,address){var exports=module.exports;" },
  footer: { js: "})" },
  logLevel: "silent",
};

/**
 * What a bundled package requires of the runtime is required as by everything else: node:module, with which
 * the bundle does it, would take 10 ms of the start to load.
 */
const REQUIRE: Plugin = {
  name: "require",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^node:module$/ }, ({ path }) => ({ path, namespace: "require" }));
    onLoad({ filter: /./, namespace: "require" }, () => ({
      contents: "exports.createRequire = () => require;",
    }));
  },
};

/** The modules of a bundle, by their names: `./main.js`. */
export class Modules {
  private constructor(
    private readonly directory: string,
    /** The one that runs. */
    readonly main: string,
    private readonly files: Metafile["inputs"],
  ) {}

  /**
   * Reads those that a module leads to, and some others.
   *
   * @param main its file, somewhere below the directory, like those of the others
   */
  static async read(
    directory: string,
    main: string,
    others: readonly string[] = [],
  ): Promise<Modules> {
    const { metafile } = await build({
      entryPoints: [main, ...others],
      absWorkingDir: directory,
      outdir: directory,
      bundle: true,
      splitting: true,
      write: false,
      format: "esm",
      platform: "node",
      metafile: true,
      logLevel: "silent",
    });
    return new Modules(directory, nameOf(directory, main), metafile.inputs);
  }

  /** All. */
  get names(): string[] {
    return Object.keys(this.files).map((path) => `./${path}`);
  }

  /** These, and those that are loaded with them. */
  withTheirs(names: Iterable<string>): ReadonlySet<string> {
    const all = new Set(names);
    for (const name of all) {
      for (const { path, kind, external } of this.files[name.slice("./".length)].imports) {
        if (!external && kind === "import-statement") all.add(`./${path}`);
      }
    }
    return all;
  }

  /**
   * Writes them as scripts: `start.txt` with those that the start needs, and one for each of the
   * others, packed.
   *
   * @throws {Error} where one cannot be a script: it waits at its top level
   */
  async write(directory: string, start: ReadonlySet<string>): Promise<void> {
    const entries = [["program", this.main], ...[...start].map((name) => [name, name])];
    const calls = entries.map(([key, name]) => `${JSON.stringify(key)}:()=>require("${name}")`);
    const stdin = { contents: `module.exports={${calls.join()}}`, resolveDir: this.directory };
    const text = new TextEncoder().encode(await this.#script({ stdin }, start));
    await write(join(directory, "start.txt"), text);
    for (const name of this.names.filter((name) => !start.has(name))) {
      const entry = { entryPoints: [join(this.directory, name)] };
      const text = await this.#script(entry, new Set([name]));
      await write(join(directory, `${name}.gz`), gzipSync(text, { level: 9 }));
    }
  }

  async #script(entry: BuildOptions, inside: ReadonlySet<string>): Promise<string> {
    const plugins = [this.#keepOutside(inside), REQUIRE];
    const { outputFiles } = await build({ ...SCRIPT, ...entry, plugins });
    return ascii(outputFiles![0].text);
  }

  /** Those of other scripts stay outside, under their names. */
  #keepOutside(inside: ReadonlySet<string>): Plugin {
    return {
      name: "keep-outside",
      setup: ({ onResolve }) => {
        onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, kind }) => {
          if (kind === "entry-point") return undefined;
          const file = join(resolveDir, path);
          const name = nameOf(this.directory, file);
          return inside.has(name) ? { path: file } : { path: name, external: true };
        });
      },
    };
  }
}

/**
 * One byte a character: a single other one makes V8 keep two for each. esbuild leaves them in regular
 * expressions, in which the same is said by their codes.
 */
const ascii = (script: string): string =>
  script.replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

async function write(file: string, bytes: Uint8Array): Promise<void> {
  await Deno.mkdir(dirname(file), { recursive: true });
  await Deno.writeFile(file, bytes);
}

const nameOf = (directory: string, file: string): string =>
  `./${relative(directory, file).replaceAll("\\", "/")}`;
