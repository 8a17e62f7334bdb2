import { parseListenAddress } from "../../../exporter/listen_address.ts";
import { assertEquals } from "../../assert.ts";

Deno.test("the zone of an IPv6 address is an interface, whose name may have a dash", () => {
  assertEquals(parseListenAddress("[fe80::1%br-lan.7]:9100"), {
    hostname: "fe80::1%br-lan.7",
    port: 9100,
  });
});
