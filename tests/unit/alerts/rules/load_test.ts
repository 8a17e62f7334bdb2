import { join } from "node:path";
import { BUILTIN, loadRules } from "../../../../alerts/rules/load.ts";
import { RuleFileError } from "../../../../alerts/rules/parse.ts";
import { assertEquals, assertRejects } from "../../../assert.ts";

async function inDirectory(run: (dir: string) => Promise<void>): Promise<void> {
  const dir = Deno.makeTempDirSync();
  try {
    for (const name of ["a.yml", "b1.yml", "b2.yml", "b2.yaml"]) {
      Deno.writeTextFileSync(join(dir, name), `groups: [{name: "${name}"}]`);
    }
    await run(dir);
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
}

async function names(files: string[], builtin?: string): Promise<string[]> {
  return (await loadRules({ files, builtin })).map(({ name }) => name);
}

Deno.test("patterns stand for many files, each is read once, what is built in comes first", () =>
  inDirectory(async (dir) => {
    assertEquals(await names([join(dir, "b*.yml")]), ["b1.yml", "b2.yml"]);
    assertEquals(await names([join(dir, "b[12].y?ml"), join(dir, "?.yml")]), ["b2.yaml", "a.yml"]);
    assertEquals(await names([join(dir, "a.yml"), join(dir, "*.yml")]), [
      "a.yml",
      "b1.yml",
      "b2.yml",
    ]);
    assertEquals(await names([join(dir, "none*.yml")]), []);
    assertEquals(await names([join(dir, "a.yml")], "groups: [{name: own}]"), ["own", "a.yml"]);
    const [group] = await loadRules({ files: [], builtin: "groups: [{name: own}]" });
    assertEquals(group.file, BUILTIN);
  }));

Deno.test("a file that is named must be there, and all wrong files are found", () =>
  inDirectory(async (dir) => {
    await assertRejects(() => names([join(dir, "none.yml")]), RuleFileError, "cannot be read");
    Deno.writeTextFileSync(join(dir, "w1.yml"), "groups: 1");
    Deno.writeTextFileSync(join(dir, "w2.yml"), "groups: 2");
    const error = await assertRejects(() => names([join(dir, "w*.yml")]), RuleFileError);
    assertEquals((error as RuleFileError).problems.length, 2);
  }));
