import { join } from "node:path";
import { writeWhole } from "../../../exporter/write_whole.ts";
import { assertEquals, assertThrows } from "../../assert.ts";

function inDirectory(run: (dir: string) => void): void {
  const dir = Deno.makeTempDirSync();
  try {
    run(dir);
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
}

const names = (dir: string) => [...Deno.readDirSync(dir)].map(({ name }) => name).sort();

Deno.test("a file is written anew, and nothing stays beside it", () =>
  inDirectory((dir) => {
    const path = join(dir, "host.prom");
    writeWhole(path, "old");
    writeWhole(path, "new");
    assertEquals(Deno.readTextFileSync(path), "new");
    assertEquals(names(dir), ["host.prom"]);
    assertEquals(Deno.statSync(path).mode! & 0o777, 0o644);
  }));

Deno.test("a file keeps its permissions", () =>
  inDirectory((dir) => {
    const path = join(dir, "host.prom");
    for (const mode of [0o600, 0o664]) {
      Deno.writeTextFileSync(path, "old");
      Deno.chmodSync(path, mode);
      writeWhole(path, "new");
      assertEquals(Deno.statSync(path).mode! & 0o777, mode);
    }
  }));

Deno.test("a reader that holds the old file keeps the whole old file", () =>
  inDirectory((dir) => {
    const path = join(dir, "host.prom");
    writeWhole(path, "old");
    using reader = Deno.openSync(path);
    writeWhole(path, "newer");
    const bytes = new Uint8Array(10);
    assertEquals(new TextDecoder().decode(bytes.subarray(0, reader.readSync(bytes)!)), "old");
  }));

Deno.test("a symbolic link still is one, and its target is new", () =>
  inDirectory((dir) => {
    Deno.writeTextFileSync(join(dir, "target"), "old");
    Deno.symlinkSync("target", join(dir, "link"));
    writeWhole(join(dir, "link"), "new");
    assertEquals(Deno.readLinkSync(join(dir, "link")), "target");
    assertEquals(Deno.readTextFileSync(join(dir, "target")), "new");
  }));

Deno.test("a symbolic link to what is not there yet still is one, and its target is made", () =>
  inDirectory((dir) => {
    Deno.symlinkSync("further", join(dir, "link"));
    Deno.symlinkSync(join(dir, "target"), join(dir, "further"));
    writeWhole(join(dir, "link"), "new");
    assertEquals(Deno.readLinkSync(join(dir, "link")), "further");
    assertEquals(Deno.lstatSync(join(dir, "target")).isFile, true);
    assertEquals(names(dir), ["further", "link", "target"]);
  }));

Deno.test("a directory that is not there is an error and makes nothing", () =>
  inDirectory((dir) => {
    assertThrows(() => writeWhole(join(dir, "none/host.prom"), "x"), Deno.errors.NotFound);
    assertEquals(names(dir), []);
  }));

Deno.test("a device is written to as it is", () => {
  writeWhole("/dev/null", "x");
  assertEquals(Deno.statSync("/dev/null").isCharDevice, true);
});

Deno.test("what killed writers left is removed after a minute; nothing else is", () =>
  inDirectory((dir) => {
    const put = (name: string, age: number) => {
      Deno.writeTextFileSync(join(dir, name), "half");
      Deno.utimeSync(join(dir, name), Date.now() / 1000 - age, Date.now() / 1000 - age);
    };
    put(".host.prom.123.tmp", 61);
    put(".host.prom.124.tmp", 30);
    put(".host.prom.x.tmp", 3600);
    put(".other.prom.123.tmp", 3600);
    put("host.prom.123.tmp", 3600);
    writeWhole(join(dir, "host.prom"), "new");
    assertEquals(names(dir), [
      ".host.prom.124.tmp",
      ".host.prom.x.tmp",
      ".other.prom.123.tmp",
      "host.prom",
      "host.prom.123.tmp",
    ]);
  }));
