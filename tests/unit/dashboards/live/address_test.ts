/** The page asks beside itself. */
import { addressOf } from "../../../../dashboards/live/address.ts";
import { assertEquals } from "../../../assert.ts";

const PAGES: Readonly<Record<string, string>> = {
  "http://host:9100/": "http://host:9100/api/v1/live",
  "http://host:9100/#section-cpu": "http://host:9100/api/v1/live",
  "https://all.example/hosts/web1/": "https://all.example/hosts/web1/api/v1/live",
  // Of such an address browsers take no question.
  "http://user:secret@host:9100/": "http://host:9100/api/v1/live",
};

for (const [page, address] of Object.entries(PAGES)) {
  Deno.test(`the page at ${page} asks ${address}`, () => {
    const before = Object.getOwnPropertyDescriptor(globalThis, "location")!;
    Object.defineProperty(globalThis, "location", { value: new URL(page), configurable: true });
    try {
      assertEquals(addressOf("api/v1/live"), address);
    } finally {
      Object.defineProperty(globalThis, "location", before);
    }
  });
}
