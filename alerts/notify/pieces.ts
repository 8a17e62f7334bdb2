/**
 * The body of an answer, piece by piece, until a signal ends it: what aborts a `fetch` does not always reach a
 * body that is under way (Deno 2.9 lost it in some hundred times, here).
 *
 * @throws whatever the signal was aborted with, or what the connection failed with
 */
export async function* pieces(
  { body }: Response,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  signal.throwIfAborted();
  if (!body) return;
  const reader = body.getReader();
  // The connection may be gone already.
  const end = () => reader.cancel().catch(() => {});
  signal.addEventListener("abort", end);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) return;
      yield value;
    }
  } finally {
    signal.removeEventListener("abort", end);
    await end();
  }
}
