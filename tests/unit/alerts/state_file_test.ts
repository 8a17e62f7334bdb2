import { join } from "node:path";
import { stateFile, statePath } from "../../../alerts/state_file.ts";
import { assert, assertEquals, assertMatch } from "../../assert.ts";
import { withLog } from "./log.ts";

async function inDirectory(run: (dir: string) => void | Promise<void>): Promise<void> {
  const dir = Deno.makeTempDirSync();
  try {
    await run(dir);
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
}

const CONFIG = new URL("../../../deno.json", import.meta.url).pathname;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

Deno.test("what was set is there in the next run", () =>
  inDirectory((dir) => {
    const path = join(dir, "deeper", "alerts.json");
    const first = stateFile(path);
    first.set("rules", { a: [1, 2] });
    first.set("gone", 1);
    first.set("gone", undefined);
    first.close();
    const second = stateFile(path);
    assertEquals(second.get("rules"), { a: [1, 2] });
    assertEquals(second.get("gone"), undefined);
    second.close();
  }));

Deno.test("changes are written without waiting for the end, the first at once", () =>
  inDirectory(async (dir) => {
    const path = join(dir, "alerts.json");
    const store = stateFile(path);
    store.set("n", 1);
    await sleep(50);
    assertMatch(Deno.readTextFileSync(path), /"n":1/);
    store.set("n", 2);
    await sleep(50);
    // Not twice within a second.
    assertMatch(Deno.readTextFileSync(path), /"n":1/);
    store.close();
    assertMatch(Deno.readTextFileSync(path), /"n":2/);
  }));

Deno.test("a directory, or what else is no file, stays where it is, and nothing is kept", () =>
  inDirectory(async (dir) => {
    const path = join(dir, "alerts");
    Deno.mkdirSync(path);
    const lines = await withLog(() => {
      const store = stateFile(path);
      store.set("n", 1);
      assertEquals(store.get("n"), 1);
      store.close();
    });
    assertEquals(lines.length, 1);
    assertMatch(lines[0], /is not kept in .*alerts: it is no file/);
    assertEquals([...Deno.readDirSync(dir)].map(({ name }) => name), ["alerts"]);
    assert(Deno.statSync(path).isDirectory);
  }));

for (
  const [what, text] of [
    ["broken", '{"format":"hostvitals alerts 1","sections":{"a"'],
    ["of another program", '{"version":1}'],
    ["no JSON at all", "root:x:0:0"],
    ["null", "null"],
    ["without sections", '{"format":"hostvitals alerts 1"}'],
  ]
) {
  Deno.test(`a file that is ${what} is one warning, is kept, and alerts begin anew`, () =>
    inDirectory(async (dir) => {
      const path = join(dir, "alerts.json");
      Deno.writeTextFileSync(path, text);
      const lines = await withLog(() => {
        const store = stateFile(path);
        assertEquals(store.get("a"), undefined);
        store.set("a", 1);
        store.close();
      });
      assertEquals(lines.length, 1);
      assertMatch(lines[0], /^warning: alerts begin anew: .*alerts\.json is not read/);
      assertEquals(Deno.readTextFileSync(`${path}.broken`), text);
      assertMatch(Deno.readTextFileSync(path), /"a":1/);
    }));
}

Deno.test("a place that cannot be written is said once, and the state lives on in memory", () =>
  inDirectory(async (dir) => {
    Deno.writeTextFileSync(join(dir, "file"), "");
    const lines = await withLog(() => {
      const store = stateFile(join(dir, "file", "alerts.json"));
      store.set("a", 1);
      store.set("a", 2);
      assertEquals(store.get("a"), 2);
      store.close();
    });
    assertEquals(lines.length, 1);
    assertMatch(lines[0], /^warning: what alerts are pending or firing is not kept in /);
  }));

Deno.test("of two programs with one file the first has it", () =>
  inDirectory(async (dir) => {
    const path = join(dir, "alerts.json");
    const first = stateFile(path);
    // A lock is one of a process: the other is one, too.
    const script = join(dir, "second.ts");
    const module = new URL("../../../alerts/state_file.ts", import.meta.url);
    Deno.writeTextFileSync(
      script,
      `import { stateFile } from "${module}";
      const store = stateFile(${JSON.stringify(path)});
      store.set("who", "second");
      store.close();`,
    );
    const { code } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", "--config", CONFIG, script],
    }).output();
    assertEquals(code, 0);
    first.set("who", "first");
    first.close();
    assertMatch(Deno.readTextFileSync(path), /"who":"first"/);
  }));

Deno.test("the place is the flag's, the service manager's or the user's", () => {
  const path = (flag: string, env: Record<string, string>) => statePath(flag, (name) => env[name]);
  assertEquals(path("none", { HOME: "/home/a" }), undefined);
  assertEquals(path("/x/y.json", { HOME: "/home/a" }), "/x/y.json");
  const all = { STATE_DIRECTORY: "/var/lib/hostvitals:/b", XDG_STATE_HOME: "/s", HOME: "/home/a" };
  assertEquals(path("", all), "/var/lib/hostvitals/alerts.json");
  assertEquals(path("", { ...all, STATE_DIRECTORY: "" }), "/s/hostvitals/alerts.json");
  assertEquals(path("", { HOME: "/home/a" }), "/home/a/.local/state/hostvitals/alerts.json");
  assertEquals(path("", {}), undefined);
  assert(statePath("") !== "");
});
