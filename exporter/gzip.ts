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

let zlib: typeof import("node:zlib") | undefined;

/** Loads it for the first who takes gzip: 20 ms on Deno 2.9, of which two parts are what it is made of. */
function* loadingZlib(): Generator<void, typeof import("node:zlib")> {
  if (zlib) return zlib;
  for (const part of ["node:events", "node:stream"] as const) {
    process.getBuiltinModule(part);
    yield;
  }
  return zlib = process.getBuiltinModule("node:zlib");
}

/** The fastest: at 60 kB it takes a fifth of the usual level's time and gives a third more bytes. */
const LEVEL = 1;

/** Characters that are compressed before others may work. */
const PIECE = 512 * 1024;

/** What stands before the compressed bytes: deflate, no name, no time, the fastest, an unknown system (RFC 1952). */
const HEAD = new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 255]);

/** The empty block that ends them (RFC 1951). */
const LAST_BLOCK = new Uint8Array([3, 0]);

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
  const { constants: { Z_SYNC_FLUSH }, crc32, deflateRawSync } = yield* loadingZlib();
  yield;
  const pieces = grouped(texts);
  // A UTF-16 unit is at most three bytes of UTF-8.
  const most = Math.max(...pieces.map(lengthOf)) * (ascii ? 1 : 3);
  const bytes = spare && spare.length >= most ? spare : new Uint8Array(Math.ceil(1.25 * most));
  spare = undefined;
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [HEAD];
  let sum = 0, length = 0;
  for (const texts of pieces) {
    let end = 0;
    for (const text of texts) end += encoder.encodeInto(text, bytes.subarray(end)).written;
    const piece = bytes.subarray(0, end);
    sum = crc32(piece, sum);
    length += end;
    // Blocks that end at a whole byte: the next piece's stand behind them.
    parts.push(deflateRawSync(piece, { level: LEVEL, finishFlush: Z_SYNC_FLUSH }));
    yield;
  }
  const end = new DataView(new ArrayBuffer(8));
  end.setUint32(0, sum, true);
  end.setUint32(4, length, true);
  parts.push(LAST_BLOCK, new Uint8Array(end.buffer));
  spare = bytes;
  return joined(parts);
}

/** Texts in pieces of about so many characters. */
function grouped(texts: readonly string[]): (readonly string[])[] {
  const pieces: string[][] = [[]];
  let length = 0;
  for (const text of texts) {
    if (length >= PIECE) {
      pieces.push([]);
      length = 0;
    }
    pieces.at(-1)!.push(text);
    length += text.length;
  }
  return pieces;
}

const lengthOf = (texts: readonly string[]) => texts.reduce((sum, { length }) => sum + length, 0);

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
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
