/**
 * The program in a host that is made worse for it: by another program before it, or as another user.
 *
 * @module
 */
import { join } from "node:path";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;

/** The program and its runtime in a directory that everybody may read. */
export class Copy implements Disposable {
  readonly #dir = Deno.makeTempDirSync({ prefix: "hostvitals-copy-" });
  readonly #deno = join(this.#dir, "deno");
  readonly #bundle = join(this.#dir, "hostvitals.js");

  constructor() {
    Deno.chmodSync(this.#dir, 0o755);
    const args = ["bundle", "--quiet", "--platform=deno", "-o", this.#bundle, MAIN];
    const { success, stderr } = new Deno.Command(Deno.execPath(), { args }).outputSync();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    Deno.copyFileSync(Deno.execPath(), this.#deno);
  }

  /** Its command line behind that of another program, as `unshare -m`. */
  behind(...before: readonly string[]) {
    return (args: readonly string[], options: Deno.CommandOptions = {}): Deno.Command => {
      const [first, ...rest] = [
        ...before,
        this.#deno,
        "run",
        "--allow-all",
        "--no-config",
        this.#bundle,
        ...args,
      ];
      return new Deno.Command(first, {
        args: rest,
        stdin: "null",
        stdout: "piped",
        stderr: "piped",
        cwd: this.#dir,
        env: { DENO_DIR: "/tmp/none", DENO_NO_UPDATE_CHECK: "1" },
        ...options,
      });
    };
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.#dir, { recursive: true });
  }
}

/** A shell in a mount namespace of its own, which does this and then becomes the program. */
export const withMounts = (script: string): string[] => [
  "unshare",
  "--mount",
  "sh",
  "-euc",
  `${script}\nexec "$@"`,
  "sh",
];

/** Whether this machine lets us; else the reason. */
export function refusal(...command: readonly string[]): string | undefined {
  try {
    const { success, stderr } = new Deno.Command(command[0], { args: command.slice(1) })
      .outputSync();
    return success ? undefined : new TextDecoder().decode(stderr).trim().split("\n")[0];
  } catch (error) {
    return (error as Error).message;
  }
}
