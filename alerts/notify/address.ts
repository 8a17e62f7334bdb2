/**
 * Where a receiver is reached.
 *
 * @module
 */
import { UsageError } from "../../exporter/options.ts";

/** A URL from the command line, with what is secret in it set apart. */
export interface Address {
  /** Without user and password. */
  readonly url: string;
  /** Of user and password, where there are any. */
  readonly headers: Readonly<Record<string, string>>;
  /** What may stand in a log: the host alone, for the path may be a secret too. */
  readonly host: string;
}

/**
 * Reads a URL. A wrong one is not shown: it may hold a password.
 *
 * @param flag the flag that has it: `--alertmanager.url`
 * @param number which of several, from 1; undefined of a flag that stands once
 * @throws {UsageError}
 */
export function addressOf(text: string, flag: string, number?: number): Address {
  const which = number === undefined ? "" : ` (number ${number})`;
  const wrong = (what: string) => new UsageError(`${flag}${which} ${what}`);
  if (!URL.canParse(text) || !/^https?:/i.test(text)) {
    throw wrong("must be a URL like https://host:port/path");
  }
  const url = new URL(text);
  const { username, password, host } = url;
  url.username = url.password = url.hash = "";
  if (username === "" && password === "") return { url: url.href, headers: {}, host };
  let credentials: string;
  try {
    credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  } catch {
    throw wrong("has a % in its user or password that must be %25");
  }
  const basic = new TextEncoder().encode(credentials).toBase64();
  return { url: url.href, headers: { authorization: `Basic ${basic}` }, host };
}
