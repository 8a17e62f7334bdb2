/**
 * Two ends of a connection of the program to itself: what is written into one is read from the other once the event
 * loop has looked at its sockets, and so at those of all who ask for something.
 *
 * A thread that answers does the same for three times as much CPU, and Deno's pool of threads grows where answers
 * come late.
 *
 * @module
 */

/** Milliseconds until an end from which nothing comes is given up: it is another process' then. */
const DEADLINE = 5000;

/** Both ends. */
export class SelfPipe implements Disposable {
  readonly #into = new Uint8Array(1);
  readonly #byte = new Uint8Array(1);

  readonly #from: Deno.Conn;
  readonly #to: Deno.Conn;

  private constructor(from: Deno.Conn, to: Deno.Conn) {
    this.#from = from;
    this.#to = to;
  }

  /**
   * Connects the program to itself by a name of its own in Linux' abstract namespace, which no file system has.
   *
   * @param deadline Milliseconds until it is given up.
   * @returns Nothing where this system has no such names, forbids it, or another process came first.
   */
  static async open(deadline = DEADLINE): Promise<SelfPipe | undefined> {
    const name = crypto.randomUUID();
    const address = { transport: "unix", path: `\0hostvitals-${name}` } as const;
    try {
      using listener = Deno.listen(address);
      const ends = await Promise.all([listener.accept(), Deno.connect(address)]);
      const pipe = new SelfPipe(...ends);
      if (await pipe.#says(name, deadline)) return pipe;
      pipe[Symbol.dispose]();
    } catch {
      // As where it is forbidden.
    }
  }

  /**
   * Resolves once the event loop has looked at its sockets; one at a time.
   *
   * @throws Where the connection has ended.
   */
  async turn(): Promise<void> {
    // What was there before it is asked for would be read without a look.
    const reading = this.#from.read(this.#into);
    const [read] = await Promise.all([reading, this.#to.write(this.#byte)]);
    if (read === null) throw new Deno.errors.UnexpectedEof("the other end is closed");
  }

  [Symbol.dispose](): void {
    this.#from.close();
    this.#to.close();
  }

  /** Whether what is written to the one end comes from the other, and not from a process that knew the name. */
  async #says(name: string, deadline: number): Promise<boolean> {
    await this.#to.write(new TextEncoder().encode(name));
    let heard = "";
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tooLate = new Promise<null>((resolve) => timer = setTimeout(resolve, deadline, null));
    try {
      const bytes = new Uint8Array(name.length);
      while (heard.length < name.length) {
        const read = await Promise.race([this.#from.read(bytes), tooLate]);
        if (read === null) return false;
        heard += new TextDecoder().decode(bytes.subarray(0, read));
      }
    } finally {
      clearTimeout(timer);
    }
    return heard === name;
  }
}
