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

/** What a web configuration does to the servers. */
export interface Web {
  /** A handler behind rate limit and authentication. */
  guard(handler: Service): Service;
  /** How TLS is spoken now; undefined for plain HTTP. */
  readonly tls?: () => TlsSettings;
}

/**
 * Reads a web configuration, and reads it again when it changes.
 *
 * @throws {WebConfigError} where the file, or one that it names, is wrong
 */
export function webFrom(path: string): Web {
  const settings = new WebSettings(path);
  const auth = new BasicAuth(new BcryptThread().compare);
  return {
    guard: (handler) => guarded(() => settings.current.config, handler, auth),
    // On or off is settled at the start.
    tls: settings.current.tls && (() => settings.current.tls!),
  };
}
