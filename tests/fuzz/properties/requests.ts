/** What clients say of themselves. */
import fc from "fast-check";
import { collectors } from "../../../collectors/mod.ts";
import { credentials } from "../../../exporter/auth.ts";
import { withoutForeignPages } from "../../../exporter/foreign_pages.ts";
import { metricsHandler } from "../../../exporter/metrics_handler.ts";
import { router } from "../../../exporter/router.ts";
import { Scraper } from "../../../exporter/scrape.ts";
import { Telemetry } from "../../../exporter/telemetry.ts";
import { MadeUpHost } from "../../fixture.ts";
import { type FuzzProperty, tried } from "../property.ts";

const headerValue = fc.oneof(
  fc.stringMatching(/^[\x21-\x7e ]{0,40}$/),
  fc.array(
    fc.constantFrom(
      "text/plain",
      "*/*",
      ";q=",
      "0",
      "1.5",
      "gzip",
      ",",
      "identity",
      "openmetrics",
      ";",
    ),
    { maxLength: 12 },
  ).map((parts) => parts.join("")),
).map((value) => value.trim());

const headers = fc.dictionary(
  fc.constantFrom(
    "accept",
    "accept-encoding",
    "x-prometheus-scrape-timeout-seconds",
    "origin",
    "sec-fetch-site",
    "user-agent",
    "accept-language",
  ),
  headerValue,
);
const path = fc.oneof(
  fc.constantFrom("/metrics", "/metrics?collect[]=loadavg", "/label/%zz/x", "/label/%2e/x"),
  fc.string({ maxLength: 20 }).map((text) => `/metrics?${encodeURI(text.toWellFormed())}`),
  fc.string({ maxLength: 20 }).map((text) => `/${text.toWellFormed()}`),
);

/** The properties. */
export function requests(): FuzzProperty[] {
  const loadavg = collectors.filter(({ name }) => name === "loadavg");
  const host = new MadeUpHost({ "proc/loadavg": "0.1 0.2 0.3 1/2 3\n" });
  globalThis.addEventListener("unload", () => host[Symbol.dispose]());
  const scraper = new Scraper(loadavg, host.host(loadavg[0]));
  const telemetry = new Telemetry("1.2.3");
  const metrics = metricsHandler({ scraper, telemetry, maxRequests: 40 });
  const service = withoutForeignPages(
    ["db1"],
    [],
    router({ "/metrics": metrics, "/label/:name/x": () => new Response("x\n") }),
  );
  return [
    {
      name: "requests: whatever its address and headers, one is answered and does not fail",
      runs: 500,
      property: fc.asyncProperty(path, headers, async (path, headers) => {
        const url = URL.parse(`http://db1${path}`);
        fc.pre(url !== null);
        const request = new Request(url!, { headers });
        const { status } = await service(request);
        return [200, 400, 403, 404].includes(status);
      }),
    },
    {
      name: "requests: any Authorization is of a user and a password, or of nobody",
      runs: 500,
      property: fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.base64String().map((text) => `Basic ${text}`),
        ),
        (header) => {
          tried(() => credentials(header), []);
          return true;
        },
      ),
    },
  ];
}
