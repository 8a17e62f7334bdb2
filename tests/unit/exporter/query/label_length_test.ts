import { manyOf, valuesAt } from "./samples.ts";
import { QueryError } from "../../../../exporter/query/errors.ts";
import { assertEquals, assertThrows } from "../../../assert.ts";

const storage = manyOf([{ labels: { __name__: "x", a: "y" }, times: [0], values: [7] }]);

/** A function's call around itself, so many times. */
const nested = (times: number, around: (inner: string) => string): string =>
  times === 0 ? "x" : around(nested(times - 1, around));

for (
  const [name, around] of [
    ["label_replace", (x: string) => `label_replace(${x}, "a", "\${1}\${1}", "a", "(.*)")`],
    ["label_join", (x: string) => `label_join(${x}, "a", "", "a", "a")`],
  ] as const
) {
  Deno.test(`${name} around itself cannot fill the memory`, () => {
    assertEquals(valuesAt(nested(12, around), 1, storage), [7]);
    assertThrows(
      () => valuesAt(nested(13, around), 1, storage),
      QueryError,
      "label a of 8192 characters: at most 4096",
    );
  });
}
