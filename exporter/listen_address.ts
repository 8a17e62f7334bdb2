/** Where to listen. */
export interface ListenAddress {
  readonly hostname: string;
  readonly port: number;
  /** No host was named: where this one has no IPv6, IPv4 alone will do. */
  readonly anywhere?: boolean;
  /** The flag that said so, where it is not --host and --port. */
  readonly flag?: string;
}

/** Parses node_exporter's `[host]:port`; without a host all addresses, IPv6 and IPv4; undefined if it is none. */
export function parseListenAddress(text: string): ListenAddress | undefined {
  const found = /^(?:\[([\w:.%-]+)\]|([^\[\]:\s]*)):(\d{1,5})$/.exec(text);
  if (!found || Number(found[3]) > 65_535) return undefined;
  const port = Number(found[3]);
  const hostname = found[1] ?? found[2];
  return hostname ? { hostname, port } : { hostname: "::", port, anywhere: true };
}

/** EADDRNOTAVAIL and EAFNOSUPPORT of Linux, macOS and Windows; by name where node listens. */
const NO_IPV6 = /os error (97|99|47|49|10047|10049)\)|EAFNOSUPPORT|EADDRNOTAVAIL/;

/**
 * Listens on an address; on all of IPv4 where none was named and the host has no IPv6.
 *
 * @throws what `listen` throws
 */
export async function listenOn<T>(
  { hostname, port, anywhere }: ListenAddress,
  listen: (hostname: string, port: number) => T | Promise<T>,
): Promise<T> {
  try {
    return await listen(hostname, port);
  } catch (error) {
    if (!anywhere || !NO_IPV6.test(String(error))) throw error;
    return await listen("0.0.0.0", port);
  }
}
