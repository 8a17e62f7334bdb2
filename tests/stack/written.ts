/**
 * What `init` wrote into a directory of its own.
 *
 * @module
 */
import { parseAllDocuments } from "yaml";
import { join } from "node:path";
import { run } from "../program.ts";

/** A directory with the stack in it, until it is disposed of. */
export class Written implements AsyncDisposable {
  private constructor(readonly directory: string) {}

  static async stack(...flags: string[]): Promise<Written> {
    const directory = await Deno.makeTempDir();
    const { code, stderr } = await run(["init", directory, ...flags]);
    if (code !== 0) throw new Error(stderr);
    return new Written(directory);
  }

  path(file: string): string {
    return join(this.directory, file);
  }

  text(file: string): string {
    return Deno.readTextFileSync(this.path(file));
  }

  /**
   * The documents of a YAML file.
   *
   * @throws {SyntaxError} for what is no YAML, or says something twice
   */
  // deno-lint-ignore no-explicit-any -- whatever is in it
  yaml(file: string): any[] {
    return parseAllDocuments(this.text(file), { merge: true }).map((document) => {
      const [problem] = [...document.errors, ...document.warnings];
      if (problem) throw new SyntaxError(`${file}: ${problem.message}`);
      return document.toJS();
    });
  }

  /** Changes a file, as its user would with his own addresses. */
  change(file: string, ...pairs: [from: string | RegExp, to: string][]): void {
    let text = this.text(file);
    for (const [from, to] of pairs) text = text.replaceAll(from, to);
    Deno.writeTextFileSync(this.path(file), text);
  }

  /** All files, seen from the directory. */
  files(folder = ""): string[] {
    return [...Deno.readDirSync(this.path(folder))].flatMap(({ name, isDirectory }) => {
      const path = folder ? `${folder}/${name}` : name;
      return isDirectory ? this.files(path) : [path];
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.directory, { recursive: true });
  }
}

/** Runs a program in a directory; what it said, both streams. */
export async function said(
  path: string,
  args: readonly string[],
  cwd?: string,
): Promise<{ code: number; said: string }> {
  const command = new Deno.Command(path, { args: [...args], cwd, env: { NO_COLOR: "1" } });
  const { code, stdout, stderr } = await command.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, said: text(stdout) + text(stderr) };
}
