/**
 * Basic authentication against bcrypt hashes.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7617
 * @module
 */
import bcrypt from "bcryptjs";
import { createHmac, randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";

/** Whether a password has this hash. */
export type Compare = (password: string, hash: string) => Promise<boolean>;

/** What comes of credentials; `busy`: too many others wait for their hash to be computed. */
export type Verdict = "right" | "wrong" | "busy";

/** How many may wait for the one hash that is computed at a time (about 90 ms of CPU at cost 10). */
const WAITING = 16;
/** After a wrong password nothing is computed for so many times as long as its hash took. */
const REST = 2;
/** How many right and wrong credentials are remembered: wrong ones never push out right ones. */
const RIGHT = 128;
const WRONG = 1024;

/** A name and a password. */
interface Credentials {
  readonly user: string;
  readonly password: string;
}

/**
 * The credentials of an `Authorization` header; undefined if they are not of basic authentication.
 */
export function credentials(header: string | null): Credentials | undefined {
  const [, encoded] = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(header ?? "") ?? [];
  if (!encoded) return undefined;
  try {
    const bytes = Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const colon = text.indexOf(":");
    return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
  } catch {
    // Neither base64 nor UTF-8: nobody's password.
    return undefined;
  }
}

/**
 * Checks credentials. Costs the same for a user that there is not, computes one hash at a time, and
 * remembers what came of it under a keyed digest: no password is kept.
 */
export class BasicAuth {
  /** Of this process alone: what is remembered means nothing elsewhere. */
  readonly #key = randomBytes(32);
  readonly #right = new Recent(RIGHT);
  readonly #wrong = new Recent(WRONG);
  readonly #running = new Map<string, Promise<boolean>>();
  #last: Promise<unknown> = Promise.resolve();

  /** @param compare bcrypt's, which stops the thread that it runs in */
  constructor(private readonly compare: Compare = bcrypt.compare) {}

  /** @param users bcrypt hashes by user; changing them makes nothing remembered wrong */
  async check(
    { user, password }: Credentials,
    users: ReadonlyMap<string, string>,
  ): Promise<Verdict> {
    const known = users.get(user);
    const hash = known ?? nobodysHash(users);
    const digest = createHmac("sha256", this.#key)
      .update(JSON.stringify([known === undefined, user, hash, password])).digest("base64");
    if (this.#right.has(digest)) return "right";
    if (this.#wrong.has(digest)) return "wrong";
    let running = this.#running.get(digest);
    if (!running) {
      if (this.#running.size > WAITING) return "busy";
      running = this.#compute(digest, password, hash, known !== undefined);
      this.#running.set(digest, running);
    }
    return await running ? "right" : "wrong";
  }

  async #compute(
    digest: string,
    password: string,
    hash: string,
    known: boolean,
  ): Promise<boolean> {
    let since = 0;
    const compared = this.#last.then(() => {
      since = performance.now();
      return this.compare(password, hash);
    });
    // The next one's turn comes however this one ends. A hash takes a tenth of a second of a core: who
    // guesses must leave most of it to the others.
    this.#last = compared.catch(() => false).then((right) =>
      right ? undefined : setTimeout(REST * (performance.now() - since))
    );
    try {
      const right = await compared && known;
      (right ? this.#right : this.#wrong).add(digest);
      return right;
    } finally {
      this.#running.delete(digest);
    }
  }
}

/** A hash that no password has, as costly as the costliest of the users. */
function nobodysHash(users: ReadonlyMap<string, string>): string {
  const cost = Math.max(...[...users.values()].map((hash) => bcrypt.getRounds(hash)));
  return `$2b$${String(cost).padStart(2, "0")}$${".".repeat(53)}`;
}

/** The texts that were asked for last. */
class Recent {
  readonly #texts = new Set<string>();

  constructor(private readonly size: number) {}

  has(text: string): boolean {
    if (!this.#texts.delete(text)) return false;
    this.#texts.add(text);
    return true;
  }

  add(text: string): void {
    this.#texts.add(text);
    if (this.#texts.size > this.size) this.#texts.delete(this.#texts.values().next().value!);
  }
}
