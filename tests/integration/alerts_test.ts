/** Alerting of the started program. */
import { join } from "node:path";
import { Program, run } from "../program.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../assert.ts";

const RULES = `groups:
- name: test
  rules:
  - {record: "up:twice", expr: up * 2}
  - {alert: AlwaysOn, expr: "up:twice > 1", annotations: {says: "{{ $value }}"}}
`;

async function inDirectory(run: (dir: string) => Promise<void>): Promise<void> {
  const dir = Deno.makeTempDirSync();
  try {
    await run(dir);
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
}

/** Waits until something is so. */
async function until(is: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await is()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("it does not come to be so in 20 s");
}

// deno-lint-ignore no-explicit-any -- JSON
async function data(program: Program, path: string): Promise<any> {
  return (await (await program.fetch(`api/v1/${path}`)).json()).data;
}

async function alertOf(program: Program) {
  let found: { activeAt: string; state: string; annotations: unknown } | undefined;
  await until(async () => {
    const { alerts } = await data(program, "alerts");
    found = alerts.find(({ labels }: { labels: Record<string, string> }) =>
      labels.alertname === "AlwaysOn"
    );
    return found !== undefined;
  });
  return found!;
}

Deno.test("the rules of a file are evaluated beside those that are built in, and read anew at SIGHUP", () =>
  inDirectory(async (dir) => {
    const rules = join(dir, "rules.yml");
    Deno.writeTextFileSync(rules, RULES);
    const args = [`--alert.rules=${dir}/*.yml`];
    await using program = await Program.start(...args);
    const alert = await alertOf(program);
    assertEquals([alert.state, alert.annotations], ["firing", { says: "2" }]);
    const { groups } = await data(program, "rules");
    const files = new Set(groups.map(({ file }: { file: string }) => file));
    assertEquals([...files], ["built-in/system_alerts.yml", rules]);
    const { result } = await data(program, "query?query=ALERTS{alertname='AlwaysOn'}");
    assertEquals(result[0].metric.alertstate, "firing");
    const metrics = await program.metrics();
    assertMatch(metrics, /^hostvitals_rule_evaluations_total [1-9]/m);
    assertMatch(metrics, /^hostvitals_rule_evaluation_failures_total 0$/m);

    Deno.writeTextFileSync(rules, RULES.replace("> 1", "> >"));
    Deno.kill(program.pid, "SIGHUP");
    await until(() => program.log.includes("the rules stay as they are"));
    assertStringIncludes(program.log, `${rules}:5:41: group`);
    Deno.writeTextFileSync(rules, RULES.replace("name: test", "name: other"));
    Deno.kill(program.pid, "SIGHUP");
    await until(() => program.log.includes("the rule files were read anew"));
    const names = (await data(program, "rules")).groups.map(({ name }: { name: string }) => name);
    assertEquals(names.at(-1), "other");
  }));

Deno.test("a firing alert goes on after a restart with the time since when it is there", () =>
  inDirectory(async (dir) => {
    const rules = join(dir, "rules.yml");
    Deno.writeTextFileSync(rules, RULES);
    const args = [
      `--alert.rules=${rules}`,
      "--no-alert.builtin-rules",
      `--alert.state-file=${dir}/alerts.json`,
    ];
    let first: string;
    {
      await using program = await Program.start(...args);
      first = (await alertOf(program)).activeAt;
      assertEquals((await data(program, "rules")).groups.length, 1);
      assertEquals(await program.end(), 0);
    }
    await using program = await Program.start(...args);
    assertEquals((await alertOf(program)).activeAt, first);
  }));

Deno.test("with a wrong rule file the program does not start, and says where it is wrong", () =>
  inDirectory(async (dir) => {
    const rules = join(dir, "rules.yml");
    Deno.writeTextFileSync(rules, RULES.replace("up * 2", "up *"));
    const { code, stderr } = await run(["--host=127.0.0.1", "--port=0", `--alert.rules=${rules}`]);
    assertEquals(code, 1);
    assertEquals(stderr.trim().split("\n").length, 1);
    assertStringIncludes(
      stderr,
      `hostvitals: ${rules}:4:36: group "test", rule 1 "up:twice": expr cannot be parsed`,
    );
  }));

Deno.test("without alerts, or without a history, nothing is evaluated", async () => {
  for (const flag of ["--no-alerts", "--no-history"]) {
    await using program = await Program.start(flag);
    // There is nothing to be read anew, and nothing ends by that.
    if (Deno.build.os !== "windows") Deno.kill(program.pid, "SIGHUP");
    assertEquals(await data(program, "rules"), { groups: [] });
    assertEquals(await data(program, "alerts"), { alerts: [] });
    assert(!(await program.metrics()).includes("hostvitals_rule_"), flag);
  }
});
