/**
 * A fetch-style handler behind `node:http`'s requests.
 *
 * @module
 */
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import type { Client, Service } from "./client.ts";
import { text } from "./metrics_handler.ts";

/** Answers a request of a TLS connection; it looks to the handler as one of `Deno.serve` does. */
export async function respond(
  handler: Service,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  client: Client,
  failed: (error: unknown) => void,
): Promise<void> {
  const gone = new AbortController();
  outgoing.once("close", () => gone.abort());
  try {
    const request = requestOf(incoming, gone.signal);
    await send(
      request ? await handler(request, client) : text(400, "no such address\n"),
      outgoing,
      gone.signal,
    );
  } catch (error) {
    // A client that went away is no failure of ours.
    if (gone.signal.aborted) return;
    failed(error);
    if (outgoing.headersSent) outgoing.destroy();
    else await send(text(500, "this request failed; the log says why\n"), outgoing, gone.signal);
  }
}

/** The request; undefined where its address or a header cannot be one. */
function requestOf(incoming: IncomingMessage, signal: AbortSignal): Request | undefined {
  const { method = "GET", url = "/", headers, rawHeaders, socket } = incoming;
  const host = headers.host ?? `${socket.localAddress}:${socket.localPort}`;
  const hasBody = method !== "GET" && method !== "HEAD";
  try {
    const fields = new Headers();
    for (let i = 0; i < rawHeaders.length; i += 2) fields.append(rawHeaders[i], rawHeaders[i + 1]);
    return new Request(url.startsWith("/") ? `https://${host}${url}` : url, {
      method,
      headers: fields,
      signal,
      body: hasBody ? Readable.toWeb(incoming) as ReadableStream<Uint8Array<ArrayBuffer>> : null,
    });
  } catch {
    // The client's fault, and it is told so.
    return undefined;
  }
}

async function send(
  response: Response,
  outgoing: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  outgoing.writeHead(response.status, [...response.headers].flat());
  const { body } = response;
  if (!body || outgoing.req.method === "HEAD") {
    outgoing.end();
    await body?.cancel();
    return;
  }
  const reader = body.getReader();
  // A page that never ends stops being made when nobody reads it.
  signal.addEventListener("abort", () => void reader.cancel().catch(() => {}), { once: true });
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (!outgoing.write(part.value) && !signal.aborted) await once(outgoing, "drain", { signal });
  }
  outgoing.end();
}
