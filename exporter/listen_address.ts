/** Where to listen. */
export interface ListenAddress {
  readonly hostname: string;
  readonly port: number;
  /** The flag that said so, where it is not --host and --port. */
  readonly flag?: string;
}

/** Parses node_exporter's `[host]:port`; without a host all addresses, IPv6 and IPv4; undefined if it is none. */
export function parseListenAddress(text: string): ListenAddress | undefined {
  const found = /^(?:\[([0-9a-fA-F:.%\w]+)\]|([^\[\]:\s]*)):(\d{1,5})$/.exec(text);
  if (!found || Number(found[3]) > 65_535) return undefined;
  return { hostname: found[1] ?? (found[2] || "::"), port: Number(found[3]) };
}
