/**
 * Programs of Debian that tests hold hostvitals against.
 *
 * @module
 */
import { isRoot } from "./program.ts";

const found = new Map<string, Promise<string | undefined>>();

/**
 * The path of a program. Where it is missing it is installed from Debian's package, if this is root on
 * Debian; else undefined, and one line on standard error says what is skipped.
 */
export function tool(name: string, debianPackage: string): Promise<string | undefined> {
  let path = found.get(name);
  if (!path) found.set(name, path = find(name, debianPackage));
  return path;
}

async function find(name: string, debianPackage: string): Promise<string | undefined> {
  const path = which(name);
  if (path) return path;
  if (isRoot && which("apt-get")) await install(debianPackage);
  const installed = which(name);
  if (!installed) {
    console.error(`skipped: tests with ${name} (Debian's package ${debianPackage} is not here)`);
  }
  return installed;
}

function which(name: string): string | undefined {
  const dirs = [...(Deno.env.get("PATH") ?? "").split(":"), "/usr/sbin", "/sbin"];
  return dirs.map((dir) => `${dir}/${name}`).find((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false;
    }
  });
}

/** Tells Debian's packages not to start their services, which would take the ports of the tests. */
const POLICY = "/usr/sbin/policy-rc.d";

// One at a time: apt locks its lists.
let installing: Promise<void> = Promise.resolve();

function install(debianPackage: string): Promise<void> {
  return installing = installing.then(async () => {
    const ours = !which("policy-rc.d");
    if (ours) Deno.writeTextFileSync(POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
    try {
      const args = ["install", "-y", "-qq", "--no-install-recommends", debianPackage];
      if (!await apt(args)) {
        // On a fresh machine the lists of packages are empty or old.
        await apt(["update", "-qq"]);
        await apt(args);
      }
    } finally {
      if (ours) Deno.removeSync(POLICY);
    }
  });
}

async function apt(args: readonly string[]): Promise<boolean> {
  const { success } = await new Deno.Command("apt-get", {
    args: [...args],
    env: { DEBIAN_FRONTEND: "noninteractive" },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).output();
  return success;
}
