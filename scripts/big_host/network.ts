import { attributes, type Entry, numbers, row } from "./entry.ts";
import type { HostSize } from "./size.ts";

/** Interfaces and sockets. */
export function* network({ interfaces, connections }: HostSize): Generator<Entry> {
  const names = ["lo", ...numbers(interfaces).map((i) => i === 0 ? "eth0" : `veth${i}`)];
  yield { path: "proc/net/dev", text: dev(names), moves: true };
  for (const [i, name] of names.entries()) yield* files(name, i);
  yield { path: "proc/net/arp", text: arp(names) };
  const six = Math.floor(connections / 4), udp = Math.floor(connections / 20);
  yield { path: "proc/net/tcp", text: tcp(connections - six - udp, 8) };
  yield { path: "proc/net/tcp6", text: tcp(six, 32) };
  yield { path: "proc/net/udp", text: sockets(udp, 8, () => "07") };
  yield { path: "proc/net/udp6", text: sockets(0, 32, () => "07") };
}

const dev = (names: readonly string[]) =>
  "Inter-|   Receive                                                |  Transmit\n" +
  " face |bytes    packets errs drop fifo frame compressed multicast" +
  "|bytes    packets errs drop fifo colls carrier compressed\n" +
  names.map((name, i) =>
    `${name.padStart(6)}: ${row(i, 2, 10_000_000)} 0 ${i % 7} 0 0 0 0 ${
      row(i + 1, 2, 10_000_000)
    } 0 ${i % 3} 0 0 0 0\n`
  ).join("");

function* files(name: string, i: number): Generator<Entry> {
  const device = `devices/virtual/net/${name}`;
  yield { path: `sys/class/net/${name}`, text: `-> ../../${device}` };
  const isUp = i % 10 !== 9;
  yield* attributes(`sys/${device}`, {
    addr_assign_type: 3,
    addr_len: 6,
    address: `02:00:00:00:${byte(i >> 8)}:${byte(i)}`,
    broadcast: "ff:ff:ff:ff:ff:ff",
    carrier: isUp ? 1 : 0,
    carrier_changes: 2,
    carrier_down_count: 1,
    carrier_up_count: 1,
    dev_id: "0x0",
    dev_port: 0,
    dormant: 0,
    duplex: "full",
    flags: isUp ? "0x1003" : "0x1002",
    ifalias: i % 2 === 0 ? "" : `container ${i}`,
    ifindex: i + 1,
    iflink: i + 1,
    link_mode: 0,
    mtu: 1500,
    name_assign_type: 3,
    netdev_group: 0,
    operstate: isUp ? "up" : "down",
    proto_down: 0,
    speed: 10_000,
    tx_queue_len: 1000,
    type: 1,
  });
  yield* attributes(`sys/${device}/statistics`, { rx_nohandler: i % 5 });
}

const byte = (value: number) => (value & 255).toString(16).padStart(2, "0");

const arp = (names: readonly string[]) =>
  "IP address       HW type     Flags       HW address            Mask     Device\n" +
  names.slice(1).map((name, i) =>
    `10.0.${i >> 8}.${i & 255}`.padEnd(17) +
    `0x1         0x2         02:00:00:00:00:${byte(i)}     *        ${name}\n`
  ).join("");

/** Most connections are established, many wait for their end, some ports listen. */
const STATES = ["01", "01", "01", "01", "01", "06", "06", "08", "0A", "01"];

const tcp = (count: number, width: number) =>
  sockets(count, width, (i) => STATES[i % STATES.length]);

/** The lines of /proc/net/tcp and its like; an address has so many hexadecimal digits. */
function sockets(count: number, width: number, state: (i: number) => string): string {
  const port = (value: number) => (value & 0xffff).toString(16).toUpperCase().padStart(4, "0");
  const local = "0100007F".padStart(width, "0"), remote = "0200000A".padStart(width, "0");
  const lines = [
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
  ];
  for (let i = 0; i < count; i++) {
    lines.push(
      `${`${i}`.padStart(4)}: ${local}:${port(i)} ${remote}:${port(3 * i)} ${
        state(i)
      } 00000000:00000000 ` +
        `00:00000000 00000000  1000        0 ${100_000 + i} 1 00000000eb69307e 20 4 30 10 -1`,
    );
  }
  return `${lines.join("\n")}\n`;
}
