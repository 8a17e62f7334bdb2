/**
 * What is to be done to a host, as data: planned by the managers, carried out or printed here.
 *
 * @module
 */

/** One thing to do. */
export type Step =
  | { readonly do: "write"; readonly path: string; readonly text: string }
  | { readonly do: "copy"; readonly from: string; readonly to: string }
  | { readonly do: "remove"; readonly path: string }
  | {
    readonly do: "run";
    readonly command: readonly string[];
    /** It is not run where this one succeeds. */
    readonly unless?: readonly string[];
    /** It is run only where this one succeeds. */
    readonly where?: readonly string[];
    /** Exit codes beside 0 with which it has done what it should. */
    readonly fine?: readonly number[];
    /** Seconds to wait before it. */
    readonly after?: number;
    /** What to say where it fails, beside what it says itself. */
    readonly hint?: string;
  }
  | { readonly do: "wait"; readonly while: readonly string[]; readonly seconds: number };

/** How a command ended. */
export interface Ended {
  readonly code: number;
  /** Both streams. */
  readonly said: string;
}

/** The host, which a test replaces. */
export interface Host {
  readonly os: string;
  /** The running program; undefined where it runs from source. */
  readonly program?: string;
  isRoot(): boolean;
  exists(path: string): boolean;
  /** What stands in a file; nothing where it is not there, or not for this user. */
  read(path: string): string;
  variable(name: string): string | undefined;
  /** @throws {Error} where there is no such command */
  run(command: readonly string[]): Promise<Ended>;
  /** With the permissions of what is there, else for everybody to read. */
  write(path: string, text: string): void;
  copy(from: string, to: string): void;
  remove(path: string): void;
  wait(seconds: number): Promise<void>;
}

/**
 * Carries a plan out, up to the first step that fails.
 *
 * @throws {Error} which names that step
 */
export async function carryOut(steps: readonly Step[], host: Host): Promise<void> {
  for (const step of steps) {
    try {
      await take(step, host);
    } catch (error) {
      throw new Error(`${describe(step)}: ${(error as Error).message}`);
    }
  }
}

async function take(step: Step, host: Host): Promise<void> {
  if (step.do === "write") return host.write(step.path, step.text);
  if (step.do === "copy") return host.copy(step.from, step.to);
  if (step.do === "remove") return host.remove(step.path);
  if (step.do === "wait") return waitWhile(step.while, step.seconds, host);
  if (step.after) await host.wait(step.after);
  const succeeds = async (command: readonly string[]) => (await host.run(command)).code === 0;
  if (step.unless && await succeeds(step.unless)) return;
  if (step.where && !await succeeds(step.where)) return;
  const { code, said } = await host.run(step.command);
  if (code === 0 || step.fine?.includes(code)) return;
  throw new Error([said.trim() || `ended with ${code}`, step.hint].filter(Boolean).join("; "));
}

async function waitWhile(command: readonly string[], seconds: number, host: Host): Promise<void> {
  for (let waited = 0; (await host.run(command)).code === 0; waited++) {
    if (waited === seconds) throw new Error(`it is still so after ${seconds} s`);
    await host.wait(1);
  }
}

/** A step in one line. */
export function describe(step: Step): string {
  if (step.do === "write") return `write ${step.path}`;
  if (step.do === "copy") return `copy ${step.from} to ${step.to}`;
  if (step.do === "remove") return `remove ${step.path}`;
  if (step.do === "wait") {
    return `wait while this succeeds, up to ${step.seconds} s: ${line(step.while)}`;
  }
  const unless = step.unless ? ` (unless this succeeds: ${line(step.unless)})` : "";
  const where = step.where ? ` (if this succeeds: ${line(step.where)})` : "";
  return `run ${line(step.command)}${unless}${where}`;
}

/** All of it for `--dry-run`: what is written stands below its step. */
export function print(steps: readonly Step[]): string {
  return steps.map((step) =>
    step.do === "write"
      ? `${describe(step)}:\n${step.text.trimEnd().replaceAll(/^(?=.)/gm, "    ")}`
      : describe(step)
  ).join("\n");
}

const line = (command: readonly string[]) =>
  command.map((word) => /^[\w@%+=:,.\/\\-]+$/.test(word) ? word : `'${word}'`).join(" ");
