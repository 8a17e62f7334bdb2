/** The collectors of what the network stack counts: arp, bonding, conntrack, netstat, sockstat, softnet, udp_queues. */
import { arp } from "../../../collectors/arp.ts";
import { bonding } from "../../../collectors/bonding.ts";
import { NoData } from "../../../collectors/collector.ts";
import { conntrack } from "../../../collectors/conntrack.ts";
import { netstat } from "../../../collectors/netstat.ts";
import { sockstat } from "../../../collectors/sockstat.ts";
import { softnet } from "../../../collectors/softnet.ts";
import { udp_queues } from "../../../collectors/udp_queues.ts";
import { assertEquals, assertRejects } from "../../assert.ts";
import { MadeUpHost, read, values } from "../../fixture.ts";

const ARP = `IP address       HW type     Flags       HW address            Mask     Device
10.0.0.1         0x1         0x2         02:00:00:00:00:01     *        eth0
10.0.0.2         0x1         0x2         02:00:00:00:00:02     *        eth0
172.17.0.2       0x1         0x2         02:00:00:00:00:03     *        docker0
`;

Deno.test("arp counts the entries of the devices that are asked for", async () => {
  const tree = { "proc/net/arp": ARP };
  const eth0 = 'node_arp_entries{device="eth0"}';
  const docker0 = 'node_arp_entries{device="docker0"}';
  assertEquals(await read(arp, tree), { [eth0]: 2, [docker0]: 1 });
  assertEquals(await read(arp, tree, "--collector.arp.device-exclude=^docker"), { [eth0]: 2 });
  assertEquals(await read(arp, tree, "--collector.arp.device-include=^docker"), { [docker0]: 1 });
});

Deno.test("bonding counts the slaves whose link is up, whatever the kernel calls them", async () => {
  const net = "sys/class/net";
  assertEquals(
    await read(bonding, {
      [`${net}/bonding_masters`]: "bond0 bond1 gone\n",
      [`${net}/bond0/bonding/slaves`]: "eth0 eth1 eth2\n",
      [`${net}/bond0/lower_eth0/bonding_slave/mii_status`]: "up\n",
      [`${net}/bond0/slave_eth1/bonding_slave/mii_status`]: "up\n",
      [`${net}/bond0/lower_eth2/bonding_slave/mii_status`]: "down\n",
      [`${net}/bond1/bonding/slaves`]: "\n",
    }),
    {
      'node_bonding_slaves{master="bond0"}': 3,
      'node_bonding_slaves{master="bond1"}': 0,
      'node_bonding_active{master="bond0"}': 2,
      'node_bonding_active{master="bond1"}': 0,
    },
  );
  await assertRejects(() => read(bonding, {}), NoData);
});

const NETFILTER = "proc/sys/net/netfilter/nf_conntrack";

Deno.test("conntrack gives the columns that this kernel has", async () => {
  const table = { [`${NETFILTER}_count`]: "12\n", [`${NETFILTER}_max`]: "262144\n" };
  const used = { node_nf_conntrack_entries: 12, node_nf_conntrack_entries_limit: 262144 };
  assertEquals(
    await read(conntrack, {
      ...table,
      "proc/net/stat/nf_conntrack": "entries clashres drop\n0c 01 0a\n0c 00 01\n",
    }),
    { ...used, node_nf_conntrack_stat_drop: 11 },
  );
  assertEquals(await read(conntrack, table), used);
  await assertRejects(() => read(conntrack, {}), NoData);
  await assertRejects(
    () => read(conntrack, { ...table, [`${NETFILTER}_max`]: "\n" }),
    SyntaxError,
    "is not a number",
  );
});

const NETSTAT = {
  "proc/net/netstat": "TcpExt: ListenDrops TW\nTcpExt: 3 4\nIpExt: InOctets\nIpExt: 99\n",
  "proc/net/snmp": "Ip: Forwarding DefaultTTL\nIp: 1 64\nUdpLite: InErrors\nUdpLite: 5\n",
  "proc/net/snmp6": "Ip6InOctets\t \t7\nIp6InReceives \t8\nUdpLite6InErrors \t9\n",
};

Deno.test("netstat takes the fields that are asked for from all three files", async () => {
  assertEquals(await read(netstat, NETSTAT), {
    node_netstat_TcpExt_ListenDrops: 3,
    node_netstat_IpExt_InOctets: 99,
    node_netstat_Ip_Forwarding: 1,
    node_netstat_UdpLite_InErrors: 5,
    node_netstat_Ip6_InOctets: 7,
    node_netstat_UdpLite6_InErrors: 9,
  });
  assertEquals(
    await read(netstat, NETSTAT, "--collector.netstat.fields=^(TcpExt_TW|Ip6_InRec.*)$"),
    {
      node_netstat_TcpExt_TW: 4,
      node_netstat_Ip6_InReceives: 8,
    },
  );
});

Deno.test("netstat does without IPv6, and not without a number for each name", async () => {
  const { "proc/net/snmp6": _, ...without } = NETSTAT;
  assertEquals(Object.keys(await read(netstat, without)).length, 4);
  await assertRejects(
    () => read(netstat, { ...NETSTAT, "proc/net/snmp": "Ip: Forwarding TTL\nIp: 1\n" }),
    SyntaxError,
    "/proc/net/snmp",
  );
});

Deno.test("netstat follows a kernel that counts a new thing", () => {
  using made = new MadeUpHost(NETSTAT);
  const running = netstat.start(made.host(netstat));
  running.collect(1000);
  made.write({ "proc/net/netstat": "TcpExt: TW ListenDrops\nTcpExt: 4 6\n" });
  const second = running.collect(1000);
  if (second instanceof Promise) throw new Error("netstat need not wait");
  assertEquals(values(second).node_netstat_TcpExt_ListenDrops, 6);
});

Deno.test("sockstat gives pages of memory in bytes as well", async () => {
  assertEquals(
    await read(sockstat, {
      "proc/net/sockstat": "sockets: used 9\nTCP: inuse 4 mem 3\nFRAG: inuse 0 memory 0\n",
      "proc/net/sockstat6": "TCP6: inuse 2\n",
    }),
    {
      node_sockstat_sockets_used: 9,
      node_sockstat_TCP_inuse: 4,
      node_sockstat_TCP_mem: 3,
      node_sockstat_TCP_mem_bytes: 3 * 4096,
      node_sockstat_FRAG_inuse: 0,
      node_sockstat_FRAG_memory: 0,
      node_sockstat_TCP6_inuse: 2,
    },
  );
  await assertRejects(() => read(sockstat, {}), NoData);
});

Deno.test("sockstat knows a kernel with large pages", async () => {
  const found = await read(sockstat, {
    "proc/net/sockstat": "TCP: mem 2\n",
    // AT_PAGESZ (6) is 65536, little-endian.
    "proc/self/auxv": "\x06" + "\0".repeat(7) + "\0\0\x01" + "\0".repeat(5),
  });
  assertEquals(found.node_sockstat_TCP_mem_bytes, 2 * 65536);
});

Deno.test("softnet has a sample of each CPU for each count", async () => {
  const line = (cpu: number) =>
    ["a", "1", "2", "0", "0", "0", "0", "0", "3", "4", "5", "6", String(cpu)].join(" ") + "\n";
  const found = await read(softnet, { "proc/net/softnet_stat": line(0) + line(3) });
  assertEquals(Object.keys(found).length, 14);
  assertEquals(found['node_softnet_processed_total{cpu="3"}'], 10);
  assertEquals(found['node_softnet_dropped_total{cpu="0"}'], 1);
  assertEquals(found['node_softnet_times_squeezed_total{cpu="0"}'], 2);
  assertEquals(found['node_softnet_backlog_len{cpu="3"}'], 6);
});

Deno.test("udp_queues tells IPv4 from IPv6, of which there may be none", async () => {
  const udp = (queues: string) => `head\n  1: 0:35 0:0 07 ${queues} 00:0 0 0\n`;
  const v4 = {
    'node_udp_queues{ip="v4",queue="tx"}': 1,
    'node_udp_queues{ip="v4",queue="rx"}': 16,
  };
  const tree = { "proc/net/udp": udp("00000001:00000010") };
  assertEquals(await read(udp_queues, tree), v4);
  assertEquals(await read(udp_queues, { ...tree, "proc/net/udp6": udp("00000002:00000000") }), {
    ...v4,
    'node_udp_queues{ip="v6",queue="tx"}': 2,
    'node_udp_queues{ip="v6",queue="rx"}': 0,
  });
  await assertRejects(() => read(udp_queues, {}), NoData);
});
