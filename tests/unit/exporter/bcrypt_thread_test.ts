import bcrypt from "bcryptjs";
import { BcryptThread } from "../../../exporter/bcrypt_thread.ts";
import { assertEquals } from "../../assert.ts";

const HASH = bcrypt.hashSync("right", 4);

/** A log that keeps its warnings. */
function warnings() {
  const said: string[] = [];
  return {
    said,
    log: { debug() {}, info() {}, warn: (message: string) => void said.push(message) },
  };
}

Deno.test("a thread tells whether a password has a hash, again and again", async () => {
  const { said, log } = warnings();
  using thread = new BcryptThread(log);
  assertEquals(await thread.compare("right", HASH), true);
  assertEquals(await thread.compare("wrong", HASH), false);
  assertEquals(await thread.compare("", HASH), false);
  assertEquals(said, []);
});

Deno.test("ended, it starts again when it is asked", async () => {
  using thread = new BcryptThread(warnings().log);
  assertEquals(await thread.compare("right", HASH), true);
  thread[Symbol.dispose]();
  assertEquals(await thread.compare("right", HASH), true);
});

Deno.test("where no thread can be had, that is said once, and hashes are computed all the same", async () => {
  const { said, log } = warnings();
  using thread = new BcryptThread(log, new URL("data:text/javascript,throw 1"));
  assertEquals(await thread.compare("right", HASH), true);
  assertEquals(await thread.compare("wrong", HASH), false);
  assertEquals(said, ["hashes of passwords get no thread of their own: {problem}"]);
});
