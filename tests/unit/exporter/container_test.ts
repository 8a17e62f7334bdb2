import { inContainer } from "../../../exporter/container.ts";
import { assertEquals } from "../../assert.ts";

const on = (files: string[], variables: Record<string, string>) =>
  inContainer((path) => files.includes(path), (name) => variables[name]);

Deno.test("containers are told by what their runtimes leave behind", () => {
  assertEquals(on(["/.dockerenv"], {}), true);
  assertEquals(on(["/run/.containerenv"], {}), true);
  assertEquals(on([], { container: "lxc" }), true);
  assertEquals(on([], { KUBERNETES_SERVICE_HOST: "192.0.2.1" }), true);
  assertEquals(on(["/etc/hosts"], { container: "", PATH: "/bin" }), false);
});
