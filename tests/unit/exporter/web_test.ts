import { webFrom } from "../../../exporter/web.ts";
import { assertEquals, assertThrows } from "../../assert.ts";
import { Certificates } from "../../certificates.ts";

Deno.test("a runtime whose TLS never answers is refused at the start, where TLS is asked for", () => {
  using made = new Certificates();
  made.make("a");
  made.write("plain.yml", "rate_limit:\n  interval: 1s\n  burst: 2\n");
  made.write("tls.yml", "tls_server_config:\n  cert_file: a.pem\n  key_file: a.key\n");
  const hasTls = (file: string, deno: string) => webFrom(made.path(file), deno).tls !== undefined;
  for (const deno of ["2.7.12", "2.6.99", "1.46.3"]) {
    assertThrows(
      () => hasTls("tls.yml", deno),
      Error,
      `TLS needs Deno 2.7.13 or newer, and this program runs on ${deno}: compile it with a newer one`,
    );
    assertEquals(hasTls("plain.yml", deno), false);
  }
  for (const deno of ["2.7.13", "2.7.13+abc", "2.9.6", "2.10.0", "3.0.0"]) {
    assertEquals(hasTls("tls.yml", deno), true);
  }
});
