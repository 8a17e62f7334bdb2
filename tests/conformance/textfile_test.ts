/** The textfile collector on the directories of node_exporter's own test, beside what that expects. */
import { basename, join } from "node:path";
import { textfile } from "../../collectors/textfile.ts";
import { Encoder } from "../../exporter/exposition.ts";
import { assert, assertEquals } from "../assert.ts";
import { readExposition } from "../exposition.ts";
import { MadeUpHost } from "../fixture.ts";
import { Fixtures, named, needsData } from "./peer_data.ts";

/** The case whose directories are a pattern; the directory of any other has the case's name. */
const PATTERNS: Readonly<Record<string, string>> = {
  glob_extra_dimension: "*_extra_dimension",
};

/** As many as the peer had when this was written; a case that vanishes must not go unseen. */
const CASES = 15;

/** When the files were written, in seconds: so it stands in what is expected. */
const WRITTEN = 1;

Deno.test(named("node_exporter's textfile cases"), needsData, async (t) => {
  using fixtures = new Fixtures();
  const root = join(fixtures.path, "textfile");
  const cases = [...Deno.readDirSync(root)].map(({ name }) => name)
    .filter((name) => name.endsWith(".out")).map((name) => basename(name, ".out"));
  assert(cases.length >= CASES, `${cases.length} cases, expected ${CASES}`);
  age(root);
  for (const name of cases) {
    await t.step(name, () => {
      const expected = Deno.readTextFileSync(join(root, `${name}.out`));
      const ours = scrape(join(root, PATTERNS[name] ?? name));
      assertEquals(meaning(ours.replaceAll(root, "fixtures/textfile")), meaning(expected));
    });
  }
});

/** Makes all files below a directory as old as they are to be. */
function age(directory: string): void {
  for (const { name, isDirectory } of Deno.readDirSync(directory)) {
    const path = join(directory, name);
    if (isDirectory) age(path);
    else Deno.utimeSync(path, WRITTEN, WRITTEN);
  }
}

function scrape(directory: string): string {
  using made = new MadeUpHost({});
  const host = made.host(textfile, `--collector.textfile.directory=${directory}`);
  const families = textfile.start(host).collect(1000);
  assert(!(families instanceof Promise));
  return new Encoder("text").encode(families);
}

/** What a text means: numbers are numbers, and a label without value is none. */
function meaning(text: string) {
  const families = [...readExposition(text)].map(([name, { type, help, samples }]) => {
    const values = [...samples].map(([series, value]) =>
      [
        series.replace(/[a-z_]+="",?/g, "").replace(",}", "}").replace("{}", ""),
        value.endsWith("Inf") ? value : Number(value),
      ] as const
    );
    return [name, { type, help, samples: Object.fromEntries(values) }] as const;
  });
  return Object.fromEntries(families);
}
