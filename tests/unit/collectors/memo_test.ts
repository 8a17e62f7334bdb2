import { Memo } from "../../../collectors/memo.ts";
import { assertEquals } from "../../assert.ts";

Deno.test("what is asked for in each round is made once", () => {
  let made = 0;
  const memo = new Memo(() => ++made);
  for (let round = 0; round < 1000; round++) {
    memo.round();
    assertEquals(memo.get("eth0"), 1);
  }
});

Deno.test("what has not been asked for in 128 rounds is forgotten", () => {
  let made = 0;
  const memo = new Memo(() => ++made);
  memo.get("veth1");
  for (let round = 0; round < 128; round++) memo.round();
  assertEquals(memo.get("veth1"), 2);
});

Deno.test("nothing is a value too", () => {
  let made = 0;
  const memo = new Memo(() => (made++, null));
  memo.get("a");
  memo.get("a");
  assertEquals(made, 1);
});
