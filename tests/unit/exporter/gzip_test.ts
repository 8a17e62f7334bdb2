import { gunzipSync } from "node:zlib";
import { gzip, gzipping } from "../../../exporter/gzip.ts";
import { assert, assertEquals } from "../../assert.ts";

async function unzipped(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")))
    .text();
}

Deno.test("gzip: what every reader unpacks to the same text", async () => {
  for (const text of ["", "a", "ä€😀\n".repeat(1000), "node_load1 0.25\n".repeat(100_000)]) {
    const zipped = gzip(text);
    assertEquals(await unzipped(zipped), text);
    assertEquals(gunzipSync(zipped).toString(), text);
  }
});

Deno.test("gzip of many bytes: one file, compressed in pieces between which others may work", async () => {
  const texts = Array.from(
    { length: 40 },
    (_, i) => `node_network_receive_bytes_total{device="eth${i}"} ${i ** 9}é\n`.repeat(1000),
  );
  const whole = texts.join("");
  const work = gzipping(new TextEncoder().encode(whole));
  let turns = 0;
  for (let step = work.next();; step = work.next(), turns++) {
    if (!step.done) continue;
    assertEquals(await unzipped(step.value), whole);
    // The pieces know nothing of each other, and are large enough for that to cost next to nothing.
    assert(step.value.length < 1.05 * gzip(whole).length, `${step.value.length} bytes`);
    break;
  }
  assert(turns >= whole.length / (1024 * 1024), `${turns} turns for ${whole.length} characters`);
});
