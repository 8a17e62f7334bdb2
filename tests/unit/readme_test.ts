/** The README in Korean says the same as the one in English: what can be compared is. */
import { existsSync, readFileSync } from "node:fs";
import { assert, assertEquals } from "../assert.ts";

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");
const english = read("README.md");
const korean = read("README.ko.md");

/** What stands between fences, without the text around it. */
const blocks = (text: string) =>
  [...text.matchAll(/^ *```\w*\n(.*?)^ *```$/gms)].map(([, block]) =>
    block.replaceAll(/^ +/gm, "")
  );

/** Where links and pictures lead, but for those from one README to the other. */
const links = (text: string) =>
  [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, to]) => to)
    .filter((to) => !to.startsWith("README")).sort();

/** The first column and the numbers of all tables. */
const figures = (text: string) =>
  [...text.matchAll(/^\| *([^|]*?) *\|(.*)\|$/gm)].map(([, first, rest]) => [
    ...first.match(/`[^`]+`/g) ?? [],
    ...rest.match(/(?<![\w`])\d[\d.,]*/g) ?? [],
  ]).filter((row) => row.length > 0);

Deno.test("both READMEs have the same commands and outputs", () => {
  assert(blocks(english).length > 10);
  assertEquals(blocks(korean), blocks(english));
});

Deno.test("both READMEs lead to the same places, which are there", () => {
  assertEquals(links(korean), links(english));
  for (const to of links(english).filter((to) => !to.includes("://"))) {
    assert(existsSync(new URL(`../../${to}`, import.meta.url)), to);
  }
});

Deno.test("both READMEs have the same flags and figures in their tables", () => {
  assertEquals(figures(korean), figures(english));
});

Deno.test("both READMEs have as many sections", () => {
  const sections = (text: string) => text.match(/^##+ /gm)!.length;
  assertEquals(sections(korean), sections(english));
});
