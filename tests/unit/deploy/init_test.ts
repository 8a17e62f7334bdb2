import { join } from "node:path";
import { stackFiles } from "../../../deploy/files.ts";
import { init } from "../../../deploy/init.ts";
import { writeForAll } from "../../../deploy/write_for_all.ts";
import { writeStack } from "../../../deploy/write_stack.ts";
import { assert, assertEquals, assertThrows } from "../../assert.ts";
import { isRoot } from "../../program.ts";

const FILES = [{ path: "a.yml", text: "a\n" }, { path: "deep/b.yml", text: "b\n" }];
const SECRET = "secrets/grafana_admin_password";
const read = (...path: string[]) => Deno.readTextFileSync(join(...path));

Deno.test("a stack is written into a directory that need not be there", async () => {
  const dir = await Deno.makeTempDir();
  const to = join(dir, "new", "stack");
  assertEquals(writeStack(to, FILES, { force: false }), {
    written: ["a.yml", "deep/b.yml", SECRET],
    kept: [],
    old: new Map(),
    open: false,
  });
  assertEquals([read(to, "a.yml"), read(to, "deep/b.yml")], ["a\n", "b\n"]);
  await Deno.remove(dir, { recursive: true });
});

Deno.test("with one file there already none is written", async () => {
  const dir = await Deno.makeTempDir();
  await Deno.mkdir(join(dir, "deep"));
  await Deno.writeTextFile(join(dir, "deep/b.yml"), "mine\n");
  assertThrows(
    () => writeStack(dir, FILES, { force: false }),
    Error,
    `${dir} has deep/b.yml already, so nothing was written: take another directory, or overwrite with --force, which keeps what differs as FILE.old`,
  );
  assertEquals([...Deno.readDirSync(dir)].map(({ name }) => name), ["deep"]);
  assertEquals(read(dir, "deep/b.yml"), "mine\n");
  await Deno.remove(dir, { recursive: true });
});

Deno.test("with force files are overwritten, but for the password", async () => {
  const dir = await Deno.makeTempDir();
  writeStack(dir, FILES, { force: false });
  const password = read(dir, SECRET);
  assert(/^[A-Za-z2-9]{24}$/.test(password), password);
  await Deno.writeTextFile(join(dir, "a.yml"), "mine\n");
  const { written, kept } = writeStack(dir, FILES, { force: true });
  assertEquals({ written, kept }, { written: ["a.yml", "deep/b.yml"], kept: [SECRET] });
  assertEquals([read(dir, "a.yml"), read(dir, SECRET)], ["a\n", password]);
  await Deno.remove(dir, { recursive: true });
});

Deno.test("with force what a user changed is kept beside, each time, and never overwritten", async () => {
  const dir = await Deno.makeTempDir();
  const force = () => Object.fromEntries(writeStack(dir, FILES, { force: true }).old);
  const names = () => [...Deno.readDirSync(dir)].map(({ name }) => name).sort();
  writeStack(dir, FILES, { force: false });
  assertEquals(force(), {});
  await Deno.writeTextFile(join(dir, "a.yml"), "mine\n");
  if (Deno.build.os !== "windows") Deno.chmodSync(join(dir, "a.yml"), 0o600);
  assertEquals(force(), { "a.yml": "a.yml.old" });
  // Nothing has changed since, or it says what is kept already.
  assertEquals(force(), {});
  await Deno.writeTextFile(join(dir, "a.yml"), "mine\n");
  assertEquals(force(), { "a.yml": "a.yml.old" });
  // No UTF-8, and different only in that.
  for (const [byte, old] of [[0xe4, "a.yml.old2"], [0xf6, "a.yml.old3"]] as const) {
    await Deno.writeFile(join(dir, "a.yml"), new Uint8Array([byte]));
    assertEquals(force(), { "a.yml": old });
  }
  assertEquals(names(), ["a.yml", "a.yml.old", "a.yml.old2", "a.yml.old3", "deep", "secrets"]);
  assertEquals([read(dir, "a.yml"), read(dir, "a.yml.old")], ["a\n", "mine\n"]);
  assertEquals([...Deno.readFileSync(join(dir, "a.yml.old2"))], [0xe4]);
  if (Deno.build.os !== "windows") {
    assertEquals(Deno.statSync(join(dir, "a.yml.old")).mode! & 0o777, 0o600);
  }
  await Deno.remove(dir, { recursive: true });
});

Deno.test({
  name: "only the owner gets to the password, and every directory has its own",
  ignore: Deno.build.os === "windows",
  async fn() {
    const [one, other] = [await Deno.makeTempDir(), await Deno.makeTempDir()];
    for (const dir of [one, other]) writeStack(dir, FILES, { force: false });
    assertEquals(Deno.statSync(join(one, "secrets")).mode! & 0o777, 0o700);
    assert(read(one, SECRET) !== read(other, SECRET));
    // A directory that was there is its user's; that others enter it is said.
    await Deno.chmod(join(one, "secrets"), 0o755);
    const open = [one, other].map((dir) => writeStack(dir, FILES, { force: true }).open);
    assertEquals(open, [true, false]);
    assertEquals(Deno.statSync(join(one, "secrets")).mode! & 0o777, 0o755);
    for (const dir of [one, other]) await Deno.remove(dir, { recursive: true });
  },
});

Deno.test("the program itself is put beside compose.yaml, executable", async () => {
  const dir = await Deno.makeTempDir();
  const program = join(dir, "program");
  await Deno.writeTextFile(program, "#!/bin/sh\n", { mode: 0o755 });
  const { written } = writeStack(join(dir, "to"), FILES, { force: false, program });
  assertEquals(written, ["a.yml", "deep/b.yml", "hostvitals", SECRET]);
  assertEquals(Deno.statSync(join(dir, "to/hostvitals")).mode! & 0o777, 0o755);
  await Deno.remove(dir, { recursive: true });
});

Deno.test({
  name: "what is no file keeps its permissions: others use /dev/null too",
  ignore: Deno.build.os === "windows",
  async fn() {
    const dir = await Deno.makeTempDir();
    const pipe = join(dir, "pipe");
    await new Deno.Command("mkfifo", { args: ["-m", "622", pipe] }).output();
    // Or to write to it would wait for a reader.
    using _reader = Deno.openSync(pipe, { read: true, write: true });
    writeForAll(pipe, "a\n");
    assertEquals(Deno.statSync(pipe).mode! & 0o777, 0o622);
    await Deno.remove(dir, { recursive: true });
  },
});

Deno.test("a file where the directory should be is named", async () => {
  const dir = await Deno.makeTempDir();
  const file = join(dir, "file");
  await Deno.writeTextFile(file, "");
  assertThrows(
    () => writeStack(file, FILES, { force: true }),
    Error,
    `${file} is a file: init needs a directory, which may be a new one`,
  );
  await Deno.remove(dir, { recursive: true });
});

Deno.test({
  name: "a directory that cannot be written is named",
  ignore: !isRoot,
  fn() {
    assertThrows(
      () => writeStack("/proc/hostvitals", FILES, { force: false }),
      Error,
      "/proc/hostvitals cannot be written: ",
    );
  },
});

Deno.test("--image is the name of one", () => {
  const check = init("1.2.3").flags.find(({ name }) => name === "image")!.check!;
  for (const right of ["hostvitals:1.2.3", "r.example.org:5000/a/b@sha256:0a"]) {
    assertEquals(check(right), undefined);
  }
  for (const wrong of ["", "a b", "a:$TAG", 'a"']) {
    assertEquals(
      check(wrong),
      "must be the name of an image, like registry.example.org/hostvitals:1.0",
    );
  }
});

Deno.test("no placeholder is left in a file, and no path is written twice", () => {
  const files = stackFiles({ version: "1.2.3", image: "registry.example.org/hostvitals:1.2.3" });
  for (const { path, text } of files) {
    // The number of a shard is put in by its user.
    assert(!/@[A-Z]+@/.test(text.replaceAll("@SHARD@", "")), path);
    assert(text.endsWith("\n"), path);
  }
  assertEquals(new Set(files.map(({ path }) => path)).size, files.length);
  const compose = files.find(({ path }) => path === "compose.yaml")!;
  assert(compose.text.includes('image: "registry.example.org/hostvitals:1.2.3"'));
});
