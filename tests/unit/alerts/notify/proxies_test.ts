import { withoutProxyToLoopback } from "../../../../alerts/notify/proxies.ts";
import { assertEquals } from "../../../assert.ts";

const ENVIRONMENTS: readonly (readonly [Record<string, string>, string | undefined])[] = [
  [{}, undefined],
  [{ NO_PROXY: "a" }, "a"],
  [{ HTTP_PROXY: "http://p" }, "localhost,127.0.0.0/8,::1"],
  [{ https_proxy: "http://p", NO_PROXY: "", no_proxy: "a,b" }, "a,b,localhost,127.0.0.0/8,::1"],
  [{ all_proxy: "http://p", NO_PROXY: "a", no_proxy: "b" }, "a,localhost,127.0.0.0/8,::1"],
];

for (const [said, wanted] of ENVIRONMENTS) {
  Deno.test(`${JSON.stringify(said)} sends nothing to a proxy that is for this host`, () => {
    const env = new Map(Object.entries(said));
    withoutProxyToLoopback({
      get: (name) => env.get(name),
      set: (name, value) => void env.set(name, value),
    });
    assertEquals(env.get("NO_PROXY"), wanted);
  });
}
