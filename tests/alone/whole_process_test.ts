/** What changes the whole process, its umask or its environment: other tests must not work beside these. */
import { join } from "node:path";
import { PortableSource } from "../../collectors/portable/source.ts";
import { thisHost } from "../../deploy/service/this_host.ts";
import { writeStack } from "../../deploy/write_stack.ts";
import { assert, assertEquals, assertRejects } from "../assert.ts";

Deno.test({
  name: "what only root runs is found after `su`, whose PATH is the one of before",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const before = Deno.env.get("PATH")!;
    Deno.env.set("PATH", "/usr/bin:/bin");
    try {
      // In /usr/sbin on every Linux that has it; it answers without doing anything.
      const { said } = await thisHost.run(["useradd", "--help"]);
      assertEquals(/^Usage: useradd /.test(said), true, said);
    } finally {
      Deno.env.set("PATH", before);
    }
  },
});

Deno.test({
  name: "whatever the umask is, everybody may read the files and run the program",
  ignore: Deno.build.os === "windows",
  async fn() {
    const dir = await Deno.makeTempDir();
    const files = [{ path: "a.yml", text: "a\n" }, { path: "deep/b.yml", text: "b\n" }];
    const before = Deno.umask(0o077);
    try {
      const program = join(dir, "program");
      await Deno.writeTextFile(program, "#!/bin/sh\n", { mode: 0o700 });
      writeStack(join(dir, "new/stack"), files, { force: false, program });
      const modes = ["new", "new/stack", ...files.map(({ path }) => `new/stack/${path}`)]
        .concat("new/stack/deep", "new/stack/hostvitals", "new/stack/secrets")
        .concat("new/stack/secrets/grafana_admin_password")
        .map((path) => (Deno.statSync(join(dir, path)).mode! & 0o777).toString(8));
      assertEquals(modes, ["755", "755", "644", "644", "755", "755", "700", "644"]);
    } finally {
      Deno.umask(before);
      await Deno.remove(dir, { recursive: true });
    }
  },
});

Deno.test({
  name:
    "what is not all ours is written with the permissions that it had, what is new for all to read",
  ignore: Deno.build.os === "windows",
  async fn() {
    const dir = await Deno.makeTempDir();
    const [old, added] = [join(dir, "old"), join(dir, "added")];
    Deno.writeTextFileSync(old, "a");
    Deno.chmodSync(old, 0o600);
    const before = Deno.umask(0o077);
    try {
      thisHost.write(old, "b");
      thisHost.write(added, "c");
    } finally {
      Deno.umask(before);
    }
    const modes = [old, added].map((path) => Deno.statSync(path).mode! & 0o777);
    assertEquals([modes, thisHost.read(old)], [[0o600, 0o644], "b"]);
    await Deno.remove(dir, { recursive: true });
  },
});

Deno.test({
  name: "a command that blocks what asks for the host's inventory blocks nothing else",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const dir = await Deno.makeTempDir();
    const path = Deno.env.get("PATH")!;
    try {
      // It asks `hostname -f` with execSync; ours answers when somebody writes to the pipe. The deadline is
      // also for the thread's start, which type-checks it first.
      await new Deno.Command("mkfifo", { args: [`${dir}/pipe`] }).output();
      await Deno.writeTextFile(`${dir}/hostname`, `#!/bin/sh\ncat ${dir}/pipe\n`, { mode: 0o755 });
      Deno.env.set("PATH", `${dir}:${path}`);
      using source = new PortableSource(undefined, { deadline: 5000 });
      await assertRejects(() => source.hostInfo(), Deno.errors.TimedOut, "osInfo()");
      // Told at once that it is still open; the other readings do not wait behind it.
      await assertRejects(() => source.hostInfo(), Deno.errors.TimedOut, "not asked again");
      assert((await source.memory()).total > 0);
      await Deno.writeTextFile(`${dir}/pipe`, "host\n");
    } finally {
      Deno.env.set("PATH", path);
      await Deno.remove(dir, { recursive: true });
    }
  },
});
