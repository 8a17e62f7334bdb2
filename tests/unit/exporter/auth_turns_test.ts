import bcrypt from "bcryptjs";
import { BasicAuth, networkOf } from "../../../exporter/auth.ts";
import { assertEquals } from "../../assert.ts";
import { table } from "../../table.ts";

const users = new Map([["ada", bcrypt.hashSync("right", 4)]]);

/** A check whose passwords that begin with `right` are right, and the passwords that it computed. */
function checking() {
  const computed: string[] = [];
  const auth = new BasicAuth((password) => {
    computed.push(password);
    return Promise.resolve(password.startsWith("right"));
  });
  const check = (address: string, password: string) =>
    auth.check({ user: "ada", password }, users, { address });
  return { check, computed };
}

Deno.test("a right password from elsewhere has its turn before the many that are guessed", async () => {
  const { check, computed } = checking();
  const guesses = Array.from({ length: 50 }, (_, i) => check("10.0.0.1", `${i}`));
  assertEquals(await check("10.0.0.2", "right"), "right");
  assertEquals(computed.slice(0, 2), ["0", "right"]);
  const verdicts = await Promise.all(guesses);
  // Of the sixteen that wait the newest gave way.
  assertEquals(verdicts.filter((verdict) => verdict === "wrong").length, 16);
  assertEquals([verdicts[15], verdicts[16]], ["wrong", "busy"]);
});

Deno.test("so it has where the guesses come from many addresses that failed", async () => {
  const { check, computed } = checking();
  const guess = (round: string) =>
    Array.from({ length: 17 }, (_, i) => check(`10.0.0.${i}`, `${round} ${i}`));
  await Promise.all(guess("one"));
  const guesses = guess("two");
  assertEquals(await check("10.0.1.1", "right"), "right");
  assertEquals(computed[17], "right");
  const verdicts = await Promise.all(guesses);
  // One had no place among the sixteen, and one gave its own to the newcomer.
  assertEquals(verdicts.filter((verdict) => verdict === "busy").length, 2);
});

Deno.test("an address is behind the others after a wrong password, until a right one", async () => {
  const { check, computed } = checking();
  const order = async (round: string) => {
    const all = ["x", "a", "b"].map((address) => check(address, `right ${round} ${address}`));
    await Promise.all(all);
    return computed.splice(0).map((password) => password.slice(-1));
  };
  assertEquals(await order("one"), ["x", "a", "b"]);
  await check("a", "wrong");
  computed.length = 0;
  assertEquals(await order("two"), ["x", "b", "a"]);
  assertEquals(await order("three"), ["x", "a", "b"]);
});

Deno.test("the same credentials from elsewhere cost no second hash", async () => {
  const { check, computed } = checking();
  const verdicts = ["a", "b", "c"].map((address) => check(address, "right"));
  assertEquals(await Promise.all(verdicts), ["right", "right", "right"]);
  assertEquals(computed, ["right"]);
});

table("the network of an address", networkOf, [
  ["IPv4", "10.1.2.3", "10.1.2.3"],
  ["IPv4 on a socket of IPv6", "::ffff:10.1.2.3", "10.1.2.3"],
  ["IPv6", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["IPv6 that is short", "2001:DB8::6", "2001:db8:0:0"],
  ["IPv6 that is short behind", "2001:db8:1:2::", "2001:db8:1:2"],
  ["loopback", "::1", "0:0:0:0"],
  ["link-local, with its interface", "fe80::1%eth0", "fe80:0:0:0"],
  ["unknown", "", ""],
]);
