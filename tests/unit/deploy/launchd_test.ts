import { launchdPlist } from "../../../deploy/service/launchd.ts";
import type { Ended } from "../../../deploy/service/plan.ts";
import { assert, assertEquals, assertRejects } from "../../assert.ts";
import { on, StandIn } from "./stand_in.ts";

const PLIST = "/Library/LaunchDaemons/hostvitals.plist";
const LOADED = "launchctl print system/hostvitals";
const OUT = "launchctl bootout system/hostvitals";

/** A Mac on which a daemon is loaded until it was taken out, and asked for so many times after that. */
class Mac extends StandIn {
  override os = "darwin";
  loaded = true;
  lingers = 0;
  /** How taking out ends. */
  out: Ended = { code: 0, said: "" };

  override run = (command: readonly string[]) => {
    const line = command.join(" ");
    this.done.push(line);
    if (line === OUT) this.loaded = false;
    const is = line === OUT
      ? this.out
      : line !== LOADED || this.loaded || this.lingers-- > 0
      ? { code: 0, said: "" }
      : { code: 113, said: "Could not find service" };
    return Promise.resolve(is);
  };
}

const MAC_INSTALL = [
  "install -d -o daemon -m 0750 /var/db/hostvitals",
  "install -d -m 0755 /usr/local/bin",
  "copy /root/hostvitals /usr/local/bin/hostvitals",
  `write ${PLIST}`,
  `launchctl bootstrap system ${PLIST}`,
  `sh -c ${LOADED} | grep "state = running"`,
];

Deno.test("launchd: what is not loaded is not taken out, whether its file is there or not", async () => {
  const host = new Mac();
  host.loaded = false;
  for (let time = 0; time < 2; time++) {
    host.done.length = 0;
    await on(host, "install", { flags: ["--port=9101"] });
    assertEquals(host.done, [LOADED, LOADED, ...MAC_INSTALL]);
  }
  assert(host.files.get(PLIST)!.includes("    <string>--port=9101</string>\n  </array>"));
  host.done.length = 0;
  await on(host, "uninstall");
  assertEquals(host.done, [LOADED, LOADED, `remove ${PLIST}`]);
});

Deno.test("launchd: an older daemon is taken out first, however long it takes to end", async () => {
  const host = new Mac();
  Object.assign(host, { out: { code: 36, said: "36: Operation now in progress" }, lingers: 2 });
  await on(host, "install");
  assertEquals(host.done, [LOADED, OUT, LOADED, LOADED, LOADED, ...MAC_INSTALL]);
});

Deno.test("launchd: one that is not to be taken out ends it, and says so", async () => {
  const refused = new Mac();
  refused.out = { code: 1, said: "1: Operation not permitted" };
  await assertRejects(() => on(refused, "install"), Error, "1: Operation not permitted");
  const stays = new Mac();
  stays.lingers = 1000;
  await assertRejects(() => on(stays, "install"), Error, "it is still so after 30 s");
  assertEquals([refused, stays].map(({ files }) => files.size), [0, 0]);
});

Deno.test("launchd: what ends at once is not said to run", async () => {
  const host = new StandIn();
  host.os = "darwin";
  host.ends = { "launchctl print": { code: 113, said: "" }, "sh -c": { code: 1, said: "" } };
  await assertRejects(
    () => on(host, "install"),
    Error,
    "it has ended already, see /var/db/hostvitals/hostvitals.log",
  );
});

Deno.test("launchd: the status of what is loaded and does not run is 3, as systemd's", async () => {
  const host = new StandIn();
  host.os = "darwin";
  host.files.set(PLIST, "");
  for (const [state, code] of [["running", 0], ["spawn scheduled", 3]] as const) {
    const said = `system/hostvitals = {\n\tactive count = 0\n\tstate = ${state}\n}`;
    host.ends = { "launchctl print": { code: 0, said: `${said}\n` } };
    assertEquals(await on(host, "status"), { code, said });
  }
});

Deno.test("what a flag says does not become XML", () => {
  assert(launchdPlist(["--x=<&>$&"]).includes("<string>--x=&lt;&amp;&gt;$&amp;</string>"));
});
