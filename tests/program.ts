/**
 * hostvitals as a started process, as its user has it.
 *
 * @module
 */
const MAIN = new URL("../main.ts", import.meta.url).pathname;

/** Whether this is root on Linux: may mount, install, take ports. */
export const isRoot: boolean = Deno.build.os === "linux" && Deno.uid() === 0;

/** How a program that ended, ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program to its end. */
export async function run(
  args: readonly string[],
  options: Deno.CommandOptions = {},
): Promise<Ended> {
  const { code, stdout, stderr } = await command(args, options).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

function command(args: readonly string[], options: Deno.CommandOptions = {}): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", MAIN, ...args],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    ...options,
  });
}

/**
 * The program while it serves, on a port of 127.0.0.1 that the system chose. Ends with the block that
 * it was started in.
 *
 * @example
 * ```ts ignore
 * await using program = await Program.start("--no-collector.cpu");
 * await program.metrics();
 * ```
 */
export class Program implements AsyncDisposable {
  #stderr = "";
  readonly #reading: Promise<void>;

  private constructor(private readonly process: Deno.ChildProcess) {
    this.#reading = this.#read();
  }

  /** Starts it and waits until it serves. */
  static start(...args: string[]): Promise<Program> {
    return Program.startAs(command, ...args);
  }

  /** Starts another build of it, or as another user. */
  static async startAs(
    command: (args: readonly string[]) => Deno.Command,
    ...args: string[]
  ): Promise<Program> {
    const listen = args.some((arg) => /^--(web\.listen-address|host|port)/.test(arg));
    // Not the state of whoever runs the tests.
    const state = args.some((arg) => arg.startsWith("--alert.state-file"));
    const program = new Program(
      command([
        ...(listen ? [] : ["--host=127.0.0.1", "--port=0"]),
        ...(state ? [] : ["--alert.state-file=none"]),
        ...args,
      ]).spawn(),
    );
    for (let tries = 0; tries < 400 && program.urls.length === 0; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    if (program.urls.length > 0) return program;
    await program[Symbol.asyncDispose]();
    throw new Error(`it does not serve: ${program.log}`);
  }

  get pid(): number {
    return this.process.pid;
  }

  /** What it logged so far. */
  get log(): string {
    return this.#stderr;
  }

  /** Where it serves, each with a slash at its end. */
  get urls(): string[] {
    return /\burls"?[=:]"?([^"\n]+)"?[\n}]/.exec(this.#stderr)?.[1].split(" ") ?? [];
  }

  get url(): string {
    return this.urls[0];
  }

  fetch(path: string, init?: RequestInit): Promise<Response> {
    return fetch(`${this.url}${path}`, { signal: AbortSignal.timeout(20_000), ...init });
  }

  /** The metrics, as text. */
  async metrics(path = "metrics", init?: RequestInit): Promise<string> {
    const response = await this.fetch(path, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status}: ${text}`);
    return text;
  }

  /** Sends a signal and waits for the end; after 10 s it is killed. */
  async end(signal: Deno.Signal = "SIGTERM"): Promise<number> {
    const timer = setTimeout(() => this.process.kill("SIGKILL"), 10_000);
    try {
      this.process.kill(signal);
    } catch {
      // It has ended by itself.
    }
    const { code } = await this.process.status;
    clearTimeout(timer);
    await this.#reading;
    await this.process.stdout.cancel();
    return code;
  }

  #ended = false;

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#ended) await this.end();
  }

  async #read(): Promise<void> {
    for await (const piece of this.process.stderr.pipeThrough(new TextDecoderStream())) {
      this.#stderr += piece;
    }
    this.#ended = true;
  }
}
