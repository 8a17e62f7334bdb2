/**
 * Requests that no client should send.
 *
 * @module
 */

const MEGABYTE = "x".repeat(1_000_000);
/** The rest of a head behind which the connection is closed. */
export const CLOSE = "Host: a\r\nConnection: close\r\n\r\n";

/** What is sent, and what the answer begins with; an empty pattern is a closed connection. */
export const BAD_REQUESTS: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
  ["garbage", "nonsense\r\n\r\n", /^(HTTP\/1.1 400|$)/],
  ["TLS", new Uint8Array([0x16, 3, 1, 0, 200, 1, 0, 0, 196, 3, 3]), /^(HTTP\/1.1 400|$)/],
  ["zeros", new Uint8Array(10_000), /^(HTTP\/1.1 400|$)/],
  ["no request at all", "", /^$/],
  ["half a request line", "GET /metr", /^(HTTP\/1.1 400|$)/],
  ["a path of a megabyte", `GET /${MEGABYTE} HTTP/1.1\r\n${CLOSE}`, /^(HTTP\/1.1 (404|414|431)|$)/],
  [
    "a header of a megabyte",
    `GET /metrics HTTP/1.1\r\nX: ${MEGABYTE}\r\n${CLOSE}`,
    /^(HTTP\/1.1 431|$)/,
  ],
  [
    "ten thousand headers",
    `GET /metrics HTTP/1.1\r\n${"X: y\r\n".repeat(10_000)}${CLOSE}`,
    /^(HTTP\/1.1 (400|431)|$)/,
  ],
  [
    "a query of a megabyte",
    `GET /metrics?${MEGABYTE} HTTP/1.1\r\n${CLOSE}`,
    /^(HTTP\/1.1 (200|414|431)|$)/,
  ],
  ["percent games", `GET /%00%2e%2e/%zz HTTP/1.1\r\n${CLOSE}`, /^HTTP\/1.1 404/],
  ["a way up", `GET /../../etc/passwd HTTP/1.1\r\n${CLOSE}`, /^HTTP\/1.1 404/],
  ["NUL in the path", `GET /metrics\0 HTTP/1.1\r\n${CLOSE}`, /^(HTTP\/1.1 400|$)/],
  ["a path that is none", `GET metrics HTTP/1.1\r\n${CLOSE}`, /^(HTTP\/1.1 (400|404)|$)/],
  [
    "an address as path",
    `GET http://x/metrics?collect[]=loadavg HTTP/1.1\r\n${CLOSE}`,
    /^HTTP\/1.1 (200|404)/,
  ],
  ["a method of its own", `FROB /metrics HTTP/1.1\r\n${CLOSE}`, /^HTTP\/1.1 405/],
  ["HTTP/1.0 without a host", "GET /-/healthy HTTP/1.0\r\n\r\n", /^HTTP\/1.0 200/],
  ["HTTP/9", `GET / HTTP/9.9\r\n${CLOSE}`, /^(HTTP\/1.1 (400|505)|$)/],
  [
    "bytes in headers",
    new TextEncoder().encode(`GET /metrics HTTP/1.1\r\nAccept: é\u0001\r\n${CLOSE}`),
    /^(HTTP\/1.1 (200|400)|$)/,
  ],
  [
    "a body on GET",
    `GET /-/healthy HTTP/1.1\r\nContent-Length: 5\r\n${CLOSE}hello`,
    /^HTTP\/1.1 200/,
  ],
];
