/**
 * The functions of templates that change texts.
 *
 * @module
 */
import type { RE2JS } from "re2js";

/** `$1`, `${1}`, `$name`, `${name}`: of those without braces the longest name counts. `$$` is a $. */
const REFERENCE = /\$(?:(\$)|(\w+)|\{(\w+)\})/g;

/** A letter in front of which stands none. */
const INITIAL = /(?<![\p{L}\p{N}_])\p{L}/gu;

/** Every word with a capital. */
export function title(text: string): string {
  return text.replace(INITIAL, (letter) => letter.toUpperCase());
}

/** `host:9100` as `host`; what has no port stays. */
export function stripPort(hostPort: string): string {
  return split(hostPort)?.host ?? hostPort;
}

/** `host.example.org:9100` as `host:9100`; addresses stay. */
export function stripDomain(hostPort: string): string {
  const { host, port } = split(hostPort) ?? { host: hostPort, port: "" };
  if (/^[\d.]+$/.test(host) && host.split(".").length === 4 || host.includes(":")) return hostPort;
  const name = host.split(".")[0];
  return port === "" ? name : `${name}:${port}`;
}

/** Host and port; undefined where there are not just these two. */
function split(hostPort: string): { readonly host: string; readonly port: string } | undefined {
  const [, bracketed, plain, port] =
    /^(?:\[([^\[\]]*)\]|([^:\[\]]*)):([^:\[\]]*)$/.exec(hostPort) ??
      [];
  return port === undefined ? undefined : { host: bracketed ?? plain, port };
}

/** Puts a replacement, which may name groups, in the place of everything that is found. */
export function replaceAll(expression: RE2JS, replacement: string, text: string): string {
  const found = expression.matcher(text);
  const names = expression.namedGroups();
  let made = "", from = 0;
  while (found.find()) {
    const group = (name: string) => {
      const index = /^\d+$/.test(name) ? Number(name) : names[name] ?? -1;
      return index >= 0 && index <= found.groupCount() ? found.group(index) ?? "" : "";
    };
    made += text.slice(from, found.start());
    // As in Go: nothing that is found right behind something else is not replaced.
    if (found.end() > from || found.start() === 0) {
      made += replacement.replace(
        REFERENCE,
        (_, dollar, name, braced) => dollar ?? group(name ?? braced),
      );
    }
    from = found.end();
    if (made.length > 1_000_000) throw new RangeError("the text becomes too long");
  }
  return made + text.slice(from);
}
