/**
 * The program with a web configuration, and what asks it.
 *
 * @module
 */
import bcrypt from "bcryptjs";
import { Certificates } from "../certificates.ts";
import { Program } from "../program.ts";

export const TLS = "tls_server_config:\n  cert_file: server.pem\n  key_file: server.key\n";
export const hashed = (password: string, cost = 4) => bcrypt.hashSync(password, cost);

/** A directory with an authority and a server's certificate of it. */
export function certificates(): Certificates {
  const made = new Certificates();
  made.make("ca", { authority: true });
  made.make("server", { by: "ca" });
  return made;
}

/** The program with this web configuration, on as many ports as there are hosts. */
export async function start(made: Certificates, yaml: string, hosts = ["127.0.0.1"]) {
  made.write("web.yml", yaml);
  const program = await Program.start(
    `--web.config.file=${made.path("web.yml")}`,
    ...hosts.map((host) => `--web.listen-address=${host}:0`),
  );
  const ports = program.urls.map((url) => new URL(url).port);
  return { program, ports, port: ports[0] };
}

export async function command(name: string, args: string[], made: Certificates, input = "") {
  const child = new Deno.Command(name, {
    args,
    cwd: made.dir,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  // It may end without reading.
  await writer.write(new TextEncoder().encode(input)).catch(() => {});
  await writer.close().catch(() => {});
  const { code, stdout, stderr } = await child.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** curl's answer: status (000 without one), headers and body. */
export async function curl(made: Certificates, ...args: string[]) {
  const { code, stdout, stderr } = await command(
    "curl",
    ["-sSi", "-m", "20", "--cacert", "ca.pem", ...args],
    made,
  );
  return { code, error: stderr, text: stdout, status: stdout.split(" ")[1] ?? "000" };
}

/** The subject of the certificate that a server shows. */
export async function subject(made: Certificates, port: string): Promise<string> {
  const { stdout } = await command("openssl", ["s_client", "-connect", `127.0.0.1:${port}`], made);
  return /^subject=CN = (.*)$/m.exec(stdout)?.[1] ?? stdout;
}

/** Asks again until the answer is the wanted one: the files are looked at once a second. */
export async function until<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`never came: ${wanted}`);
}
