/**
 * `tls_server_config` with its files read and checked: what `node:https` takes.
 *
 * @module
 */
import { createPrivateKey, X509Certificate } from "node:crypto";
import type { ClientAuth, Pem, TlsConfig, TlsVersion } from "./web_config.ts";

/** How TLS is spoken. */
export interface TlsSettings {
  /** The options of `https.createServer`. */
  readonly options: {
    readonly cert: string;
    readonly key: string;
    readonly ca?: readonly string[];
    readonly requestCert: boolean;
    readonly rejectUnauthorized: boolean;
    readonly minVersion: TlsVersion;
    readonly maxVersion: TlsVersion;
  };
  readonly clientAuth: ClientAuth;
  readonly allowedSans?: readonly string[];
  /** From and to when the certificate is valid, in milliseconds since 1970. */
  readonly valid: readonly [from: number, to: number];
}

/** Reads a file that the configuration names; relative to the configuration's directory. */
export type ReadFile = (name: string) => string;

/** What Deno's TLS signs with. */
const KEYS = ["rsa", "ed25519", "prime256v1", "secp384r1", "secp521r1"];
/** Below that Deno's TLS refuses a key. */
const RSA_BITS = 2048;

/**
 * Reads and checks the files of a TLS configuration.
 *
 * @throws {WebConfigError} that names the key whose file is wrong
 */
export function loadTls(config: TlsConfig, read: ReadFile): TlsSettings {
  const certificates = certificatesOf(config.cert, read);
  const [{ pem: cert, parsed }] = certificates;
  const { clientAuth, allowedSans, minVersion, maxVersion } = config;
  const ca = config.clientCa && certificatesOf(config.clientCa, read).map(({ pem }) => pem);
  return {
    options: {
      cert: [cert, ...certificates.slice(1).map(({ pem }) => pem)].join("\n"),
      key: keyOf(config.key, parsed, read),
      ca,
      requestCert: clientAuth !== "NoClientCert",
      // For the other kinds the listener looks at the certificate itself.
      rejectUnauthorized: clientAuth === "RequireAndVerifyClientCert",
      minVersion,
      maxVersion,
    },
    clientAuth,
    allowedSans,
    valid: [Date.parse(parsed.validFrom), Date.parse(parsed.validTo)],
  };
}

function textOf({ text, file, value }: Pem, read: ReadFile): string {
  if (text !== undefined) return text;
  try {
    return read(file!);
  } catch (error) {
    return value.fail(`cannot be read: ${(error as Error).message}`);
  }
}

/** The certificates of a PEM text, at least one. */
function certificatesOf(source: Pem, read: ReadFile) {
  const pems = textOf(source, read)
    .match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (!pems) source.value.fail("must be PEM with -----BEGIN CERTIFICATE-----, and is not");
  return pems.map((pem, i) => {
    try {
      return { pem, parsed: new X509Certificate(pem) };
    } catch (error) {
      return source.value.fail(
        `must be certificates, but number ${i + 1} is none: ${(error as Error).message}`,
      );
    }
  });
}

/** The private key of a certificate, as PEM. */
function keyOf(source: Pem, certificate: X509Certificate, read: ReadFile): string {
  const { value } = source;
  // EC parameters, or the certificate itself, may stand beside it.
  const pem = /-----BEGIN ([A-Z ]*)PRIVATE KEY-----(?:[^-]|-(?!----))+-----END \1PRIVATE KEY-----/
    .exec(textOf(source, read))?.[0] ??
    value.fail("must be PEM with -----BEGIN PRIVATE KEY-----, and is not");
  if (/ENCRYPTED/.test(pem)) {
    value.fail("is encrypted: decrypt it with `openssl pkey -in KEY -out NEW`");
  }
  const key = parsedKey(source, pem);
  const { asymmetricKeyType: type = "", asymmetricKeyDetails: details } = key;
  const kind = type === "ec" ? details?.namedCurve ?? type : type;
  if (!KEYS.includes(kind)) value.fail(`must be a key of ${KEYS.join(" or ")}, got ${kind}`);
  if (type === "rsa" && (details?.modulusLength ?? RSA_BITS) < RSA_BITS) {
    value.fail(`must be a key of ${RSA_BITS} bits or more, got ${details?.modulusLength}`);
  }
  if (!certificate.checkPrivateKey(key)) {
    value.fail(
      `does not belong to the certificate of ${certificate.subject.replaceAll("\n", ", ")}`,
    );
  }
  return key.export({ type: "pkcs8", format: "pem" }) as string;
}

function parsedKey({ value }: Pem, pem: string) {
  try {
    return createPrivateKey(pem);
  } catch {
    // What the library says of it names nothing but its own routines.
    return value.fail("must be a private key that can be read, and is not");
  }
}
