import type { Command } from "../bench/processes.ts";
import type { Inside } from "./program.ts";

/** The variable of the environment with the port of 127.0.0.1 at which the driver listens. */
export const DRIVER = "HOSTVITALS_SOAK_DRIVER";

/** Lets SIGUSR2 have Deno give back what it does not use; `deno --help` has it. */
const TRIM = "DENO_USR2_MEMORY_TRIM";
/** Milliseconds in which it does. */
const GIVING_BACK = 1000;

/** Milliseconds for it to start. */
const STARTING = 20_000;

/** Milliseconds of its clock until the first tick, and of ours for what is read then. */
const FIRST_TICK = 100, FIRST_READING = 500;

/** The program of the day while it runs; time passes in it as it is told. */
export class DayProgram implements AsyncDisposable {
  #now = 0;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #output: ReadableStreamDefaultReader<string>;
  #rest = "";

  private constructor(
    private readonly child: Deno.ChildProcess,
    private readonly logging: Promise<void>,
    connection: Deno.Conn,
  ) {
    this.#input = connection.writable.getWriter();
    this.#output = connection.readable.pipeThrough(new TextDecoderStream()).getReader();
  }

  /**
   * Starts it on a port of 127.0.0.1, and waits until it answers.
   *
   * @param log the file for all that it logs
   */
  static async start({ path, args }: Command, port: number, log: string): Promise<DayProgram> {
    const flags = ["--host=127.0.0.1", `--port=${port}`, "--log.level=debug"];
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const child = new Deno.Command(path, {
      args: [...args, ...flags, "--alert.state-file=none"],
      env: { [DRIVER]: `${listener.addr.port}`, [TRIM]: "1" },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const file = await Deno.open(log, { write: true, create: true, truncate: true });
    const logging = child.stderr.pipeTo(file.writable);
    const ended = child.status.then(() => {
      throw new Error(`the program does not start: ${Deno.readTextFileSync(log)}`);
    });
    const program = new DayProgram(child, logging, await Promise.race([listener.accept(), ended]));
    ended.catch(() => {});
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

  /**
   * Has it give back what it does not use: V8 its garbage, and glibc what was freed. By itself V8 does where little was
   * allocated for some seconds, and then only if its heap has grown by a tenth, and by 10 MB, since it did.
   */
  async giveBack(): Promise<void> {
    this.child.kill("SIGUSR2");
    await new Promise((resolve) => setTimeout(resolve, GIVING_BACK));
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
