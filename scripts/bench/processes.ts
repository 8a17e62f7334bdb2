/**
 * Processes that end, whatever happens to those who started them.
 *
 * @module
 */

import { tree } from "./usage.ts";

/** Milliseconds for a process that was asked to end. */
const LAST_WORDS = 3000;

/** What to run. */
export interface Command {
  readonly path: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts processes; at its end it ends those that still run, each by its id. */
export class Processes implements AsyncDisposable {
  readonly #running = new Set<Started>();
  #isClosed = false;

  /**
   * @throws {Deno.errors.NotFound} where there is no such program
   * @throws {Error} after the end
   */
  start(command: Command): Started {
    if (this.#isClosed) throw new Error(`told to end: ${command.path} is not started`);
    const started = new Started(command);
    this.#running.add(started);
    started.ended.then(() => this.#running.delete(started));
    return started;
  }

  /**
   * Runs a command to its end.
   *
   * @throws {Error} with the end of what it said where it fails
   */
  async run(command: Command): Promise<void> {
    const started = this.start(command);
    await started.ended;
    if (!started.succeeded) throw failure(command, await started.said);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#running].map((started) => started[Symbol.asyncDispose]()));
  }
}

/** A process that runs until it is disposed of. */
export class Started implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  /** Whether it has ended. */
  hasEnded = false;
  /** Whether it has ended with exit status 0. */
  succeeded = false;
  readonly ended: Promise<void>;
  /** What it wrote to its standard error, when nobody can write there any more. */
  readonly said: Promise<string>;

  constructor({ path, args, cwd, env }: Command) {
    this.#child = new Deno.Command(path, {
      args: [...args],
      cwd,
      env: { ...env },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    this.said = new Response(this.#child.stderr).text();
    this.ended = this.#child.status.then(({ success }) => {
      this.hasEnded = true;
      this.succeeded = success;
    });
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** Asks it and its children to end, and after three seconds makes them. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#kill("SIGTERM");
    const timer = setTimeout(() => this.#kill("SIGKILL"), LAST_WORDS);
    await this.ended;
    clearTimeout(timer);
  }

  #kill(signal: Deno.Signal): void {
    // The id of a process that has ended may be another's by now.
    if (this.hasEnded) return;
    for (const { pid } of tree(this.pid)) {
      try {
        Deno.kill(pid, signal);
      } catch (error) {
        // A child may have ended since it was listed.
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      }
    }
  }
}

/**
 * What a command prints to its standard output.
 *
 * @throws {Error} with the end of what it said where it fails
 */
export async function output(command: Command): Promise<string> {
  const { path, args, cwd } = command;
  const { success, stdout, stderr } = await new Deno.Command(path, { args: [...args], cwd })
    .output();
  const decoder = new TextDecoder();
  if (!success) throw failure(command, decoder.decode(stderr));
  // Some programs print their version to standard error.
  return decoder.decode(stdout) || decoder.decode(stderr);
}

const failure = ({ path, args }: Command, said: string) =>
  new Error(`${path} ${args[0]} failed: ${lastLine(said)}`);

/** The last line with something in it. */
export function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}
