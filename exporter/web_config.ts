/**
 * `--web.config.file`: the file format of Prometheus' exporter-toolkit.
 *
 * @see https://github.com/prometheus/exporter-toolkit/blob/master/docs/web-configuration.md
 * @module
 */
import { getRounds } from "bcryptjs";
import {
  duration,
  flag,
  list,
  map,
  type Read,
  unlessBlank,
  unsupported,
  whole,
  word,
} from "./web_readers.ts";
import type { Fields } from "./web_readers.ts";
import { parseYaml, type Value } from "./web_yaml.ts";

export { WebConfigError } from "./web_yaml.ts";

/** What a client must show of itself; Go's names. */
export const CLIENT_AUTH = [
  "NoClientCert",
  "RequestClientCert",
  "RequireAnyClientCert",
  "VerifyClientCertIfGiven",
  "RequireAndVerifyClientCert",
] as const;
export type ClientAuth = typeof CLIENT_AUTH[number];

/** A text in the configuration, or a file that it names; `value` fails with its place. */
export interface Pem {
  readonly text?: string;
  readonly file?: string;
  readonly value: Value;
}

/** `tls_server_config`, checked but for what stands in the files. */
export interface TlsConfig {
  readonly cert: Pem;
  readonly key: Pem;
  readonly clientCa?: Pem;
  readonly clientAuth: ClientAuth;
  /** One of these must be in a client's certificate. */
  readonly allowedSans?: readonly string[];
  readonly minVersion: TlsVersion;
  readonly maxVersion: TlsVersion;
}
export type TlsVersion = "TLSv1.2" | "TLSv1.3";

/** `rate_limit`. */
export interface RateLimitConfig {
  /** Milliseconds after which one more request may come. */
  readonly interval: number;
  /** Requests that may come at once. */
  readonly burst: number;
}

/** A web configuration, defaults filled in. */
export interface WebConfig {
  readonly tls?: TlsConfig;
  readonly headers: Readonly<Record<string, string>>;
  /** bcrypt hashes by user; none means that nobody is asked. */
  readonly users: ReadonlyMap<string, string>;
  readonly rateLimit?: RateLimitConfig;
  /** What is taken, but not as it may be meant. */
  readonly warnings: readonly string[];
}

/** The most that a password's hash may cost: 2^14 rounds take a second and a half. */
const MAX_COST = 14;

/** Headers that may be set, and the values of those that have few. */
const HEADERS: Readonly<Record<string, readonly string[] | undefined>> = {
  "Content-Security-Policy": undefined,
  "Strict-Transport-Security": undefined,
  "X-Content-Type-Options": ["nosniff"],
  "X-Frame-Options": ["deny", "sameorigin"],
  "X-XSS-Protection": undefined,
};

const VERSIONS = ["TLS10", "TLS11", "TLS12", "TLS13"] as const;
const CAN: Readonly<Record<string, TlsVersion>> = { TLS12: "TLSv1.2", TLS13: "TLSv1.3" };

/** The text or the file that one of two keys gives. */
const pem = (kind: "text" | "file") =>
  unlessBlank<Pem>((value) => ({ [kind]: value.text(), value }));

const TLS = {
  cert: pem("text"),
  key: pem("text"),
  client_ca: pem("text"),
  cert_file: pem("file"),
  key_file: pem("file"),
  client_ca_file: pem("file"),
  // The second is what old versions of the toolkit had for RequireAnyClientCert.
  client_auth_type: unlessBlank(word([...CLIENT_AUTH, "RequireClientCert"] as const)),
  client_allowed_sans: list,
  min_version: word(VERSIONS),
  max_version: (value: Value) =>
    CAN[word(VERSIONS)(value)] ??
      value.fail("must be TLS12 or TLS13: older TLS is not spoken here"),
  // Without an effect, as in Go since 1.17.
  prefer_server_cipher_suites: flag,
  cipher_suites: unsupported("Deno's TLS has its own list, all of it safe; remove the key"),
  curve_preferences: unsupported("Deno's TLS has its own list, all of it safe; remove the key"),
};

function tls(warnings: string[]): Read<TlsConfig | undefined> {
  return (value) => {
    const fields = map(TLS)(value);
    if (Object.keys(fields).length === 0) return undefined;
    const named = fields.client_auth_type ?? "NoClientCert";
    const clientAuth = named === "RequireClientCert" ? "RequireAnyClientCert" : named;
    const clientCa = oneOf(value, fields, "client_ca");
    const allowedSans = fields.client_allowed_sans;
    checkClientAuth(value, clientAuth, clientCa, allowedSans);
    const minVersion = CAN[fields.min_version ?? "TLS12"] ?? "TLSv1.2";
    const maxVersion = fields.max_version ?? "TLSv1.3";
    if (fields.min_version && !CAN[fields.min_version]) {
      const place = value.entries().get("min_version")!.place;
      warnings.push(`${place} is ${fields.min_version}, but TLS12 is the oldest spoken here`);
    }
    if (minVersion > maxVersion) value.fail("has a min_version above its max_version");
    const needed = (name: "cert" | "key") =>
      oneOf(value, fields, name) ?? value.fail(`needs ${name}_file (or ${name})`);
    return {
      cert: needed("cert"),
      key: needed("key"),
      clientCa,
      clientAuth,
      allowedSans,
      minVersion,
      maxVersion,
    };
  };
}

/** What stands under `NAME` or `NAME_file`, of which only one may. */
function oneOf(
  value: Value,
  fields: Fields<typeof TLS>,
  name: "cert" | "key" | "client_ca",
): Pem | undefined {
  const inline = fields[name];
  const file = fields[`${name}_file`];
  if (inline && file) value.fail(`has both ${name} and ${name}_file: keep one of them`);
  return inline ?? file;
}

function checkClientAuth(
  value: Value,
  clientAuth: ClientAuth,
  clientCa: Pem | undefined,
  allowedSans: readonly string[] | undefined,
): void {
  if (clientCa && clientAuth === "NoClientCert") {
    clientCa.value.fail("has no effect without client_auth_type: RequireAndVerifyClientCert");
  }
  if (clientAuth.includes("Verify") && !clientCa) {
    value.fail(`needs client_ca_file (or client_ca) for client_auth_type ${clientAuth}`);
  }
  if (allowedSans && !clientAuth.startsWith("Require")) {
    value.fail(
      `has client_allowed_sans, which needs client_auth_type RequireAndVerifyClientCert ` +
        `or RequireAnyClientCert, got ${clientAuth}`,
    );
  }
}

const headers: Read<Record<string, string>> = (value) => {
  const found: Record<string, string> = {};
  for (const [name, inside] of value.entries()) {
    if (!Object.hasOwn(HEADERS, name)) {
      inside.fail(`cannot be configured: there are ${Object.keys(HEADERS).join(", ")}`);
    }
    const allowed = HEADERS[name];
    const content = allowed ? word(allowed)(inside) : inside.text();
    if (/[^\t\x20-\x7e]/.test(content)) inside.fail("must be one line of ASCII");
    if (content) found[name] = content;
  }
  return found;
};

/** bcrypt hashes by user. No message may show one. */
const users: Read<Map<string, string>> = (value) =>
  new Map([...value.entries()].map(([user, inside]) => {
    const hash = inside.text();
    if (user.includes(":")) inside.fail("must be a name without a colon");
    if (!/^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/.test(hash)) {
      inside.fail("must be a bcrypt hash, as `htpasswd -nBC 10 USER` prints it after the colon");
    }
    const cost = getRounds(hash);
    if (cost < 4 || cost > MAX_COST) {
      inside.fail(`must be a bcrypt hash of cost 4 to ${MAX_COST}, got ${cost}`);
    }
    return [user, hash];
  }));

const rateLimit: Read<RateLimitConfig | undefined> = (value) => {
  const { interval = 0, burst } = map({ interval: duration, burst: whole })(value);
  if (interval === 0) return undefined;
  return {
    interval,
    // In Go 0 lets nobody in, which nobody can mean.
    burst: burst || value.fail("needs burst, 1 or more: how many requests may come at once"),
  };
};

/**
 * Parses and checks a web configuration; the files that it names are not read.
 *
 * @param file how errors call it
 * @throws {WebConfigError}
 *
 * @example
 * ```ts
 * import { parseWebConfig } from "./web_config.ts";
 * const { rateLimit } = parseWebConfig("rate_limit: { interval: 1s, burst: 20 }", "web.yml");
 * if (rateLimit?.interval !== 1000) throw new Error("milliseconds, please");
 * ```
 */
export function parseWebConfig(source: string, file: string): WebConfig {
  const warnings: string[] = [];
  const fields = map({
    tls_server_config: tls(warnings),
    http_server_config: map({ http2: flag, headers }),
    basic_auth_users: users,
    rate_limit: rateLimit,
  })(parseYaml(source, file));
  return {
    tls: fields.tls_server_config,
    headers: fields.http_server_config?.headers ?? {},
    users: fields.basic_auth_users ?? new Map(),
    rateLimit: fields.rate_limit,
    warnings,
  };
}
