/**
 * Installs, removes and asks the service, by whatever starts services on the host.
 *
 * @module
 */
import { launchd } from "./launchd.ts";
import type { Manager } from "./manager.ts";
import { carryOut, type Host, print } from "./plan.ts";
import { unreadable } from "./readable.ts";
import { systemd } from "./systemd.ts";
import { windows } from "./windows.ts";

/** By `Deno.build.os`. */
const MANAGERS: Readonly<Record<string, Manager>> = { linux: systemd, darwin: launchd, windows };

/** As systemctl(1) ends its status for what does not run. */
const NOT_RUNNING = 3;

/** What can be done. */
export type Verb = "install" | "uninstall" | "status";

/** How it is done. */
export interface Doing {
  readonly dryRun: boolean;
  /** Of hostvitals, for `install`; undefined where nothing is said of them. */
  readonly flags?: readonly string[];
  /** The files that it reads with them. */
  readonly reads?: readonly string[];
}

/**
 * Does it, or prints what would be done.
 *
 * @returns the exit code
 * @throws {Error} in one line, where there is no manager, no right, or a step fails
 */
export async function service(
  verb: Verb,
  { dryRun, flags, reads = [] }: Doing,
  host: Host,
  say: (text: string) => unknown,
): Promise<number> {
  const manager = MANAGERS[host.os];
  if (!manager) throw new Error(`service knows Linux, macOS and Windows, not ${host.os}`);
  if (verb === "status") return await status(manager, dryRun, host, say);
  const changed = flags?.find((flag) => manager.changes?.test(flag));
  if (changed) throw new Error(`--args: ${manager.name} does not take ${changed} as it is`);
  const program = host.program ?? "./hostvitals";
  const steps = verb === "install"
    ? manager.install({ program, flags }, host)
    : manager.uninstall(host);
  if (dryRun) {
    await say(print(steps));
    return 0;
  }
  const refused = manager.missing(host) ?? await manager.refuses(host);
  if (refused) throw new Error(`service ${verb}: ${refused}`);
  if (verb === "install" && !host.program) {
    throw new Error(
      "service install: this hostvitals runs from source; a service needs the compiled one",
    );
  }
  if (verb === "uninstall" && !manager.installed(host)) {
    throw new Error("service uninstall: it is not installed");
  }
  const user = reads.length > 0 ? await manager.user?.(host) : undefined;
  const problem = user && await unreadable(reads, user, host);
  if (problem) throw new Error(`--args: ${problem}`);
  await carryOut(steps, host);
  await say(
    verb === "install"
      ? `hostvitals runs, now and after every start of this host, by ${manager.name}\n` +
        "next: hostvitals service status"
      : `removed; what stays: ${manager.stays}`,
  );
  return 0;
}

async function status(
  manager: Manager,
  dryRun: boolean,
  host: Host,
  say: (text: string) => unknown,
): Promise<number> {
  const command = manager.status(host);
  if (dryRun) {
    await say(print([{ do: "run", command }]));
    return 0;
  }
  const missing = manager.missing(host);
  if (missing) throw new Error(`service status: ${missing}`);
  if (!manager.installed(host)) throw new Error("service status: it is not installed");
  const { code, said } = await host.run(command);
  await say(said.trimEnd());
  return code === 0 && manager.runs?.test(said) === false ? NOT_RUNNING : code;
}
