/** The parsers of the small tables below /proc/net. */
import { parseArp } from "../../../../collectors/linux/arp.ts";
import { parseConntrackStat } from "../../../../collectors/linux/conntrack.ts";
import { parseNetstat } from "../../../../collectors/linux/netstat.ts";
import { parseSockstat } from "../../../../collectors/linux/sockstat.ts";
import { parseSoftnet } from "../../../../collectors/linux/softnet.ts";
import { type Queues, UdpQueues } from "../../../../collectors/linux/udp_queues.ts";
import { assertEquals } from "../../../assert.ts";
import { malformed, table } from "../../../table.ts";

const ARP = "IP address       HW type     Flags       HW address            Mask     Device\n";
const neighbour = (ip: string, device: string) =>
  `${ip.padEnd(16)} 0x1         0x2         02:00:00:00:00:01     *        ${device}\n`;

table("/proc/net/arp", (text: string) => Object.fromEntries(parseArp(text)), [
  [
    "neighbours by device",
    ARP + neighbour("10.0.0.1", "eth0") + neighbour("10.0.0.2", "eth0") +
    neighbour("172.17.0.2", "docker0"),
    { eth0: 2, docker0: 1 },
  ],
  [
    "a neighbour behind a tunnel, which has no hardware address",
    ARP + neighbour("10.0.0.1", "eth0") + neighbour("10.9.0.2", "tun0").replace(/(..:){5}../, ""),
    { eth0: 1, tun0: 1 },
  ],
  ["no neighbours", ARP, {}],
  ["empty", "", malformed("net/arp")],
  ["cut off", ARP + "10.0.0.1  0x1\n", malformed("10.0.0.1")],
]);

table(
  "/proc/net/stat/nf_conntrack",
  (text: string) => Object.fromEntries(parseConntrackStat(text)),
  [
    [
      "CPUs are added up, numbers are hexadecimal, columns go by their names",
      "entries  found drop\n0000000a  00000010 00000001\n0000000a  000000ff 00000002\n",
      { entries: 20, found: 271, drop: 3 },
    ],
    ["no CPU", "entries found\n", malformed("nf_conntrack")],
    ["empty", "", malformed("nf_conntrack")],
    ["cut off", "entries found\n0000000a\n", malformed("0000000a")],
    ["no number", "entries found\n0000000a many\n", malformed("many")],
  ],
);

const netstat = (text: string) => parseNetstat(text, "net/snmp");

table("/proc/net/snmp and netstat", netstat, [
  [
    "names and numbers stay as they are",
    "Tcp: RtoMin MaxConn\nTcp: 200 -1\nUdp: NoPorts\nUdp: 7\n",
    [
      { protocol: "Tcp", names: "RtoMin MaxConn", values: "200 -1" },
      { protocol: "Udp", names: "NoPorts", values: "7" },
    ],
  ],
  ["empty", "", malformed("net/snmp")],
  ["names without numbers", "Tcp: RtoMin\nUdp: NoPorts\n", malformed("Tcp: RtoMin")],
  ["cut off after the names", "Tcp: RtoMin\n", malformed("Tcp: RtoMin")],
  ["no protocol", "RtoMin\n200\n", malformed("RtoMin")],
]);

table("/proc/net/sockstat", parseSockstat, [
  ["a protocol and pairs", "sockets: used 9\nTCP: inuse 4 mem 1\n", [
    { protocol: "sockets", fields: [["used", 9]] },
    { protocol: "TCP", fields: [["inuse", 4], ["mem", 1]] },
  ]],
  ["empty", "", []],
  ["a name without its number", "TCP: inuse 4 mem\n", malformed("TCP: inuse 4 mem")],
  ["no protocol", "inuse 4\n", malformed("inuse 4")],
  ["a word for a number", "TCP: inuse many\n", malformed('"many" is not a number')],
]);

const softnetLine = (...values: string[]) =>
  values.map((value) => value.padStart(8, "0")).join(" ");

table("/proc/net/softnet_stat", parseSoftnet, [
  [
    "a line tells its CPU: CPU 1 is off here",
    `${softnetLine("ff", "1", "2", "0", "0", "0", "0", "0", "3", "4", "5", "6", "0")}\n` +
    `${softnetLine("10", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "2")}\n`,
    [
      { cpu: "0", values: [255, 1, 2, 3, 4, 5, 6] },
      { cpu: "2", values: [16, 0, 0, 0, 0, 0, 0] },
    ],
  ],
  [
    "an old kernel counts less, and its lines go by their order",
    `${softnetLine("1", "0", "0", "0", "0", "0", "0", "0", "7")}\n`.repeat(2),
    [
      { cpu: "0", values: [1, 0, 0, 7, 0, 0, 0] },
      { cpu: "1", values: [1, 0, 0, 7, 0, 0, 0] },
    ],
  ],
  ["empty", "", malformed("softnet_stat")],
  ["cut off", "000000ff 00000001\n", malformed("000000ff 00000001")],
  ["no number", `${softnetLine(..."12345678".split(""))} xyz\n`, malformed("xyz")],
]);

const UDP = "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n";
const socket = (queues: string) =>
  `  12: 0100007F:0035 00000000:0000 07 ${queues} 00:00000000 00000000     0\n`;

/** Whatever the pieces: they say the same. */
function udpQueues(text: string): Queues {
  const bytes = new TextEncoder().encode(text);
  const [whole, ...others] = [bytes.length + 1, 1, 7, 90].map((size) => {
    const queues = new UdpQueues();
    for (let at = 0; at < bytes.length; at += size) queues.feed(bytes.subarray(at, at + size));
    return queues.end();
  });
  for (const other of others) assertEquals(other, whole);
  return whole;
}

table("/proc/net/udp", udpQueues, [
  [
    "the queues of all sockets are added up",
    UDP + socket("00000010:00000200") + socket("00000001:00000000"),
    { tx: 17, rx: 512 },
  ],
  [
    "addresses of IPv6 are longer",
    UDP + socket("0000000A:00000000").replace("0100007F", "0".repeat(32)),
    { tx: 10, rx: 0 },
  ],
  ["no socket", UDP, { tx: 0, rx: 0 }],
  ["empty", "", { tx: 0, rx: 0 }],
  ["words that stand elsewhere", UDP + "1: 0:35 0:0 07 1F:2 00:0 0 0\n", { tx: 31, rx: 2 }],
  ["no newline at the end", UDP + socket("00000001:00000002").trimEnd(), { tx: 1, rx: 2 }],
  ["cut off", UDP + "  12: 0100007F:0035 0000", malformed("0100007F:0035")],
  ["no number", UDP + socket("0000000G:00000000"), malformed("0000000G")],
]);
