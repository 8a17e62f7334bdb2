/**
 * Which clients may come in, by their certificates.
 *
 * @module
 */
import type { TLSSocket } from "node:tls";
import { subjectAltNames } from "./san.ts";
import type { TlsSettings } from "./tls_settings.ts";

/**
 * Decides by the certificate of a TLS connection.
 *
 * Deno resumes a session of any server of the process, also of one with other authorities, and calls
 * it authorized. So of resumed sessions only those count whose certificate was verified in full
 * against the authorities of these settings, and has not expired since.
 */
export class ClientGate {
  readonly #authorities: string;
  /** Certificates verified in full, as base64: few, as only the authorities can make them. */
  readonly #verified: Set<string>;

  /** @param before what it verified counts where the authorities are the same */
  constructor(private readonly settings: TlsSettings, before?: ClientGate) {
    this.#authorities = String(settings.options.ca);
    const same = before && before.#authorities === this.#authorities;
    this.#verified = same ? before.#verified : new Set();
  }

  /** Why a client may not come in; undefined if it may. */
  refusal(socket: TLSSocket): string | undefined {
    const { clientAuth, allowedSans } = this.settings;
    if (clientAuth === "NoClientCert" || clientAuth === "RequestClientCert") return undefined;
    const { raw, valid_to } = socket.getPeerCertificate() ?? {};
    if (!raw) return clientAuth.startsWith("Require") ? "no certificate" : undefined;
    if (clientAuth.includes("Verify")) {
      const problem = this.#unverified(socket, raw.toString("base64"), Date.parse(valid_to));
      if (problem) return problem;
    }
    return allowedSans && notAmong(allowedSans, raw);
  }

  #unverified(socket: TLSSocket, certificate: string, validTo: number): string | undefined {
    if (!socket.authorized) {
      return `its certificate is not of client_ca: ${socket.authorizationError}`;
    }
    if (!socket.isSessionReused()) this.#verified.add(certificate);
    else if (!this.#verified.has(certificate) || !(Date.now() <= validTo)) {
      return "its session is of a certificate that was not verified, or has expired";
    }
  }
}

function notAmong(allowed: readonly string[], certificate: Uint8Array): string | undefined {
  try {
    const names = subjectAltNames(certificate);
    if (names.some((name) => allowed.includes(name))) return undefined;
    return `none of its names is in client_allowed_sans: ${names.join(", ")}`;
  } catch (error) {
    return (error as Error).message;
  }
}
