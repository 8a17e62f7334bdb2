import { inContainer } from "../../../exporter/container.ts";
import { assertEquals } from "../../assert.ts";

const OTHER = "pid:[4026532281]";
const on = (files: string[], variables: Record<string, string>, namespace?: string) =>
  inContainer((path) => files.includes(path), (name) => variables[name], namespace);

Deno.test("containers are told by what their runtimes leave behind", () => {
  assertEquals(on(["/.dockerenv"], {}, OTHER), true);
  assertEquals(on(["/run/.containerenv"], {}), true);
  assertEquals(on([], { container: "lxc" }, OTHER), true);
  assertEquals(on([], { KUBERNETES_SERVICE_HOST: "192.0.2.1" }, OTHER), true);
  assertEquals(on(["/etc/hosts"], { container: "", PATH: "/bin" }, OTHER), false);
});

Deno.test("whoever sees the host's own processes is not in a container, whatever lies around", () => {
  assertEquals(on(["/.dockerenv"], { container: "oci" }, "pid:[4026531836]"), false);
});
