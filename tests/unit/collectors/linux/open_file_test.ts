import { join } from "node:path";
import {
  denoOpener,
  libcOpener,
  type Opener,
  type OpenFile,
} from "../../../../collectors/linux/open_file.ts";
import { assert, assertEquals } from "../../../assert.ts";

const ways: Record<string, Opener> = { deno: denoOpener };
const libc = libcOpener();
if (libc) ways.libc = libc;

function textOf(file: OpenFile, at: number): string {
  const buffer = new Uint8Array(8);
  try {
    const size = file.read(buffer, at);
    return size < 0 ? "failed" : new TextDecoder().decode(buffer.subarray(0, size));
  } catch {
    return "failed";
  }
}

function opened(open: Opener, path: string): OpenFile | undefined {
  try {
    return open(path);
  } catch {
    return undefined;
  }
}

Deno.test("this Linux has glibc, so both ways are tested", {
  ignore: Deno.build.os !== "linux",
}, () => assert(libc));

for (const [name, open] of Object.entries(ways)) {
  Deno.test(`${name} reads a file from any place, as often as it is asked`, () => {
    const path = Deno.makeTempFileSync({ prefix: "hostvitals-ö" });
    Deno.writeTextFileSync(path, "0123456789");
    const file = open(path);
    assert(file);
    for (const _ of [1, 2]) {
      assertEquals([0, 8, 10, 0].map((at) => textOf(file, at)), ["01234567", "89", "", "01234567"]);
    }
    Deno.writeTextFileSync(path, "new");
    assertEquals(textOf(file, 0), "new");
    file.close();
    assertEquals(textOf(file, 0), "failed");
    Deno.removeSync(path);
  });

  Deno.test(`${name} opens nothing where there is nothing`, () => {
    for (const path of ["/proc/none", "", `/${"x".repeat(5000)}`]) {
      assertEquals(opened(open, path), undefined);
    }
  });

  Deno.test(`${name} reads nothing from a directory`, () => {
    const file = opened(open, "/proc");
    assertEquals(file ? textOf(file, 0) : "failed", "failed");
    file?.close();
  });

  Deno.test(`${name} reads /proc and /sys of this host`, {
    ignore: Deno.build.os !== "linux",
  }, () => {
    const file = open("/proc/self/stat");
    assert(file);
    assert(textOf(file, 0).startsWith(`${Deno.pid} `));
    file.close();
    const path = join("/sys/class/net", [...Deno.readDirSync("/sys/class/net")][0].name, "ifindex");
    const index = open(path);
    assert(index);
    assertEquals(Number(textOf(index, 0)), Number(Deno.readTextFileSync(path)));
    index.close();
  });
}
