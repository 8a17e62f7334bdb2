import { dirname } from "node:path";
import type { Host } from "./plan.ts";

/** As whom a service runs. */
export interface ServiceUser {
  readonly name: string;
  /** What runs a command with its rights, put before it. */
  readonly as: readonly string[];
  /** Makes it, where it is not there yet. */
  readonly make?: string;
  /** Files that are others for the service, under the same paths. */
  readonly hidden?: RegExp;
}

/**
 * What keeps a user from the files that a service reads at its start: root, who installs it, may read all of them.
 *
 * @param files paths from the root
 * @returns one line about the first of them that it may not read, and what to do; undefined where it may read all
 */
export async function unreadable(
  files: readonly string[],
  { name, as, make, hidden }: ServiceUser,
  host: Host,
): Promise<string | undefined> {
  const may = async (what: "-r" | "-x", path: string) => {
    const { code, said } = await host.run([...as, "test", what, path]);
    // test(1) says nothing; whoever does could not ask it.
    return code !== 1 || said !== "";
  };
  for (const file of files) {
    if (hidden?.test(file)) {
      return `${file} is not what the service sees there: put the file elsewhere`;
    }
    if (await may("-r", file)) continue;
    const begin = `${file} cannot be read by ${name}, as whom the service runs`;
    for (const directory of above(file)) {
      if (await may("-x", directory)) continue;
      return `${begin}: that user may not enter ${directory}, put the file elsewhere`;
    }
    const path = `'${file.replaceAll("'", "'\\''")}'`;
    const steps = [...make ? [make] : [], `chgrp ${name} ${path}`, `chmod g+r ${path}`];
    return `${begin}: ${steps.join(" && ")}`;
  }
  return undefined;
}

/** The directories that lead to a file, from the root. */
function above(file: string): string[] {
  const directory = dirname(file);
  return directory === file ? [] : [...above(directory), directory];
}
