/** Guessing passwords: bounded work and memory, and whoever knows the right one goes on. */
import bcrypt from "bcryptjs";
import { assert, assertEquals } from "../assert.ts";
import { Certificates } from "../certificates.ts";
import { Program } from "../program.ts";
import { beside, long, Report } from "./beside.ts";

const report = new Report();
globalThis.addEventListener("unload", () => report.print());

const GUESSERS = 100;
/** Answers a second to wrong passwords, of all clients together. */
const MOST_ANSWERS = 200;

Deno.test("a hundred that guess passwords cost one hash at a time, and not the scraper who knows it", async () => {
  using made = new Certificates();
  made.write("web.yml", `basic_auth_users: { ada: "${bcrypt.hashSync("right", 10)}" }\n`);
  await using program = await Program.start(`--web.config.file=${made.path("web.yml")}`);
  const authorization = `Basic ${btoa("ada:right")}`;
  // Its password is known from then on.
  assertEquals((await program.fetch("metrics", { headers: { authorization } })).status, 200);
  const statuses = new Map<number, number>();
  let guess = 0;
  const since = performance.now();
  const seen = await beside(program, async () => {
    const until = performance.now() + (long ? 60_000 : 5000);
    await Promise.all(Array.from({ length: GUESSERS }, async () => {
      while (performance.now() < until) {
        const user = guess % 2 === 0 ? "ada" : `user${guess}`;
        const wrong = btoa(`${user}:guess ${guess++} ${"x".repeat(guess % 1000)}`);
        const headers = { authorization: `Basic ${wrong}` };
        const response = await program.fetch("metrics", { headers });
        await response.body?.cancel();
        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      }
    }));
  }, { authorization });
  const seconds = (performance.now() - since) / 1000;
  const answers = [...statuses].map(([status, n]) => `${n} × ${status}`).join(", ");
  report.add(`${GUESSERS} that guess passwords`, seen, answers);
  assertEquals(seen.failures, [], answers);
  assert(seen.peak < 400, `${seen.peak} MB`);
  assertEquals([...statuses.keys()].filter((status) => ![401, 503].includes(status)), []);
  const all = [...statuses.values()].reduce((sum, n) => sum + n);
  assert(all <= seconds * MOST_ANSWERS + 1, `${all} answers in ${seconds} s`);
  // No more hashes than one core computes, however many ask.
  assert(statuses.get(401)! <= (long ? 60 : 5) * 50, answers);
});
