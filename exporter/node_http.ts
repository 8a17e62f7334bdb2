/**
 * A fetch-style handler behind `node:http`'s requests.
 *
 * @module
 */
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Client, Service } from "./client.ts";
import { text } from "./metrics_handler.ts";

/** Milliseconds for which a body still comes after its answer, until the connection is closed. */
const LINGERING = 1000;

/** Whether more is read from a client: what is not waits in the system, and then at the client. */
export interface Intake {
  stop(): void;
  start(): void;
}

/**
 * Answers a request of a TLS connection; it looks to the handler as one of `Deno.serve` does.
 *
 * @param intake stopped while nobody wants to have the body
 */
export async function respond(
  handler: Service,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  client: Client,
  failed: (error: unknown) => void,
  intake: Intake,
): Promise<void> {
  const gone = new AbortController();
  outgoing.once("close", () => gone.abort());
  const answer = (response: Response) => {
    if (isComing(incoming)) closeAfter(incoming, outgoing);
    intake.start();
    return send(response, outgoing, gone.signal);
  };
  try {
    const request = requestOf(incoming, gone.signal, intake);
    await answer(request ? await handler(request, client) : text(400, "no such address\n"));
  } catch (error) {
    // A client that went away is no failure of ours.
    if (gone.signal.aborted) return;
    failed(error);
    if (outgoing.headersSent) outgoing.destroy();
    else await answer(text(500, "this request failed; the log says why\n"));
  }
}

/** The request; undefined where its address or a header cannot be one. */
function requestOf(
  incoming: IncomingMessage,
  signal: AbortSignal,
  intake: Intake,
): Request | undefined {
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
      body: hasBody ? bodyOf(incoming, intake) : null,
    });
  } catch {
    // The client's fault, and it is told so.
    return undefined;
  }
}

/** A request's body. What the handler does not read of it stays in `incoming`, for others to read. */
function bodyOf(
  incoming: IncomingMessage,
  intake: Intake,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let parts: AsyncIterator<Uint8Array<ArrayBuffer>>;
  if (isComing(incoming)) intake.stop();
  return new ReadableStream({
    async pull(controller) {
      parts ??= incoming.iterator({ destroyOnReturn: false });
      intake.start();
      const { value, done } = await parts.next();
      if (done) return controller.close();
      intake.stop();
      controller.enqueue(value);
    },
  }, { highWaterMark: 0 });
}

/** Whether some of the request's body has not come yet. */
function isComing({ complete, headers }: IncomingMessage): boolean {
  const { "content-length": length = "0", "transfer-encoding": encoding } = headers;
  return !complete && (encoding !== undefined || Number(length) > 0);
}

/**
 * Closes the connection after the answer. The client may be sending a body still: if it were closed at
 * once, the system would reset it, and the client might lose the answer.
 */
function closeAfter(incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { socket } = incoming;
  outgoing.shouldKeepAlive = false;
  // What comes is dropped; where the handler began to read, its listener would keep it.
  incoming.removeAllListeners("readable");
  incoming.resume();
  // So node:http closes a connection when its last answer is sent.
  socket.destroySoon = () => {
    socket.end();
    const timer = setTimeout(() => socket.destroy(), LINGERING);
    socket.once("close", () => clearTimeout(timer));
  };
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
