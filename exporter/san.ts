/**
 * The subject alternative names of a certificate, read from its DER.
 *
 * `getPeerCertificate().subjectaltname` is one text with commas between the names, and Deno does not
 * quote a name that has a comma itself: `URI:http://x/, DNS:admin` may be one name or two.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.6
 * @module
 */

/** An element: its tag and what it holds. */
interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
}

const SEQUENCE = 0x30;
const EXTENSIONS = 0xa3;
/** 2.5.29.17, id-ce-subjectAltName. */
const SUBJECT_ALT_NAME = "55,1d,11";
/** GeneralName's rfc822Name, dNSName and uniformResourceIdentifier. */
const TEXTS = [0x81, 0x82, 0x86];
const IP_ADDRESS = 0x87;

/**
 * Its DNS names, e-mail addresses, IP addresses (`10.0.0.1`, `2001:db8::1`) and URIs.
 *
 * @param der an X.509 certificate
 * @throws {SyntaxError} where it is none
 */
export function subjectAltNames(der: Uint8Array): string[] {
  const extensions = elements(inside(inside(der))).find(({ tag }) => tag === EXTENSIONS);
  if (!extensions) return [];
  for (const extension of elements(inside(extensions.content))) {
    const parts = elements(extension.content);
    const id = [...parts[0]?.content ?? []].map((byte) => byte.toString(16)).join();
    if (id === SUBJECT_ALT_NAME) {
      return elements(inside(parts.at(-1)!.content)).flatMap(nameOf);
    }
  }
  return [];
}

function nameOf({ tag, content }: Element): string[] {
  if (TEXTS.includes(tag)) return [new TextDecoder("latin1").decode(content)];
  return tag === IP_ADDRESS ? [ipAddress(content)] : [];
}

function ipAddress(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join(".");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const groups = Array.from({ length: bytes.length >> 1 }, (_, i) => view.getUint16(2 * i));
  if (groups.length !== 8) throw new SyntaxError(`no IP address: ${bytes.length} bytes`);
  const text = groups.map((group) => group.toString(16)).join(":");
  // The way to write it that RFC 5952 wants.
  return new URL(`http://[${text}]`).hostname.slice(1, -1);
}

/** What the first element, which must be a sequence, holds. */
function inside(bytes: Uint8Array): Uint8Array {
  const [first] = elements(bytes);
  if (first?.tag !== SEQUENCE) throw new SyntaxError("no X.509 certificate: a sequence is missing");
  return first.content;
}

/** The elements that stand one after the other. */
function elements(bytes: Uint8Array): Element[] {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes[at];
    let length = bytes[at + 1];
    at += 2;
    if (length > 0x80) {
      const octets = bytes.subarray(at, at + (length & 0x7f));
      length = octets.reduce((sum, octet) => sum * 256 + octet, 0);
      at += octets.length;
    }
    if (!(at + length <= bytes.length)) {
      throw new SyntaxError("no X.509 certificate: it is cut off");
    }
    found.push({ tag, content: bytes.subarray(at, at + length) });
    at += length;
  }
  return found;
}
