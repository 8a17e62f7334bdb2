import { glob } from "../../../collectors/glob.ts";
import { assertEquals } from "../../assert.ts";

const DIRECTORIES = ["a1/metrics", "a2", "a3/metrics", "b-c", "b[d", ".hidden"];

const ROWS: readonly (readonly [shows: string, pattern: string, found: string[]])[] = [
  ["a path is itself", "a1", ["a1"]],
  ["a path that is not there is itself", "nowhere/at/all", ["nowhere/at/all"]],
  ["a star is any name, a hidden one too", "*", [".hidden", "a1", "a2", "a3", "b-c", "b[d"]],
  ["a question mark is one character", "a?", ["a1", "a2", "a3"]],
  ["brackets are one of them", "a[13]", ["a1", "a3"]],
  ["or a range of them", "a[1-2]", ["a1", "a2"]],
  ["or none of them", "a[^1-2]", ["a3"]],
  ["what stands behind a star must be there", "a*/metrics", ["a1/metrics", "a3/metrics"]],
  ["an escaped bracket is a bracket", "b\\[?", ["b[d"]],
  ["a bracket in brackets is a bracket", "b[[]d", ["b[d"]],
  ["a pattern that leads nowhere is itself", "z*", ["z*"]],
  ["a range that runs backwards leads nowhere", "a[3-1]", ["a[3-1]"]],
];

for (const [shows, pattern, found] of ROWS) {
  Deno.test({
    name: `glob: ${shows}`,
    ignore: Deno.build.os === "windows" && pattern.includes("\\"),
    fn() {
      const root = Deno.makeTempDirSync({ prefix: "hostvitals-glob-" });
      try {
        for (const path of DIRECTORIES) Deno.mkdirSync(`${root}/${path}`, { recursive: true });
        assertEquals(glob(`${root}/${pattern}`), found.map((path) => `${root}/${path}`));
      } finally {
        Deno.removeSync(root, { recursive: true });
      }
    },
  });
}
