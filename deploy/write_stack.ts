/**
 * Writes the files of a stack into a directory: all of them, or none.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { dirname, join } from "node:path";
import { copyWhole } from "./copy_whole.ts";
import type { StackFile } from "./files.ts";
import { exists, makeForAll, writeForAll } from "./write_for_all.ts";

/** Of Grafana's administrator; in a directory that only its owner may enter. */
const PASSWORD = "secrets/grafana_admin_password";
/** Beside compose.yaml, for the image. */
const PROGRAM = "hostvitals";

/** How it is written. */
export interface Writing {
  /** Whether files that are there are overwritten. */
  readonly force: boolean;
  /** The program itself, for Linux. */
  readonly program?: string;
}

/** What became of it: paths in the directory. */
export interface Stack {
  readonly written: readonly string[];
  /** The password, once there is one: Grafana took it when it first started. */
  readonly kept: readonly string[];
  /** What was there and is no longer what it was, by its path: where it is kept as it was. */
  readonly old: ReadonlyMap<string, string>;
  /** Whether others may get to the password: its directory was there, and stays as it is. */
  readonly open: boolean;
}

/**
 * Writes the files, a new password for Grafana, and the program. A file that is there and differs is kept beside it.
 *
 * @throws {Error} where the directory is none or may not be written, and without `force` where a file
 * is there already; then nothing is written
 */
export function writeStack(
  directory: string,
  files: readonly StackFile[],
  { force, program }: Writing,
): Stack {
  const paths = [...files.map(({ path }) => path), ...program ? [PROGRAM] : []];
  checkDirectory(directory);
  const there = paths.filter((path) => exists(join(directory, path)));
  if (there.length > 0 && !force) throw new Error(alreadyThere(directory, there));
  const folder = there.find((path) => Deno.statSync(join(directory, path)).isDirectory);
  if (folder) throw new Error(`${join(directory, folder)} is a directory, not a file`);
  try {
    const changed = files.filter(({ path, text }) =>
      there.includes(path) && !holds(join(directory, path), new TextEncoder().encode(text))
    );
    const old = new Map(changed.map(({ path }) => [path, keepOld(directory, path)]));
    for (const { path, text } of files) writeForAll(join(directory, path), text);
    if (program) copyWhole(program, join(directory, PROGRAM));
    const password = join(directory, PASSWORD);
    Deno.mkdirSync(dirname(password), { recursive: true, mode: 0o700 });
    const open = othersMayEnter(dirname(password));
    if (exists(password)) return { written: paths, kept: [PASSWORD], old, open };
    // The container reads it under another user: the directory keeps others out, not the file.
    writeForAll(password, newPassword());
    return { written: [...paths, PASSWORD], kept: [], old, open };
  } catch (error) {
    throw new Error(`cannot write into ${directory}: ${(error as Error).message}`);
  }
}

/**
 * Copies a file beside itself, with its permissions: what its user changed, secrets too, is in no other place.
 *
 * @returns the path of the copy, which is new, or was the same already
 */
function keepOld(directory: string, path: string): string {
  const from = join(directory, path);
  const bytes = Deno.readFileSync(from);
  for (let number = 1;; number++) {
    const old = `${path}.old${number === 1 ? "" : number}`;
    const to = join(directory, old);
    if (!exists(to)) Deno.copyFileSync(from, to);
    else if (!holds(to, bytes)) continue;
    return old;
  }
}

const othersMayEnter = (directory: string) =>
  Deno.build.os !== "windows" && (Deno.statSync(directory).mode! & 0o011) !== 0;

const holds = (path: string, bytes: Uint8Array) =>
  Deno.statSync(path).isFile && Buffer.from(Deno.readFileSync(path)).equals(bytes);

function checkDirectory(directory: string): void {
  if (exists(directory) && !Deno.statSync(directory).isDirectory) {
    throw new Error(`${directory} is a file: init needs a directory, which may be a new one`);
  }
  try {
    makeForAll(directory);
    Deno.removeSync(Deno.makeTempFileSync({ dir: directory, prefix: ".hostvitals-" }));
  } catch (error) {
    throw new Error(`${directory} cannot be written: ${(error as Error).message}`);
  }
}

function alreadyThere(directory: string, there: readonly string[]): string {
  const more = there.length > 3 ? ` and ${there.length - 3} more` : "";
  return `${directory} has ${
    there.slice(0, 3).join(", ")
  }${more} already, so nothing was written: ` +
    "take another directory, or overwrite with --force, which keeps what differs as FILE.old";
}

/** 24 letters and digits: 142 bits. */
function newPassword(): string {
  const letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
  let password = "";
  while (password.length < 24) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    // Bytes beyond a multiple of the letters would make some more likely.
    if (byte < 256 - 256 % letters.length) password += letters[byte % letters.length];
  }
  return password;
}
