import { count, malformed } from "./text.ts";

/** What IP Virtual Server did since it was loaded, in the order of /proc/net/ip_vs_stats. */
export const IPVS_TOTALS = [
  "connections",
  "incoming_packets",
  "outgoing_packets",
  "incoming_bytes",
  "outgoing_bytes",
] as const;

/**
 * Parses /proc/net/ip_vs_stats (net/netfilter/ipvs/ip_vs_ctl.c): the totals stand on the third line, in
 * hexadecimal.
 *
 *        Total Incoming Outgoing         Incoming         Outgoing
 *        Conns  Packets  Packets            Bytes            Bytes
 *     16AA370 E33656E5        0     51D8C8883AB3                0
 *
 * @returns in the order of {@linkcode IPVS_TOTALS}
 * @throws {SyntaxError} where the third line is not five numbers
 */
export function parseIpvsStats(text: string): number[] {
  const line = text.split("\n")[2] ?? "";
  const numbers = line.trim().split(/\s+/);
  if (numbers.length !== IPVS_TOTALS.length) throw malformed("net/ip_vs_stats", line || text);
  return numbers.map((number) => count(`0x${number}`, line));
}

/** A real server behind a virtual service. */
export interface Backend {
  /** `TCP`, `UDP`, `SCTP`; `FWM` for a service that is known by a firewall mark. */
  readonly proto: string;
  /** Empty for a firewall mark. */
  readonly localAddress: string;
  readonly localPort: string;
  /** The firewall mark as the kernel writes it, in hexadecimal; else empty. */
  readonly localMark: string;
  readonly remoteAddress: string;
  readonly remotePort: string;
  readonly weight: number;
  /** Connections. */
  readonly active: number;
  readonly inactive: number;
}

/**
 * Parses /proc/net/ip_vs (net/netfilter/ipvs/ip_vs_ctl.c): services, and behind each its real servers.
 *
 *     TCP  C0A80016:0CEA wlc
 *       -> C0A85216:0CEA      Tunnel  100    248        2
 *     FWM  10001000 wlc
 *
 * @throws {SyntaxError} where a service or server is malformed, or a server has no service before it
 */
export function parseIpvs(text: string): Backend[] {
  const backends: Backend[] = [];
  let service: Pick<Backend, "proto" | "localAddress" | "localPort" | "localMark"> | undefined;
  for (const line of text.split("\n")) {
    const fields = line.trim().split(/\s+/);
    if (fields[0] === "->" && fields[1] !== "RemoteAddress:Port") {
      const [, remote, , weight, active, inactive] = fields;
      if (!service || inactive === undefined) throw malformed("net/ip_vs", line);
      const [remoteAddress, remotePort] = parseEndpoint(remote, line);
      backends.push({
        ...service,
        remoteAddress,
        remotePort,
        weight: count(weight, line),
        active: count(active, line),
        inactive: count(inactive, line),
      });
    } else if (/^(TCP|UDP|SCTP)$/.test(fields[0])) {
      const [localAddress, localPort] = parseEndpoint(fields[1] ?? "", line);
      service = { proto: fields[0], localAddress, localPort, localMark: "" };
    } else if (fields[0] === "FWM") {
      if (fields[1] === undefined) throw malformed("net/ip_vs", line);
      service = { proto: "FWM", localAddress: "", localPort: "0", localMark: fields[1] };
    }
  }
  return backends;
}

/** `C0A80016:0CEA` or `[2620:0000:…:0001]:0050`, as address and port in their usual form. */
function parseEndpoint(text: string, line: string): [address: string, port: string] {
  const found = /^(?:([0-9A-F]{8})|\[([0-9A-Fa-f:.]+)\]):([0-9A-F]{4})$/.exec(text);
  if (!found) throw malformed("net/ip_vs", line);
  const [, v4, v6, port] = found;
  const address = v4
    ? v4.match(/../g)!.map((byte) => parseInt(byte, 16)).join(".")
    : shortest(v6, line);
  return [address, String(parseInt(port, 16))];
}

/** An IPv6 address in the form of RFC 5952. */
function shortest(address: string, line: string): string {
  const url = URL.parse(`http://[${address}]/`);
  if (!url) throw malformed("net/ip_vs", line);
  return url.hostname.slice(1, -1);
}
