/**
 * The identity of an alert.
 *
 * @module
 */

type Labels = Readonly<Record<string, string>>;

const known = new WeakMap<Labels, string>();
const encoder = new TextEncoder();

/**
 * The hash of labels as Alertmanager's API shows it: FNV-1a of 64 bits over the sorted names and values, a
 * byte 255 behind each, in 16 hexadecimal digits.
 *
 * @param labels never changed after: what was found is remembered
 * @see http://www.isthe.com/chongo/tech/comp/fnv/
 */
export function fingerprint(labels: Labels): string {
  let found = known.get(labels);
  if (!found) known.set(labels, found = hash(labels));
  return found;
}

function hash(labels: Labels): string {
  // The offset basis 0xcbf29ce484222325 in two halves: numbers hold 53 bits exactly.
  let high = 0xcbf29ce4, low = 0x84222325;
  const add = (byte: number) => {
    low = (low ^ byte) >>> 0;
    // Times the prime 2^40 + 0x1b3.
    const product = low * 0x1b3;
    high = (high * 0x1b3 + Math.floor(product / 2 ** 32) + low * 0x100) % 2 ** 32;
    low = product % 2 ** 32;
  };
  for (const name of Object.keys(labels).sort()) {
    for (const text of [name, labels[name]]) {
      for (const byte of encoder.encode(text)) add(byte);
      add(0xff);
    }
  }
  return [high, low].map((half) => half.toString(16).padStart(8, "0")).join("");
}
