/**
 * Gets the peers onto this machine, where that can be done without starting anything.
 *
 * @module
 */
import { output, type Processes } from "./processes.ts";

/** What Debian asks whether a service may be started; exit status 101 is no. */
const POLICY = "/usr/sbin/policy-rc.d";

/**
 * Installs packages of Debian; services in them are not started.
 *
 * @throws {Error} where this is not root on Debian, and where apt-get fails
 */
export async function apt(...packages: string[]): Promise<void> {
  if (Deno.uid() !== 0 || !exists("/etc/debian_version")) {
    throw new Error(`not installed, and only root on Debian can: ${packages.join(" ")}`);
  }
  console.error(`installing by apt-get: ${packages.join(" ")}`);
  using _policy = new NoServices();
  const args = ["DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "--yes"];
  await output({ path: "env", args: [...args, "--no-install-recommends", ...packages] });
}

/** As long as it lives, installing a package starts no service. */
class NoServices implements Disposable {
  readonly #made = !exists(POLICY);

  constructor() {
    if (this.#made) Deno.writeTextFileSync(POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  }

  [Symbol.dispose](): void {
    if (this.#made) Deno.removeSync(POLICY);
  }
}

/**
 * Installs npm packages into a directory of their own.
 *
 * @param packages with their versions
 * @throws {Error} where npm is missing or fails
 */
export async function npm(
  processes: Processes,
  directory: string,
  ...packages: string[]
): Promise<void> {
  const args = ["install", "--prefix", directory, "--no-audit", "--no-fund", ...packages];
  await processes.run({ path: "npm", args, cwd: directory });
}

/** Whether there is such a file. */
export function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
