/**
 * Certificates for tests, made by openssl in a directory of their own.
 *
 * @module
 */
import { join } from "node:path";

/** What a certificate is to be. */
export interface CertificateOptions {
  /** Whose key signs it; without one it signs itself. */
  readonly by?: string;
  /** As openssl writes them: `DNS:a,IP:127.0.0.1`. */
  readonly names?: string;
  readonly days?: number;
  /** Whether it may sign others. */
  readonly authority?: boolean;
  /** More of openssl's extensions, a line each. */
  readonly extensions?: readonly string[];
}

/** A directory with certificates (`NAME.pem`) and their keys (`NAME.key`). */
export class Certificates implements Disposable {
  readonly dir: string = Deno.makeTempDirSync({ prefix: "hostvitals-tls-" });

  /** Makes a P-256 key and a certificate for it. */
  make(name: string, options: CertificateOptions = {}): void {
    const { by, names = "DNS:localhost,IP:127.0.0.1", days = 2, authority = false } = options;
    const extensions = [
      `basicConstraints=critical,CA:${authority ? "TRUE" : "FALSE"}`,
      ...names ? [`subjectAltName=${names}`] : [],
      ...options.extensions ?? [],
    ];
    Deno.writeTextFileSync(this.path(`${name}.ext`), extensions.join("\n") + "\n");
    this.#openssl(
      "genpkey",
      "-algorithm",
      "EC",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-out",
      `${name}.key`,
    );
    this.#openssl(
      "req",
      "-new",
      "-key",
      `${name}.key`,
      "-subj",
      `/CN=${name}`,
      "-out",
      `${name}.csr`,
    );
    const signer = by
      ? ["-CA", `${by}.pem`, "-CAkey", `${by}.key`, "-CAcreateserial"]
      : ["-signkey", `${name}.key`];
    this.#openssl(
      "x509",
      "-req",
      "-in",
      `${name}.csr`,
      ...signer,
      "-days",
      String(days),
      "-extfile",
      `${name}.ext`,
      "-out",
      `${name}.pem`,
    );
  }

  path(name: string): string {
    return join(this.dir, name);
  }

  /** Puts a file there, in one step, as a certificate manager does it. */
  write(name: string, text: string): void {
    Deno.writeTextFileSync(this.path(`${name}.new`), text);
    Deno.renameSync(this.path(`${name}.new`), this.path(name));
  }

  read(name: string): string {
    return Deno.readTextFileSync(this.path(name));
  }

  /** Puts another certificate and its key where these are. */
  swap(name: string, other: string): void {
    for (const kind of ["pem", "key"]) this.write(`${name}.${kind}`, this.read(`${other}.${kind}`));
  }

  #openssl(...args: string[]): void {
    const { success, stderr } = new Deno.Command("openssl", { args, cwd: this.dir, stdin: "null" })
      .outputSync();
    if (!success) throw new Error(`openssl ${args[0]}: ${new TextDecoder().decode(stderr)}`);
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.dir, { recursive: true });
  }
}
