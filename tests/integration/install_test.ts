/** scripts/install.sh, from a server on loopback that has a release. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { tar } from "../../scripts/compile/archive.ts";
import { assert, assertEquals } from "../assert.ts";
import { tool } from "../tools.ts";

const SCRIPT = new URL("../../scripts/install.sh", import.meta.url).pathname;
const shellcheck = await tool("shellcheck", "shellcheck");
const curl = await tool("curl", "curl");
const wget = await tool("wget", "wget");
const unix = Deno.build.os !== "windows";

const ARCHIVE = "hostvitals-1.2.3-linux-x64.tar.gz";

/** An archive whose program is a script. */
async function archiveOf(program: string): Promise<Uint8Array> {
  const bytes = new TextEncoder().encode(program);
  return gzipSync(
    await tar([{ path: "hostvitals-1.2.3-linux-x64/hostvitals", bytes, executable: true }], 0),
  );
}

/** A program that says its version. */
const saying = (version: string) => archiveOf(`#!/bin/sh\necho "hostvitals ${version}"\n`);

const PACKED = await saying("1.2.3");

const sumOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Files over HTTP, and what was asked for. */
class Release implements AsyncDisposable {
  readonly asked: string[] = [];
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  constructor(files: Readonly<Record<string, Uint8Array | string>>) {
    this.#server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
      const name = new URL(request.url).pathname.slice(1);
      this.asked.push(name);
      const file = files[name];
      return file === undefined
        ? new Response("no such file", { status: 404 })
        : new Response(file as BodyInit);
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

/** What the script needs, and one of the two that download. */
const TOOLS = "sh uname sed head mktemp rm sha256sum cut tar gzip mkdir cp chmod mv id cat".split(
  " ",
);

/** What a system is, beside the usual. */
interface System {
  /** What it says that it is. */
  readonly system?: string;
  readonly downloader?: "curl" | "wget" | "none";
  /** A hostvitals that is there already. */
  readonly older?: string;
  /** A program that is missing. */
  readonly without?: string;
  /** What its systemctl says of the service; undefined where it has none. */
  readonly service?: string;
}

/** A system with few programs, which may say that it is another, and may have an older hostvitals. */
async function install(
  release: Release,
  { system = "Linux x86_64", downloader = "curl", older, without, service }: System = {},
): Promise<{ code: number; stdout: string; stderr: string; dir: string; left: string[] }> {
  const root = await Deno.makeTempDir();
  const [bin, dir, temporary] = ["bin", "to", "tmp"].map((name) => join(root, name));
  await Deno.mkdir(bin);
  await Deno.mkdir(temporary);
  if (older) {
    await Deno.mkdir(dir);
    await Deno.writeTextFile(join(dir, "hostvitals"), older, { mode: 0o755 });
  }
  for (const name of [...TOOLS, ...downloader === "none" ? [] : [downloader]]) {
    if (name === "uname" || name === without) continue;
    const path = ["/usr/bin", "/bin"].map((dir) => join(dir, name)).find((path) => {
      try {
        return Deno.statSync(path).isFile;
      } catch {
        return false;
      }
    });
    if (path) await Deno.symlink(path, join(bin, name));
  }
  const [kernel, machine] = system.split(" ");
  const uname = `#!/bin/sh\n[ "$1" = -s ] && echo ${kernel} || echo ${machine}\n`;
  await Deno.writeTextFile(join(bin, "uname"), uname, { mode: 0o755 });
  if (service) {
    const systemctl = `#!/bin/sh\n[ "$*" = "is-active hostvitals.service" ] && echo ${service}\n`;
    await Deno.writeTextFile(join(bin, "systemctl"), systemctl, { mode: 0o755 });
  }
  const { code, stdout, stderr } = await new Deno.Command(join(bin, "sh"), {
    args: [SCRIPT],
    clearEnv: true,
    env: { PATH: bin, HOSTVITALS_URL: release.url, HOSTVITALS_DIR: dir, TMPDIR: temporary },
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  const left = [...Deno.readDirSync(temporary)].map(({ name }) => name);
  return { code, stdout: text(stdout), stderr: text(stderr), dir, left };
}

const good = () =>
  new Release({ [ARCHIVE]: PACKED, "SHA256SUMS": `${sumOf(PACKED)}  ${ARCHIVE}\n` });

Deno.test({
  name: "shellcheck has nothing to say of install.sh",
  ignore: !shellcheck,
  async fn() {
    const { stdout } = await new Deno.Command(shellcheck!, { args: ["--shell=sh", SCRIPT] })
      .output();
    assertEquals(new TextDecoder().decode(stdout), "");
  },
});

for (const [downloader, path] of [["curl", curl], ["wget", wget]] as const) {
  Deno.test({
    name: `with ${downloader} the program is installed, runs, and nothing else is left`,
    ignore: !unix || !path,
    async fn() {
      await using release = good();
      const { code, stdout, stderr, dir, left } = await install(release, { downloader });
      assertEquals({ code, stderr, left }, { code: 0, stderr: "", left: [] });
      assert(stdout.startsWith(`hostvitals 1.2.3 is in ${dir}\nnext: ${dir}/hostvitals`), stdout);
      assertEquals([...Deno.readDirSync(dir)].map(({ name }) => name), ["hostvitals"]);
      assertEquals(Deno.statSync(join(dir, "hostvitals")).mode! & 0o777, 0o755);
      assertEquals(release.asked, ["SHA256SUMS", ARCHIVE]);
    },
  });
}

Deno.test({
  name: "where the service runs, it is said how it comes to run the new one",
  ignore: !unix || !curl,
  async fn() {
    for (const [service, next] of [["active", " service install (as root; "], ["inactive", " ("]]) {
      await using release = good();
      const { code, stdout, stderr, dir } = await install(release, { service, older: "older" });
      assertEquals({ code, stderr }, { code: 0, stderr: "" });
      assert(stdout.includes(`\nnext: ${dir}/hostvitals${next}`), stdout);
    }
  },
});

Deno.test({
  name: "a directory where the program should be is named, and nothing is put into it",
  ignore: !unix || !curl,
  async fn() {
    await using release = good();
    const dir = await Deno.makeTempDir();
    await Deno.mkdir(join(dir, "hostvitals"));
    const { code, stderr } = await new Deno.Command("sh", {
      args: [SCRIPT],
      env: { HOSTVITALS_URL: release.url, HOSTVITALS_DIR: dir },
      stdin: "null",
    }).output();
    assertEquals(code, 1);
    assertEquals(
      new TextDecoder().decode(stderr),
      `install.sh: ${dir}/hostvitals is a directory: set HOSTVITALS_DIR to another place\n`,
    );
    assertEquals([...Deno.readDirSync(join(dir, "hostvitals"))], []);
    await Deno.remove(dir, { recursive: true });
  },
});

Deno.test({
  name: "a program that does not run here is said so, and an older one stays",
  ignore: !unix || !curl,
  async fn() {
    const broken = await archiveOf("#!/bin/sh\necho 'no GLIBC_2.99' >&2\nexit 1\n");
    await using release = new Release({
      [ARCHIVE]: broken,
      "SHA256SUMS": `${sumOf(broken)}  ${ARCHIVE}\n`,
    });
    const { code, stderr, dir, left } = await install(release, { older: "the older one" });
    assertEquals({ code, left }, { code: 1, left: [] });
    assertEquals(
      stderr,
      `no GLIBC_2.99\ninstall.sh: ${ARCHIVE} does not run here; nothing was changed`,
    );
    assertEquals([...Deno.readDirSync(dir)].map(({ name }) => name), ["hostvitals"]);
    assertEquals(Deno.readTextFileSync(join(dir, "hostvitals")), "the older one");
  },
});

/** What is wrong, with which files and which system, and what is said of it. */
const WRONG: readonly [
  string,
  Readonly<Record<string, Uint8Array | string>>,
  Parameters<typeof install>[1],
  RegExp,
][] = [
  [
    "a program that is not what was released",
    { [ARCHIVE]: await saying("evil"), "SHA256SUMS": `${sumOf(PACKED)}  ${ARCHIVE}\n` },
    {},
    /^install\.sh: hostvitals-1\.2\.3-linux-x64\.tar\.gz is not what was released: its sum is \w+, not \w+$/,
  ],
  [
    "a release without sums",
    { [ARCHIVE]: PACKED },
    {},
    /^(curl: .*\n)?install\.sh: cannot download .*SHA256SUMS$/,
  ],
  [
    "a release without this system",
    { "SHA256SUMS": `${"0".repeat(64)}  hostvitals-1.2.3-linux-arm64.tar.gz\n` },
    {},
    /^install\.sh: http:\/\/\S+ has no hostvitals for linux-x64$/,
  ],
  [
    "an archive that is listed and not there",
    { "SHA256SUMS": `${sumOf(PACKED)}  ${ARCHIVE}\n` },
    {},
    /install\.sh: cannot download .*linux-x64\.tar\.gz$/,
  ],
  [
    "a system that it is not made for",
    {},
    { system: "FreeBSD amd64" },
    /^install\.sh: there is no hostvitals for FreeBSD: /,
  ],
  [
    "a processor that it is not made for",
    {},
    { system: "Linux riscv64" },
    /^install\.sh: there is no hostvitals for riscv64: /,
  ],
  [
    "neither curl nor wget",
    {},
    { downloader: "none" },
    /^install\.sh: neither curl nor wget is here: install one of them$/,
  ],
  [
    "nothing to check a download with",
    {},
    { without: "sha256sum" },
    /^install\.sh: neither sha256sum nor shasum is here, so the download cannot be checked$/,
  ],
  [
    "nothing to unpack with",
    {},
    { without: "tar" },
    /^install\.sh: tar is not here: install it$/,
  ],
  [
    "a shell of Unix on Windows",
    {},
    { system: "MINGW64_NT-10.0-22621 x86_64" },
    /^install\.sh: on Windows, unpack hostvitals-VERSION-windows-x64\.zip of the release$/,
  ],
];

for (const [what, files, system, message] of WRONG) {
  Deno.test({
    name: `${what}: one line says so, and nothing is installed`,
    ignore: !unix || !curl,
    async fn() {
      await using release = new Release(files);
      const { code, stderr, dir, left } = await install(release, system);
      assertEquals({ code, left }, { code: 1, left: [] });
      assert(message.test(stderr), stderr);
      assertEquals(await Deno.stat(dir).catch(() => "nothing"), "nothing");
    },
  });
}
