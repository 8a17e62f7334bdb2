/**
 * Those whom alerts pass on their way: a webhook that remembers, Debian's Alertmanager, a rule and its cause.
 *
 * @module
 */

/** A message as Alertmanager's webhook has it. */
export interface Told {
  readonly path: string;
  readonly status: "firing" | "resolved";
  readonly alerts: readonly {
    readonly status: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
    readonly fingerprint: string;
  }[];
}

/** Tries until something is there, for so many seconds. */
export async function until<T>(
  seconds: number,
  what: string,
  find: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  for (const end = performance.now() + 1000 * seconds; performance.now() < end;) {
    const found = await find();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`not within ${seconds} s: ${what}`);
}

/** A port of loopback that nobody listens on. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** A webhook on loopback, and all that it was told. */
export class Hook implements AsyncDisposable {
  readonly told: Told[] = [];
  /** Whether it accepts requests and does not answer. */
  mute = false;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #ended = new AbortController();

  constructor(port = 0) {
    const options = { hostname: "127.0.0.1", port, signal: this.#ended.signal, onListen() {} };
    this.#server = Deno.serve(options, async (request) => {
      const body = await request.json();
      if (this.mute) return new Promise<Response>(() => {});
      this.told.push({ path: new URL(request.url).pathname, ...body });
      return new Response();
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}`;
  }

  /** What came to a path, a line a message: `firing Queue`. */
  at(path: string): string[] {
    return this.told.filter((one) => one.path === path)
      .map(({ status, alerts }) => `${status} ${alerts.map(({ labels }) => labels.alertname)}`);
  }

  /** Waits for a message on a path. */
  message(path: string, status: Told["status"], seconds = 60): Promise<Told> {
    return until(
      seconds,
      `${status} on ${path}; there is ${JSON.stringify(this.at(path))}`,
      () => this.told.find((one) => one.path === path && one.status === status),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort();
    await this.#server.finished;
  }
}

/** Debian's Alertmanager on loopback. */
export class AlertmanagerServer implements AsyncDisposable {
  readonly url = `http://127.0.0.1:${freePort()}`;
  readonly #dir = Deno.makeTempDirSync();
  readonly #process: Deno.ChildProcess;

  /** @param config its configuration, YAML */
  constructor(path: string, config: string) {
    Deno.writeTextFileSync(`${this.#dir}/alertmanager.yml`, config);
    this.#process = new Deno.Command(path, {
      args: [
        `--config.file=${this.#dir}/alertmanager.yml`,
        `--storage.path=${this.#dir}/data`,
        `--web.listen-address=${new URL(this.url).host}`,
        "--cluster.listen-address=",
        "--log.level=error",
      ],
      stdout: "null",
      stderr: "null",
    }).spawn();
  }

  /** Waits until it answers. */
  async ready(): Promise<void> {
    await until(30, "Alertmanager is ready", async () => {
      try {
        const response = await fetch(`${this.url}/-/ready`);
        await response.body?.cancel();
        return response.ok;
      } catch {
        // It does not listen yet.
        return false;
      }
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill();
    await this.#process.status;
    await Deno.remove(this.#dir, { recursive: true });
  }
}

/** A rule file, and the textfile whose number makes its alert fire above 5. */
export class Cause implements Disposable {
  readonly dir = Deno.makeTempDirSync();
  readonly rules = `${this.dir}/rules.yml`;
  readonly state = `${this.dir}/alerts.json`;

  constructor() {
    Deno.mkdirSync(`${this.dir}/textfiles`);
    Deno.writeTextFileSync(
      this.rules,
      `groups:
  - name: test
    rules:
      - alert: QueueLong
        expr: test_queue_length > 5
        labels:
          severity: critical
        annotations:
          summary: "{{ $value }} wait on {{ $labels.instance }}"
`,
    );
  }

  /** Flags of a hostvitals that evaluates the rule, and no other. */
  get flags(): string[] {
    return [
      `--alert.rules=${this.rules}`,
      "--no-alert.builtin-rules",
      `--alert.state-file=${this.state}`,
      `--collector.textfile.directory=${this.dir}/textfiles`,
    ];
  }

  /** @param length of the queue */
  is(length: number): void {
    const path = `${this.dir}/textfiles/queue.prom`;
    Deno.writeTextFileSync(`${path}.new`, `test_queue_length ${length}\n`);
    Deno.renameSync(`${path}.new`, path);
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.dir, { recursive: true });
  }
}
