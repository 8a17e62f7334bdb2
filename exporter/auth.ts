/**
 * Basic authentication against bcrypt hashes.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7617
 * @module
 */
import bcrypt from "bcryptjs";
import { createHmac, randomBytes } from "node:crypto";
import { type Client, SOMEBODY } from "./client.ts";
import { FairLine } from "./fair_line.ts";

/** Whether a password has this hash. */
export type Compare = (password: string, hash: string) => Promise<boolean>;

/** What comes of credentials; `busy`: too many wait for their hash to be computed. */
export type Verdict = "right" | "wrong" | "busy";

/** How many may wait for the one hash that is computed at a time (about 90 ms of CPU at cost 10). */
const WAITING = 16;
/** After a wrong password nothing is computed for so many times as long as its hash took. */
const REST = 2;
/** How many right and wrong credentials are remembered: wrong ones never push out right ones. */
const RIGHT = 128;
const WRONG = 1024;
/** Of how many networks it is remembered that their last try failed. */
const FAILED = 1024;

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
 *
 * Clients take turns, network by network, and those whose last try failed come after the others: who
 * guesses does not keep out whoever comes from elsewhere with a right password that is not known yet.
 */
export class BasicAuth {
  /** Of this process alone: what is remembered means nothing elsewhere. */
  readonly #key = randomBytes(32);
  readonly #right = new Recent(RIGHT);
  readonly #wrong = new Recent(WRONG);
  readonly #failed = new Recent(FAILED);
  readonly #line = new FairLine(WAITING, (network) => this.#failed.has(network));
  /** By digest and network: nobody's wait is as long as that of another network. */
  readonly #running = new Map<string, Promise<Verdict>>();

  /** @param compare bcrypt's, which stops the thread that it runs in */
  constructor(private readonly compare: Compare = bcrypt.compare) {}

  /** @param users bcrypt hashes by user; changing them makes nothing remembered wrong */
  async check(
    { user, password }: Credentials,
    users: ReadonlyMap<string, string>,
    { address }: Client = SOMEBODY,
  ): Promise<Verdict> {
    const known = users.get(user);
    const hash = known ?? nobodysHash(users);
    const digest = createHmac("sha256", this.#key)
      .update(JSON.stringify([known === undefined, user, hash, password])).digest("base64");
    const remembered = this.#remembered(digest);
    if (remembered) return remembered;
    const network = networkOf(address);
    const asked = `${digest} ${network}`;
    let running = this.#running.get(asked);
    if (!running) {
      const right = async () => await this.compare(password, hash) && known !== undefined;
      running = this.#inTurn(network, digest, right).finally(() => this.#running.delete(asked));
      this.#running.set(asked, running);
    }
    return await running;
  }

  #remembered(digest: string): Verdict | undefined {
    return this.#right.has(digest) ? "right" : this.#wrong.has(digest) ? "wrong" : undefined;
  }

  async #inTurn(
    network: string,
    digest: string,
    isRight: () => Promise<boolean>,
  ): Promise<Verdict> {
    if (!await this.#line.enter(network)) return "busy";
    let rest = 0;
    try {
      // The same may have come from elsewhere, and had its turn before.
      const remembered = this.#remembered(digest);
      if (remembered) return remembered;
      const since = performance.now();
      const right = await isRight().finally(() => rest = REST * (performance.now() - since));
      if (right) rest = 0;
      (right ? this.#right : this.#wrong).add(digest);
      if (right) this.#failed.delete(network);
      else this.#failed.add(network);
      return right ? "right" : "wrong";
    } finally {
      // The next one's turn comes however this one ends. A hash takes a tenth of a second of a core: who
      // guesses must leave most of it to the others.
      if (rest > 0) setTimeout(() => this.#line.leave(), rest);
      else this.#line.leave();
    }
  }
}

/** Whose an address is: the first half of one of IPv6 tells, the other one its owner chooses. */
export function networkOf(address: string): string {
  const ipv4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (ipv4 !== undefined || !address.includes(":")) return ipv4 ?? address;
  const [before, after = ""] = address.toLowerCase().split("::");
  const groups = (text: string) => text === "" ? [] : text.split(":");
  const [first, last] = [groups(before), groups(after)];
  const left = Array(Math.max(0, 8 - first.length - last.length)).fill("0");
  return [...first, ...left, ...last].slice(0, 4).join(":");
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

  delete(text: string): void {
    this.#texts.delete(text);
  }

  add(text: string): void {
    this.#texts.add(text);
    if (this.#texts.size > this.size) this.#texts.delete(this.#texts.values().next().value!);
  }
}
