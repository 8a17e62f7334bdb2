/**
 * Bodies as gzip.
 *
 * @module
 */
import process from "node:process";
import { atOnce } from "../collectors/turns.ts";
import type { Exposition } from "./exposition.ts";
import { remembering } from "./remembering.ts";
import { acceptsEncodings } from "./std.ts";

/** Loaded by the first who takes gzip: it costs 12 ms. */
const zlib = () => process.getBuiltinModule("node:zlib");

/** The fastest: at 60 kB it takes a fifth of the usual level's time and gives a third more bytes. */
const LEVEL = 1;

/** Memory for the bytes of a text, which is kept; whoever works with it takes it away. */
let spare: Uint8Array<ArrayBuffer> | undefined;

/** Text as gzip. */
export const gzip = (text: string): Uint8Array<ArrayBuffer> =>
  atOnce(gzipping({ texts: [text], ascii: false }));

/** Texts, one behind the other, as gzip; in pieces, for `inTurns`. */
export function* gzipping(
  { texts, ascii }: Exposition,
): Generator<void, Uint8Array<ArrayBuffer>> {
  yield;
  const { gzipSync } = zlib();
  yield;
  // A UTF-16 unit is at most three bytes of UTF-8.
  const most = texts.reduce((sum, { length }) => sum + length, 0) * (ascii ? 1 : 3);
  const bytes = spare && spare.length >= most ? spare : new Uint8Array(Math.ceil(1.25 * most));
  spare = undefined;
  const encoder = new TextEncoder();
  let length = 0;
  for (const text of texts) {
    length += encoder.encodeInto(text, bytes.subarray(length)).written;
    yield;
  }
  const zipped = new Uint8Array(gzipSync(bytes.subarray(0, length), { level: LEVEL }));
  spare = bytes;
  return zipped;
}

/** Whether a client takes gzip, and likes it no less than the plain bytes. */
export function takesGzip(request: Pick<Request, "headers">): boolean {
  return likesGzip(request.headers.get("accept-encoding") ?? "");
}

const likesGzip = remembering((encodings) =>
  encodings !== "" &&
  acceptsEncodings(
      { headers: new Headers({ "accept-encoding": encodings }) },
      "gzip",
      "identity",
    ) === "gzip"
);
