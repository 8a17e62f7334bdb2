import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assert, assertEquals, assertMatch } from "../assert.ts";
import { eventually } from "../hostile/beside.ts";
import { Program } from "../program.ts";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));
/** The directories that `deno task build` writes into. */
const BUILT = ["alerts", "dashboards"];

/** A directory that is the project, but for what the build makes. */
function withoutBuild(): string {
  const directory = Deno.makeTempDirSync({ prefix: "hostvitals-unbuilt-" });
  const link = (path: string) => Deno.symlinkSync(join(PROJECT, path), join(directory, path));
  for (const { name } of Deno.readDirSync(PROJECT)) {
    if (name === ".git") continue;
    if (!BUILT.includes(name)) {
      link(name);
      continue;
    }
    Deno.mkdirSync(join(directory, name));
    for (const inside of Deno.readDirSync(join(PROJECT, name))) {
      if (inside.name !== "dist") link(join(name, inside.name));
    }
  }
  return directory;
}

Deno.test("without its build it says what to do, serves a plain page and measures on", {
  // Windows lets only administrators make links.
  ignore: Deno.build.os === "windows",
}, async () => {
  const directory = withoutBuild();
  try {
    await using program = await Program.startAs(
      (args) =>
        new Deno.Command(Deno.execPath(), {
          args: ["run", "--allow-all", join(directory, "main.ts"), ...args],
          stdin: "null",
          stdout: "piped",
          stderr: "piped",
        }),
    );
    const page = await program.fetch("");
    assertEquals(page.status, 200);
    assertMatch(await page.text(), /metrics/);
    await eventually(() => program.log.includes("there are no alerts"), "that there are no alerts");
    assertMatch(program.log, /there are no alerts: .* run `deno task build`/);
    assertMatch(program.log, /the live page was not built.* run deno task build/);
    assert(/^node_load1 /m.test(await program.metrics()));
  } finally {
    Deno.removeSync(directory, { recursive: true });
  }
});
