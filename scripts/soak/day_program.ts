import type { Command } from "../bench/processes.ts";
import type { Inside } from "./program.ts";

/** Milliseconds for it to start. */
const STARTING = 20_000;

/** Milliseconds of its clock until the first tick, and of ours for what is read then. */
const FIRST_TICK = 100, FIRST_READING = 500;

/** The program of the day while it runs; time passes in it as it is told. */
export class DayProgram implements AsyncDisposable {
  #now: number;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #output: ReadableStreamDefaultReader<string>;
  #rest = "";

  private constructor(
    private readonly child: Deno.ChildProcess,
    private readonly logging: Promise<void>,
    now: number,
  ) {
    this.#now = now;
    this.#input = child.stdin.getWriter();
    this.#output = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  }

  /**
   * Starts it on a port of 127.0.0.1, and waits until it answers.
   *
   * @param log the file for all that it logs
   */
  static async start({ path, args }: Command, port: number, log: string): Promise<DayProgram> {
    const flags = ["--host=127.0.0.1", `--port=${port}`, "--log.level=debug"];
    const child = new Deno.Command(path, {
      args: [...args, ...flags, "--alert.state-file=none"],
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const file = await Deno.open(log, { write: true, create: true, truncate: true });
    const program = new DayProgram(child, child.stderr.pipeTo(file.writable), 0);
    const end = performance.now() + STARTING;
    while (performance.now() < end) {
      try {
        await (await fetch(`http://127.0.0.1:${port}/-/healthy`)).body?.cancel();
        // Its first reading, for which all is new, is given the time that it has on a host.
        await program.pass(FIRST_TICK);
        await new Promise((resolve) => setTimeout(resolve, FIRST_READING));
        return program;
      } catch {
        // Nobody listens there yet.
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
    await program[Symbol.asyncDispose]();
    throw new Error(`the program does not start: ${Deno.readTextFileSync(log)}`);
  }

  get pid(): number {
    return this.child.pid;
  }

  /** Milliseconds since 1970, as it has them. */
  get now(): number {
    return this.#now;
  }

  /**
   * So many milliseconds pass.
   *
   * @returns what it tells of itself then
   * @throws {Error} where it has ended
   */
  async pass(milliseconds: number): Promise<Inside> {
    await this.#input.write(new TextEncoder().encode(`${milliseconds}\n`));
    while (!this.#rest.includes("\n")) {
      const { value, done } = await this.#output.read();
      if (done) throw new Error("the program has ended");
      this.#rest += value;
    }
    const [line, ...rest] = this.#rest.split("\n");
    this.#rest = rest.join("\n");
    const inside: Inside = JSON.parse(line);
    this.#now = inside.now;
    return inside;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.child.kill("SIGTERM");
    } catch {
      // It has ended by itself.
    }
    await this.child.status;
    await this.#input.close().catch(() => {});
    await this.#output.cancel();
    await this.logging;
  }
}
