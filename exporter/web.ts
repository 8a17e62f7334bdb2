/**
 * `--web.config.file` put together. Loaded only where the flag is given: it brings YAML and bcrypt.
 *
 * @module
 */
import { BasicAuth } from "./auth.ts";
import { BcryptThread } from "./bcrypt_thread.ts";
import { guarded } from "./guard.ts";
import type { Service } from "./client.ts";
import type { TlsSettings } from "./tls_settings.ts";
import { WebSettings } from "./web_settings.ts";

/** Before, an HTTPS server never answered on a connection that was accepted elsewhere, as ours are. */
const TLS_SINCE = "2.7.13";

/** What a web configuration does to the servers. */
export interface Web {
  /** A handler behind rate limit and authentication. */
  guard(handler: Service): Service;
  /** How TLS is spoken now; undefined for plain HTTP. */
  readonly tls?: () => TlsSettings;
  /** The files that say it, as they were read at the start. */
  readonly files: readonly string[];
}

/**
 * Reads a web configuration, and reads it again when it changes.
 *
 * @param deno the version of the runtime
 * @throws {WebConfigError} where the file, or one that it names, is wrong
 * @throws {Error} where it asks for TLS and the runtime does not speak it
 */
export function webFrom(path: string, deno: string = Deno.version.deno): Web {
  const settings = new WebSettings(path);
  if (settings.current.tls && isOlder(deno, TLS_SINCE)) {
    throw new Error(
      `TLS needs Deno ${TLS_SINCE} or newer, and this program runs on ${deno}: compile it with a newer one`,
    );
  }
  const auth = new BasicAuth(new BcryptThread().compare);
  return {
    guard: (handler) => guarded(() => settings.current.config, handler, auth),
    // On or off is settled at the start.
    tls: settings.current.tls && (() => settings.current.tls!),
    files: settings.files,
  };
}

/** Whether a version comes before another, both as `2.7.13`. */
function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split(".").map((part) => parseInt(part)));
  const i = a.findIndex((part, i) => part !== b[i]);
  return i !== -1 && a[i] < b[i];
}
