import type { ListenAddress } from "./listen_address.ts";

/** What the system says of an address, and what to do about it. */
const CAUSES: readonly (readonly [new (...args: never[]) => Error, string])[] = [
  [Deno.errors.AddrInUse, "is taken by another program: choose another port"],
  [
    Deno.errors.PermissionDenied,
    "needs the right to use it (root below 1024): choose another port",
  ],
  [Deno.errors.AddrNotAvailable, "is no address of this host: choose another address"],
];

/** The error of listening as one line that names the port and the flag. */
export function listenError(error: unknown, { hostname, port, flag }: ListenAddress): Error {
  const cause = CAUSES.find(([type]) => error instanceof type)?.[1] ??
    `cannot be listened on (${(error as Error).message}): choose another address`;
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  const other = flag ?? (cause.endsWith("port") ? "--port" : "--host");
  return new Error(`port ${port} on ${host} ${cause} with ${other}`, { cause: error });
}
