import { compileRe2, withRe2 } from "../../../collectors/re2.ts";
import { assert, assertEquals, assertRejects } from "../../assert.ts";

Deno.test("what needs RE2 is done again when it is loaded, what fails otherwise is not", async () => {
  let times = 0;
  const found = await withRe2(() => {
    times++;
    return compileRe2("^a+$").matcher("aaa").find();
  });
  assert(found);
  assert(times <= 2);
  times = 0;
  const failing = () => {
    times++;
    throw new RangeError("no");
  };
  await assertRejects(() => withRe2(failing), RangeError, "no");
  assertEquals(times, 1);
});
