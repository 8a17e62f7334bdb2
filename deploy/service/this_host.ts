import { copyWhole } from "../copy_whole.ts";
import { writeForAll } from "../write_for_all.ts";
import type { Host } from "./plan.ts";

/**
 * Where commands are looked for. `su` keeps the PATH of the user from before, which on Debian does not have the
 * directories of what only root runs, such as useradd.
 */
const searched = (): Record<string, string> =>
  Deno.build.os === "windows"
    ? {}
    : { PATH: `${Deno.env.get("PATH") ?? "/usr/bin:/bin"}:/usr/sbin:/sbin` };

/** The host that this runs on. */
export const thisHost: Host = {
  os: Deno.build.os,
  program: Deno.build.standalone ? Deno.execPath() : undefined,
  isRoot: () => Deno.uid() === 0,
  exists(path) {
    try {
      Deno.statSync(path);
      return true;
    } catch {
      // Not there, or not for this user, who may then not change it either.
      return false;
    }
  },
  read(path) {
    try {
      return Deno.readTextFileSync(path);
    } catch {
      return "";
    }
  },
  variable: (name) => Deno.env.get(name),
  async run([path, ...args]) {
    try {
      const { code, stdout, stderr } = await new Deno.Command(path, {
        args,
        env: searched(),
        stdin: "null",
      }).output();
      const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
      return { code, said: text(stdout) + text(stderr) };
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) throw new Error(`there is no ${path} here`);
      throw error;
    }
  },
  write: writeForAll,
  copy: copyWhole,
  remove: (path) => Deno.removeSync(path),
  wait: (seconds) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds)),
};
