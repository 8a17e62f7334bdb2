/** Collectors that run only if asked for. */
import type { Collector } from "../../../collectors/collector.ts";
import { NoData } from "../../../collectors/collector.ts";
import {
  buddyinfo,
  cgroups,
  cpu_vulnerabilities,
  interrupts,
  ksmd,
  meminfo_numa,
  slabinfo,
  softirqs,
  sysctl,
  tcpstat,
  zoneinfo,
} from "../../../collectors/seldom.ts";
import { assertEquals, assertRejects } from "../../assert.ts";
import { MadeUpHost, read, values } from "../../fixture.ts";

const KSM = "sys/kernel/mm/ksm";
const NODE = "sys/devices/system/node";
const HEAD = "           CPU0       CPU1\n";

/** A collector, a host's files, flags, and all that it reads. */
const READINGS: readonly [
  shows: string,
  Collector,
  Record<string, string>,
  flags: string[],
  Record<string, number>,
][] = [
  [
    "free blocks by their size",
    buddyinfo,
    { "proc/buddyinfo": "Node 0, zone  DMA32   7   9 \n" },
    [],
    {
      'node_buddyinfo_blocks{node="0",size="0",zone="DMA32"}': 7,
      'node_buddyinfo_blocks{node="0",size="1",zone="DMA32"}': 9,
    },
  ],
  [
    "control groups",
    cgroups,
    { "proc/cgroups": "#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpu\t3\t172\t1\n" },
    [],
    {
      'node_cgroups_cgroups{subsys_name="cpu"}': 172,
      'node_cgroups_enabled{subsys_name="cpu"}': 1,
    },
  ],
  [
    "vulnerabilities",
    cpu_vulnerabilities,
    { "sys/devices/system/cpu/vulnerabilities/meltdown": "Mitigation: PTI\n" },
    [],
    {
      'node_cpu_vulnerabilities_info{codename="meltdown",state="mitigation",mitigation="PTI"}': 1,
    },
  ],
  [
    "interrupts of devices and of the system",
    interrupts,
    {
      "proc/interrupts":
        `${HEAD}  1:   5   0  IO-APIC  1-edge  i8042\nNMI:   2   3  Non-maskable interrupts\nERR:  0\n`,
    },
    ["--no-collector.interrupts.include-zeros"],
    {
      'node_interrupts_total{cpu="0",devices="1-edge i8042",info="IO-APIC",type="1"}': 5,
      'node_interrupts_total{cpu="0",devices="",info="Non-maskable interrupts",type="NMI"}': 2,
      'node_interrupts_total{cpu="1",devices="",info="Non-maskable interrupts",type="NMI"}': 3,
    },
  ],
  [
    "interrupts by name",
    interrupts,
    { "proc/interrupts": `${HEAD}  1:   5   0  A  i8042\n  2:   6   0  A  ttyS0\n` },
    ["--collector.interrupts.name-exclude=;i8042$"],
    {
      'node_interrupts_total{cpu="0",devices="ttyS0",info="A",type="2"}': 6,
      'node_interrupts_total{cpu="1",devices="ttyS0",info="A",type="2"}': 0,
    },
  ],
  [
    "soft interrupts",
    softirqs,
    { "proc/softirqs": `${HEAD}      NET_RX:      43066     104508\n` },
    [],
    {
      'node_softirqs_functions_total{cpu="0",type="NET_RX"}': 43066,
      'node_softirqs_functions_total{cpu="1",type="NET_RX"}': 104508,
    },
  ],
  [
    "page merging, of a kernel that has few of the files",
    ksmd,
    { [`${KSM}/run`]: "1\n", [`${KSM}/sleep_millisecs`]: "20\n", [`${KSM}/new_file`]: "5\n" },
    [],
    { node_ksmd_run: 1, node_ksmd_sleep_seconds: 0.02 },
  ],
  [
    "memory of each node",
    meminfo_numa,
    {
      [`${NODE}/node0/meminfo`]: "Node 0 Active(anon):   2 kB\n",
      [`${NODE}/node0/numastat`]: "numa_hit 7\n",
      [`${NODE}/node10/meminfo`]: "Node 10 Active(anon):   3 kB\n",
      [`${NODE}/node10/numastat`]: "numa_hit 8\n",
      [`${NODE}/power/control`]: "auto\n",
    },
    [],
    {
      'node_memory_numa_Active_anon{node="0"}': 2048,
      'node_memory_numa_Active_anon{node="10"}': 3072,
      'node_memory_numa_numa_hit_total{node="0"}': 7,
      'node_memory_numa_numa_hit_total{node="10"}': 8,
    },
  ],
  [
    "slabs that are asked for",
    slabinfo,
    { "proc/slabinfo": "slabinfo - version: 2.1\ndentry 1 2 3 4 5 :\nkmalloc-8 6 7 8 9 10 :\n" },
    ["--collector.slabinfo.slabs-include=^dentry$"],
    {
      'node_slabinfo_active_objects{slab="dentry"}': 1,
      'node_slabinfo_objects{slab="dentry"}': 2,
      'node_slabinfo_object_size_bytes{slab="dentry"}': 3,
      'node_slabinfo_objects_per_slab{slab="dentry"}': 4,
      'node_slabinfo_pages_per_slab{slab="dentry"}': 5,
    },
  ],
  [
    "zones",
    zoneinfo,
    {
      "proc/zoneinfo":
        "Node 0, zone  DMA\n      nr_kernel_stack 6\n      numa_hit     8\n        protection: (0, 9)\n",
    },
    [],
    {
      'node_zoneinfo_nr_kernel_stacks{node="0",zone="DMA"}': 6,
      'node_zoneinfo_numa_hit_total{node="0",zone="DMA"}': 8,
      'node_zoneinfo_protection_0{node="0",zone="DMA"}': 0,
      'node_zoneinfo_protection_1{node="0",zone="DMA"}': 9,
    },
  ],
  [
    "parameters: one number, several, named, words; those that are missing are left out",
    sysctl,
    {
      "proc/sys/kernel/threads-max": "7801\n",
      "proc/sys/fs/file-nr": "1024\t0\t1631\n",
      "proc/sys/net/ipv4/conf/eth0.7/forwarding": "1\n",
      "proc/sys/kernel/seccomp/actions_avail": "kill trap\n",
    },
    [
      "--collector.sysctl.include=kernel.threads-max",
      "--collector.sysctl.include=fs.file-nr",
      "--collector.sysctl.include=fs.file-nr:total,current,max",
      "--collector.sysctl.include=net/ipv4/conf/eth0.7/forwarding",
      "--collector.sysctl.include=kernel.not-here",
      "--collector.sysctl.include-info=kernel.seccomp.actions_avail",
    ],
    {
      node_sysctl_kernel_threads_max: 7801,
      'node_sysctl_fs_file_nr{index="0"}': 1024,
      'node_sysctl_fs_file_nr{index="1"}': 0,
      'node_sysctl_fs_file_nr{index="2"}': 1631,
      node_sysctl_fs_file_nr_total: 1024,
      node_sysctl_fs_file_nr_current: 0,
      node_sysctl_fs_file_nr_max: 1631,
      node_sysctl_net_ipv4_conf_eth0_7_forwarding: 1,
      'node_sysctl_info{index="0",name="kernel.seccomp.actions_avail",value="kill"}': 1,
      'node_sysctl_info{index="1",name="kernel.seccomp.actions_avail",value="trap"}': 1,
    },
  ],
];

for (const [shows, collector, tree, flags, expected] of READINGS) {
  Deno.test(`${collector.name}: ${shows}`, async () => {
    assertEquals(await read(collector, tree, ...flags), expected);
  });
}

for (const collector of [cpu_vulnerabilities, ksmd, meminfo_numa, sysctl, tcpstat]) {
  Deno.test(`${collector.name}: a host that has nothing of it has no data`, async () => {
    await assertRejects(() => read(collector, {}), NoData);
  });
}

Deno.test("sysctl: names that do not fit the numbers are told", async () => {
  const flag = "--collector.sysctl.include=fs.file-nr:total,current";
  await assertRejects(
    () => read(sysctl, { "proc/sys/fs/file-nr": "1 0 3\n" }, flag),
    RangeError,
    `${flag} must name 3 numbers`,
  );
});

Deno.test("interrupts: series follow the CPUs that are online", async () => {
  using made = new MadeUpHost({ "proc/interrupts": `${HEAD}NMI:   2   3  Non-maskable\n` });
  const running = interrupts.start(made.host(interrupts));
  await running.collect(1000);
  made.write({ "proc/interrupts": "           CPU0       CPU3\nNMI:   4   5  Non-maskable\n" });
  assertEquals(values(await running.collect(1000)), {
    'node_interrupts_total{cpu="0",devices="",info="Non-maskable",type="NMI"}': 4,
    'node_interrupts_total{cpu="3",devices="",info="Non-maskable",type="NMI"}': 5,
  });
});

const TCP = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt\n";
const socket = (state: string, queues: string) =>
  `   0: 0100007F:238C 00000000:0000 ${state} ${queues} 00:00000000 00000000\n`;

Deno.test("tcpstat: IPv4 and IPv6 are added up; a listener's queue is not bytes", async () => {
  const found = await read(tcpstat, {
    "proc/net/tcp": TCP + socket("0A", "00000000:00000005") + socket("01", "000000ff:00000010"),
    "proc/net/tcp6": TCP + socket("01", "00000001:00000000") + socket("06", "00000000:00000000"),
  });
  const told = Object.entries(found).filter(([, value]) => value > 0);
  assertEquals(Object.fromEntries(told), {
    'node_tcp_connection_states{state="established"}': 2,
    'node_tcp_connection_states{state="listen"}': 1,
    'node_tcp_connection_states{state="time_wait"}': 1,
    'node_tcp_connection_states{state="tx_queued_bytes"}': 256,
    'node_tcp_connection_states{state="rx_queued_bytes"}': 16,
  });
  assertEquals(found['node_tcp_connection_states{state="close_wait"}'], 0);
});
