import type { Systeminformation } from "systeminformation";
import { type ConnectionCount, Unsupported } from "../readings.ts";

/** TCP states, by all the names that netstat and ss of the systems have for them (without `-` and `_`). */
const STATES: Readonly<Record<string, readonly string[]>> = {
  established: ["established", "estab"],
  syn_sent: ["synsent"],
  syn_recv: ["synrecv", "synreceived", "synrcvd"],
  fin_wait1: ["finwait1"],
  fin_wait2: ["finwait2"],
  time_wait: ["timewait"],
  close: ["close", "closed"],
  close_wait: ["closewait"],
  last_ack: ["lastack"],
  listen: ["listen", "listening"],
  closing: ["closing"],
};
const BY_NAME = new Map(
  Object.entries(STATES).flatMap(([state, names]) => names.map((name) => [name, state])),
);

/** Elsewhere its command keeps only the lines that name a TCP state. */
const COUNTS_UDP = ["darwin", "win32"];
/** On Linux without netstat it looks for these in the output of ss under names that ss does not use. */
const NOT_BY_SS = ["fin_wait1", "fin_wait2"];

/**
 * Counts the sockets of `networkConnections()`. A state that has no name here is `unknown`, which
 * on macOS is what it makes of CLOSED and SYN_RECEIVED.
 *
 * @throws {Unsupported} where there is no socket: it tells nothing when neither netstat nor ss runs
 */
export function connectionsOf(
  sockets: readonly Systeminformation.NetworkConnectionsData[],
  platform: string,
): ConnectionCount[] {
  if (sockets.length === 0) throw new Unsupported("networkConnections() found no socket");
  const counts = new Map<string, number>();
  for (const protocol of ["tcp", "tcp6"]) {
    for (const state in STATES) {
      if (platform === "linux" && NOT_BY_SS.includes(state)) continue;
      counts.set(`${protocol} ${state}`, 0);
    }
  }
  if (COUNTS_UDP.includes(platform)) counts.set("udp open", 0).set("udp6 open", 0);
  for (const socket of sockets) {
    const protocol = protocolOf(socket);
    const udp = protocol.startsWith("udp");
    if (!protocol || (udp && !COUNTS_UDP.includes(platform))) continue;
    const key = `${protocol} ${udp ? "open" : stateOf(socket.state)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => {
    const [protocol, state] = key.split(" ");
    return { protocol, state, count };
  });
}

const stateOf = (name: string) => BY_NAME.get(name.toLowerCase().replace(/[-_]/g, "")) ?? "unknown";

/** `tcp`, `tcp6`, `udp` or `udp6`; empty for any other. A socket for both (`tcp46`) is of IPv6. */
function protocolOf({ protocol, localAddress }: Systeminformation.NetworkConnectionsData): string {
  const found = /^(tcp|udp)(4|6|46)?$/.exec(protocol);
  if (!found) return "";
  const [, name, version] = found;
  // Windows and ss do not say which it is; ss writes `*` for both.
  const six = version ? version !== "4" : localAddress.includes(":") || localAddress === "*";
  return six ? `${name}6` : name;
}
