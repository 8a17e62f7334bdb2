/**
 * The live page's files, as `deno task build` made them.
 *
 * @see scripts/build.ts
 * @module
 */
import { createHash } from "node:crypto";
import type { Handler } from "../metrics_handler.ts";
import { text } from "../metrics_handler.ts";
import { acceptsEncodings } from "../std.ts";
import { remembering } from "../remembering.ts";
import type { RouteHandler } from "../router.ts";
import { escapeHtml } from "../landing.ts";

/** A file of the page whose name has its hash. */
export interface Asset {
  /** Content type. */
  readonly type: string;
  /** Its bytes by brotli, in base64. */
  readonly brotli: string;
}

/** The page: its HTML, with placeholders, and what it loads, by name. */
export interface PageBundle {
  readonly html: string;
  readonly assets: Readonly<Record<string, Asset>>;
}

/** What the HTML says of the program. */
export interface PageFacts {
  readonly version: string;
  readonly hostname: string;
  readonly metricsPath: string;
}

/** Everything comes from here, and no other page may show this one in a frame. */
const POLICY = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const SECURE: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

/** A name with a hash is the same for ever; a year is the longest that is usual. */
const FOR_EVER = "public, max-age=31536000, immutable";

/** The handler of `/`. */
export function pageHandler({ html }: PageBundle, facts: PageFacts): Handler {
  const page = html.replaceAll(
    /%(\w+)%/g,
    (_, name) => escapeHtml(facts[name as keyof PageFacts] ?? ""),
  );
  const etag = `"${createHash("sha256").update(page).digest("hex").slice(0, 20)}"`;
  const headers = {
    ...SECURE,
    etag,
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": POLICY,
    "cache-control": "no-cache",
  };
  return (request) =>
    knows(request, etag)
      ? new Response(null, { status: 304, headers })
      : new Response(page, { headers });
}

/** The handler of `/assets/:name`. */
export function assetsHandler({ assets }: PageBundle): RouteHandler {
  const made = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  return async (request, { name }) => {
    if (!Object.hasOwn(assets, name)) return text(404, "no such file of the live page\n");
    const asset = assets[name];
    const encoding = encodingFor(request.headers.get("accept-encoding") ?? "");
    const headers: Record<string, string> = {
      ...SECURE,
      // Of each encoding another.
      etag: `"${name}.${encoding}"`,
      "content-type": asset.type,
      "content-security-policy": POLICY,
      "cache-control": FOR_EVER,
      vary: "accept-encoding",
    };
    if (knows(request, headers.etag)) return new Response(null, { status: 304, headers });
    let bytes = made.get(headers.etag);
    if (!bytes) made.set(headers.etag, bytes = encoded(asset, encoding));
    if (encoding !== "identity") headers["content-encoding"] = encoding;
    return new Response(await bytes, { headers });
  };
}

/** A file in an encoding. Every browser takes brotli; what the few others take is made when they ask for it. */
async function encoded({ brotli }: Asset, encoding: Encoding): Promise<Uint8Array<ArrayBuffer>> {
  const packed = Uint8Array.fromBase64(brotli);
  if (encoding === "br") return packed;
  const { brotliDecompressSync, gzipSync } = await import("node:zlib");
  const plain = brotliDecompressSync(packed);
  return new Uint8Array(encoding === "gzip" ? gzipSync(plain) : plain);
}

type Encoding = "br" | "gzip" | "identity";

const encodingFor = remembering((accepted): Encoding => {
  if (accepted === "") return "identity";
  const request = { headers: new Headers({ "accept-encoding": accepted }) };
  // The smaller first, though browsers name gzip before it.
  const packed = (["br", "gzip"] as const).find((one) =>
    acceptsEncodings(request, one, "identity") === one
  );
  return packed ?? "identity";
});

/** Whether the client has it already. */
function knows(request: Request, etag: string): boolean {
  const given = request.headers.get("if-none-match") ?? "";
  return given.split(",").some((one) => one.trim().replace(/^W\//, "") === etag);
}
