import { router } from "../../../exporter/router.ts";
import { assertEquals, assertStringIncludes } from "../../assert.ts";

const page = () => new Response("a page");
const ask = (routes: ReturnType<typeof router>, path: string, method = "GET") =>
  routes(new Request(`http://localhost${path}`, { method }));

Deno.test("what is no page gets 404, what is no GET gets 405, HEAD is answered", async () => {
  const routes = router({ "/metrics": page });
  const status = async (path: string, method = "GET") => (await ask(routes, path, method)).status;
  assertEquals(await status("/metrics"), 200);
  assertEquals(await status("/metrics?x=/y"), 200);
  assertEquals(await status("/metrics", "HEAD"), 200);
  for (const path of ["/", "/metrics/", "/Metrics", "/%6detrics", "/toString", "/__proto__"]) {
    assertEquals(await status(path), 404, path);
  }
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"]) {
    assertEquals(await status("/metrics", method), 405, method);
  }
});

Deno.test("a route may take other methods; the others stay as they are", async () => {
  const routes = router({
    "/form": { methods: ["GET", "HEAD", "POST"], handler: page },
    "/metrics": page,
  });
  for (const method of ["GET", "HEAD", "POST"]) {
    assertEquals((await ask(routes, "/form", method)).status, 200, method);
  }
  const put = await ask(routes, "/form", "PUT");
  assertEquals([put.status, put.headers.get("allow")], [405, "GET, HEAD, POST"]);
  assertStringIncludes(await put.text(), "use GET or POST");
  const post = await ask(routes, "/metrics", "POST");
  assertEquals([post.status, post.headers.get("allow")], [405, "GET, HEAD"]);
  assertEquals(await post.text(), "POST is not for this page: use GET\n");
});

Deno.test("a route with an open part gets what stands there, decoded", async () => {
  const routes = router({
    "/label/:name/values": (_, { name }) => new Response(name),
    "/label/all/values": () => new Response("the fixed one"),
  });
  const said = async (path: string) => {
    const response = await ask(routes, path);
    return response.ok ? await response.text() : response.status;
  };
  assertEquals(await said("/label/job/values"), "job");
  assertEquals(await said("/label/job/values?a=/b"), "job");
  assertEquals(await said("/label/a%2Fb%20%C3%A9/values"), "a/b é");
  assertEquals(await said("/label/__proto__/values"), "__proto__");
  assertEquals(await said("/label/all/values"), "the fixed one");
  for (
    const path of [
      "/label//values",
      "/label/values",
      "/label/a/b/values",
      "/label/%ff/values",
      "/x/label/a/values",
    ]
  ) {
    assertEquals(await said(path), 404, path);
  }
});
