/** Names that the kernel decides, or a broken file, become names that every scraper reads. */
import { netstat } from "../../../collectors/netstat.ts";
import { sockstat } from "../../../collectors/sockstat.ts";
import { vmstat } from "../../../collectors/vmstat.ts";
import { meminfo_numa } from "../../../collectors/seldom.ts";
import { assertEquals } from "../../assert.ts";
import { read } from "../../fixture.ts";

const NODE = "sys/devices/system/node/node0";

Deno.test("what cannot stand in a metric's name is an underscore there", async () => {
  const named = async (...asked: Parameters<typeof read>) => Object.keys(await read(...asked));
  assertEquals(
    await named(meminfo_numa, {
      [`${NODE}/meminfo`]: "Node 0 Active(anon): 1 kB\n",
      [`${NODE}/numastat`]: 'numa"hit 2\n',
    }),
    ['node_memory_numa_Active_anon{node="0"}', 'node_memory_numa_numa_hit_total{node="0"}'],
  );
  assertEquals(await named(vmstat, { "proc/vmstat": "pgpg\0in 3\n" }), ["node_vmstat_pgpg_in"]);
  assertEquals(
    await named(sockstat, { "proc/net/sockstat": "sockets: used 5\nT-P: in-use 1\n" }),
    ["node_sockstat_sockets_used", "node_sockstat_T_P_in_use"],
  );
  assertEquals(
    await named(
      netstat,
      { "proc/net/netstat": "Ip-x: In.y\nIp-x: 1\n", "proc/net/snmp": "Ip: In\nIp: 1\n" },
      "--collector.netstat.fields=.",
    ),
    ["node_netstat_Ip_x_In_y", "node_netstat_Ip_In"],
  );
});
