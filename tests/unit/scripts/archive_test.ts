import { gunzipSync, gzipSync } from "node:zlib";
import { tar, zip } from "../../../scripts/compile/archive.ts";
import type { Entry } from "../../../scripts/compile/entry.ts";
import { machineOf } from "../../../scripts/compile/machine.ts";
import { assertEquals } from "../../assert.ts";
import { tool } from "../../tools.ts";

const ARCHIVE = new URL("../../../scripts/compile/archive.ts", import.meta.url).href;
const TIME = Date.UTC(2026, 10, 24, 1, 2, 4) / 1000;
const bytes = (text: string) => new TextEncoder().encode(text);
const ENTRIES: readonly Entry[] = [
  { path: "hostvitals-1/hostvitals", bytes: bytes("#!/bin/sh\necho it runs\n"), executable: true },
  { path: "hostvitals-1/config/a.yml", bytes: bytes("") },
  { path: "hostvitals-1/README.md", bytes: bytes("x".repeat(5000)) },
];

async function said(path: string, args: string[], cwd: string): Promise<string> {
  const { stdout, stderr, success } = await new Deno.Command(path, {
    args,
    cwd,
    env: { TZ: "UTC" },
  })
    .output();
  const text = new TextDecoder().decode(stdout);
  return success ? text : `${text}${new TextDecoder().decode(stderr)}`;
}

const python = await tool("python3", "python3");
const tarTool = await tool("tar", "tar");

Deno.test({
  name: "tar(1) unpacks what was packed: names, bytes, modes, times",
  ignore: !tarTool,
  async fn() {
    const dir = await Deno.makeTempDir();
    await Deno.writeFile(`${dir}/a.tar.gz`, gzipSync(await tar(ENTRIES, TIME)));
    assertEquals(await said(tarTool!, ["xzf", "a.tar.gz"], dir), "");
    for (const entry of ENTRIES) {
      const { mode, mtime } = await Deno.stat(`${dir}/${entry.path}`);
      assertEquals(await Deno.readFile(`${dir}/${entry.path}`), entry.bytes);
      assertEquals(mode! & 0o777, entry.executable ? 0o755 : 0o644);
      assertEquals(mtime!.getTime(), TIME * 1000);
    }
    await Deno.remove(dir, { recursive: true });
  },
});

Deno.test({
  name: "another program unzips what was zipped: names, bytes, modes, times",
  ignore: !python,
  async fn() {
    const dir = await Deno.makeTempDir();
    await Deno.writeFile(`${dir}/a.zip`, zip(ENTRIES, TIME));
    const script = "import zipfile\nz=zipfile.ZipFile('a.zip')\nprint(z.testzip())\n" +
      "for i in z.infolist(): print(i.filename, len(z.read(i)), oct(i.external_attr >> 16), i.date_time)";
    assertEquals((await said(python!, ["-c", script], dir)).trim().split("\n"), [
      "None",
      "hostvitals-1/hostvitals 23 0o100755 (2026, 11, 24, 1, 2, 4)",
      "hostvitals-1/config/a.yml 0 0o100644 (2026, 11, 24, 1, 2, 4)",
      "hostvitals-1/README.md 5000 0o100644 (2026, 11, 24, 1, 2, 4)",
    ]);
    await Deno.remove(dir, { recursive: true });
  },
});

Deno.test("the same files give the same bytes", async () => {
  const packed = gzipSync(await tar(ENTRIES, TIME));
  assertEquals(packed, gzipSync(await tar(ENTRIES, TIME)));
  // Neither a name nor a time in the header of gzip (RFC 1952).
  assertEquals([...packed.subarray(3, 8)], [0, 0, 0, 0, 0]);
  assertEquals(gunzipSync(packed).length % 512, 0);
  assertEquals(zip(ENTRIES, TIME), zip(ENTRIES, TIME));
});

Deno.test("a zip has the time of UTC, wherever it is made", async () => {
  const made = async (zone: string) => {
    const script = `import { zip } from ${JSON.stringify(ARCHIVE)};
      const bytes = new TextEncoder().encode("a");
      await Deno.stdout.write(zip([{ path: "a", bytes }], ${TIME}));`;
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["eval", script],
      env: { TZ: zone },
    }).output();
    return stdout;
  };
  const [here, there] = await Promise.all([made("Asia/Seoul"), made("America/New_York")]);
  assertEquals(here, there);
  assertEquals(here, zip([{ path: "a", bytes: bytes("a") }], TIME));
});

Deno.test("a program tells for which system it is", () => {
  const with_ = (...fields: [at: number, bytes: number[]][]) => {
    const head = new Uint8Array(256);
    for (const [at, bytes] of fields) head.set(bytes, at);
    return head;
  };
  const elf = [0, [0x7f, 0x45, 0x4c, 0x46]] as [number, number[]];
  assertEquals(machineOf(with_(elf, [18, [0x3e, 0]])), "linux-x64");
  assertEquals(machineOf(with_(elf, [18, [0xb7, 0]])), "linux-arm64");
  assertEquals(machineOf(with_(elf, [18, [0x08, 0]])), undefined);
  const machO = [0, [0xcf, 0xfa, 0xed, 0xfe]] as [number, number[]];
  assertEquals(machineOf(with_(machO, [4, [0x0c, 0, 0, 1]])), "macos-arm64");
  const mz = [0, [0x4d, 0x5a]] as [number, number[]];
  const pe = [0x80, [0x50, 0x45, 0, 0, 0x64, 0x86]] as [number, number[]];
  assertEquals(machineOf(with_(mz, [0x3c, [0x80]], pe)), "windows-x64");
  assertEquals(machineOf(with_(mz, [0x3c, [0xff]], pe)), undefined);
  assertEquals(machineOf(bytes("#!/bin/sh")), undefined);
});
