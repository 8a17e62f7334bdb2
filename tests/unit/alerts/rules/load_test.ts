import { join } from "node:path";
import builtIn from "../../../../alerts/dist/system_alerts.json" with { type: "json" };
import text from "../../../../alerts/system_alerts.yml" with { type: "text" };
import { BUILTIN, type Plain } from "../../../../alerts/rules/built_in.ts";
import { loadRules } from "../../../../alerts/rules/load.ts";
import { parseRules } from "../../../../alerts/rules/parse.ts";
import { RuleFileError } from "../../../../alerts/rules/reader.ts";
import { assert, assertEquals, assertRejects } from "../../../assert.ts";
import { withLog } from "../log.ts";

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

async function names(files: string[], builtin?: Plain): Promise<string[]> {
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
    const none = join(dir, "none*.yml");
    const lines = await withLog(async () => assertEquals(await names([none]), []));
    assertEquals(lines, [`warning: --alert.rules: no file is called ${none}`]);
    assertEquals(await names([join(dir, "a.yml")], { groups: [{ name: "own" }] }), [
      "own",
      "a.yml",
    ]);
    const [group] = await loadRules({ files: [], builtin: { groups: [{ name: "own" }] } });
    assertEquals(group.file, BUILTIN);
  }));

Deno.test("what is built in are the rules of the file that is for Prometheus", async () => {
  const groups = await loadRules({ files: [], builtin: builtIn as Plain });
  assertEquals(shown(groups), shown(parseRules(text, BUILTIN)));
  const rules = groups.flatMap(({ rules }) => rules);
  assert(rules.length > 20 && rules.some((rule) => rule.kind === "alert" && rule.holdFor > 0));
});

Deno.test("what is built in and wrong is refused like a file", async () => {
  for (
    const [rules, problem] of [
      ["x", "the file must be a map"],
      [[], "the file must be a map"],
      [{ groups: { a: "b" } }, "groups must be a list"],
      [{ groups: [{ name: ["a"] }] }, "group 1: name must be a text"],
    ] satisfies [Plain, string][]
  ) {
    await assertRejects(
      () => loadRules({ files: [], builtin: rules }),
      RuleFileError,
      `${BUILTIN}:1:1: ${problem}`,
    );
  }
});

Deno.test("a file that is named must be there, and all wrong files are found", () =>
  inDirectory(async (dir) => {
    await assertRejects(() => names([join(dir, "none.yml")]), RuleFileError, "cannot be read");
    Deno.writeTextFileSync(join(dir, "w1.yml"), "groups: 1");
    Deno.writeTextFileSync(join(dir, "w2.yml"), "groups: 2");
    const error = await assertRejects(() => names([join(dir, "w*.yml")]), RuleFileError);
    assertEquals((error as RuleFileError).problems.length, 2);
  }));

Deno.test("a pattern that is none is refused in one line, with flag and path", async () => {
  const { message } = await assertRejects(() => names(["/x/[z-a].yml"]), RuleFileError);
  assertEquals(
    message,
    "--alert.rules: /x/[z-a].yml is no pattern: a range like [a-z] must not end before it begins",
  );
});

/** All of a value but its functions, of which two are never the same. */
const shown = (value: unknown) =>
  JSON.stringify(value, (_, part) => part instanceof Map ? Object.fromEntries(part) : part, 1);
