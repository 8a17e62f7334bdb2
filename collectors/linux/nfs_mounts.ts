import { malformed } from "./text.ts";

/** An NFS mount and what the client counted of it. */
export interface NfsMount {
  /** `server:/path` */
  readonly device: string;
  readonly mountpoint: string;
  /** Seconds since it was mounted. */
  readonly age: number;
  /** In the order of the line `bytes:`. */
  readonly bytes: readonly number[];
  /** In the order of the line `events:`. */
  readonly events: readonly number[];
  readonly transports: readonly NfsTransport[];
  readonly operations: readonly NfsOperation[];
}

/** A connection to the server. */
export interface NfsTransport {
  /** `tcp`, `udp`, `rdma`, `local` */
  readonly protocol: string;
  /** In the order of {@linkcode TRANSPORT_COLUMNS}; undefined where this protocol does not have it. */
  readonly values: Readonly<Partial<Record<TransportColumn, number>>>;
}

/** The requests of one kind. */
export interface NfsOperation {
  /** `READ`, `GETATTR`, … */
  readonly name: string;
  /** In the kernel's order, times in milliseconds; 8 of them, since kernel 5.3 a 9th for errors. */
  readonly values: readonly number[];
}

/** The numbers of a line `xprt:` (net/sunrpc/xprtsock.c: xs_tcp_print_stats). */
export const TRANSPORT_COLUMNS = [
  "port",
  "bind",
  "connect",
  "connectTime",
  "idle",
  "sends",
  "receives",
  "badIds",
  "requests",
  "backlog",
  "slots",
  "sending",
  "pending",
] as const;

/** One of {@linkcode TRANSPORT_COLUMNS}. */
export type TransportColumn = typeof TRANSPORT_COLUMNS[number];

/** Without a connection there is none of these. */
const CONNECTED: readonly string[] = ["connect", "connectTime", "idle"];

const COLUMNS: Readonly<Record<string, readonly TransportColumn[]>> = {
  tcp: TRANSPORT_COLUMNS,
  udp: TRANSPORT_COLUMNS.filter((name) => !CONNECTED.includes(name)),
  local: TRANSPORT_COLUMNS.filter((name) => name !== "port"),
  // What stands behind the 10th is of RDMA only.
  rdma: TRANSPORT_COLUMNS.slice(0, 10),
};

const BYTES = 8, EVENTS = 27, OPERATION = 8;

/**
 * Parses /proc/PID/mountstats (proc_pid_mountstats(5); fs/nfs/super.c, net/sunrpc/stats.c): the
 * mounts of type nfs and nfs4.
 *
 *     device 192.0.2.1:/srv mounted on /mnt with fstype nfs4 statvers=1.1
 *     	age:	13968
 *     	bytes:	1207640230 0 0 0 1210214218 0 295483 0
 *     	xprt:	tcp 832 0 1 0 11 6428 6428 0 12154 0 24 26 5726
 *     	        READ: 1298 1298 0 207680 1210292152 6 79386 79407
 *
 * @throws {SyntaxError} where a line lacks numbers
 */
export function parseNfsMounts(text: string): NfsMount[] {
  return text.split(/^(?=device )/m).flatMap((entry) => {
    const found = /^device (.+) mounted on (\S+) with fstype nfs4? statvers=[\d.]+$/.exec(
      entry.split("\n", 1)[0],
    );
    if (!found) return [];
    const [, device, mountpoint] = found;
    const transports: NfsTransport[] = [], operations: NfsOperation[] = [];
    let age = NaN, bytes: number[] = [], events: number[] = [], operation = false;
    for (const line of entry.split("\n").slice(1)) {
      const [key, ...fields] = line.trim().split(/\s+/);
      if (operation && key.endsWith(":")) {
        operations.push({ name: key.slice(0, -1), values: numbers(fields, OPERATION, line) });
      } else if (key === "age:") age = numbers(fields, 1, line)[0];
      else if (key === "bytes:") bytes = numbers(fields, BYTES, line);
      else if (key === "events:") events = numbers(fields, EVENTS, line);
      else if (key === "xprt:") transports.push(parseTransport(fields, line));
      else if (key === "per-op") operation = true;
    }
    return [{ device, mountpoint, age, bytes, events, transports, operations }];
  });
}

function parseTransport([protocol, ...fields]: string[], line: string): NfsTransport {
  const columns = COLUMNS[protocol] ?? [];
  // Statistics of version 1.0 (before kernel 2.6.39) end at the backlog.
  const found = numbers(fields, Math.min(fields.length, columns.length), line);
  if (columns.length > 0 && found.length < columns.indexOf("backlog") + 1) {
    throw malformed("PID/mountstats", line);
  }
  const values: Partial<Record<TransportColumn, number>> = {};
  columns.forEach((name, i) => values[name] = found[i]);
  return { protocol, values };
}

function numbers(fields: string[], atLeast: number, line: string): number[] {
  if (fields.length < atLeast || !fields.every((field) => /^-?\d+$/.test(field))) {
    throw malformed("PID/mountstats", line);
  }
  return fields.map(Number);
}
