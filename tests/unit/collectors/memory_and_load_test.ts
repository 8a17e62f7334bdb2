/** The collectors meminfo, loadavg, pressure, stat and vmstat on a made-up host. */
import { NoData } from "../../../collectors/collector.ts";
import { loadavg } from "../../../collectors/loadavg.ts";
import { meminfo } from "../../../collectors/meminfo.ts";
import { pressure } from "../../../collectors/pressure.ts";
import { stat } from "../../../collectors/stat.ts";
import { vmstat } from "../../../collectors/vmstat.ts";
import { assertEquals, assertRejects } from "../../assert.ts";
import { MadeUpHost, read, values } from "../../fixture.ts";

const kB = (kilobytes: number) => 1024 * kilobytes;

Deno.test("memory as people ask for it, and every field as the kernel has it", async () => {
  assertEquals(
    await read(meminfo, {
      "proc/meminfo":
        "MemTotal: 1000 kB\nMemFree: 100 kB\nMemAvailable: 250 kB\nBuffers: 10 kB\nCached: 90 kB\n" +
        "Shmem: 5 kB\nActive(anon): 3 kB\nSwapTotal: 400 kB\nSwapFree: 300 kB\nHugePages_Total: 2\n",
    }),
    {
      'node_memory_bytes{type="total"}': kB(1000),
      'node_memory_bytes{type="used"}': kB(750),
      'node_memory_bytes{type="free"}': kB(100),
      'node_memory_bytes{type="available"}': kB(250),
      'node_memory_bytes{type="buffers"}': kB(10),
      'node_memory_bytes{type="cached"}': kB(90),
      'node_memory_bytes{type="shared"}': kB(5),
      node_memory_usage_percent: 75,
      'node_swap_bytes{type="total"}': kB(400),
      'node_swap_bytes{type="used"}': kB(100),
      'node_swap_bytes{type="free"}': kB(300),
      node_swap_usage_percent: 25,
      node_memory_MemTotal_bytes: kB(1000),
      node_memory_MemFree_bytes: kB(100),
      node_memory_MemAvailable_bytes: kB(250),
      node_memory_Buffers_bytes: kB(10),
      node_memory_Cached_bytes: kB(90),
      node_memory_Shmem_bytes: kB(5),
      node_memory_Active_anon_bytes: kB(3),
      node_memory_SwapTotal_bytes: kB(400),
      node_memory_SwapFree_bytes: kB(300),
      node_memory_HugePages_Total: 2,
    },
  );
});

Deno.test("a host without swap uses none of it", async () => {
  const found = await read(meminfo, {
    "proc/meminfo": "MemTotal: 10 kB\nMemFree: 5 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n",
  });
  assertEquals(found.node_swap_usage_percent, 0);
});

Deno.test("load averages", async () => {
  assertEquals(await read(loadavg, { "proc/loadavg": "0.5 0.25 0.125 1/2 3\n" }), {
    node_load1: 0.5,
    node_load5: 0.25,
    node_load15: 0.125,
  });
});

const psi = (total: number) => `avg10=0.00 avg60=0.00 avg300=0.00 total=${total}\n`;

Deno.test("pressure of what the kernel has, and no CPU stall, which it does not define", async () => {
  assertEquals(
    await read(pressure, {
      "proc/pressure/cpu": `some ${psi(2_000_000)}full ${psi(0)}`,
      "proc/pressure/memory": `some ${psi(3_000_000)}full ${psi(1_000_000)}`,
      "proc/pressure/irq": `full ${psi(4_000_000)}`,
    }),
    {
      node_pressure_cpu_waiting_seconds_total: 2,
      node_pressure_memory_waiting_seconds_total: 3,
      node_pressure_memory_stalled_seconds_total: 1,
      node_pressure_irq_stalled_seconds_total: 4,
    },
  );
});

Deno.test("a kernel without pressure stall information is no error", async () => {
  await assertRejects(() => read(pressure, {}), NoData, "no pressure stall information");
});

Deno.test("what /proc/stat counts beside CPU time, soft interrupts if asked for", async () => {
  const tree = {
    "proc/stat": "cpu0 1 2 3 4 5 6 7 8\nintr 10 1 2\nctxt 20\nbtime 30\nprocesses 40\n" +
      "procs_running 2\nprocs_blocked 1\nsoftirq 6 1 2 3 4 5 6 7 8 9 10\n",
  };
  const counts = {
    node_intr_total: 10,
    node_context_switches_total: 20,
    node_forks_total: 40,
    node_boot_time_seconds: 30,
    node_procs_running: 2,
    node_procs_blocked: 1,
  };
  assertEquals(await read(stat, tree), counts);
  const all = await read(stat, tree, "--collector.stat.softirq");
  assertEquals(Object.keys(all).length, 16);
  assertEquals(all['node_softirqs_total{vector="net_tx"}'], 3);
  assertEquals(all['node_softirqs_total{vector="rcu"}'], 10);
});

Deno.test("the fields of /proc/vmstat that the expression chooses, also when new ones come", async () => {
  using made = new MadeUpHost({ "proc/vmstat": "nr_free_pages 1\npgpgin 2\noom_kill 3\n" });
  const running = vmstat.start(made.host(vmstat));
  assertEquals(values(await running.collect(1000)), {
    node_vmstat_pgpgin: 2,
    node_vmstat_oom_kill: 3,
  });
  made.write({ "proc/vmstat": "pgpgout 4\n" });
  assertEquals(values(await running.collect(1000)), { node_vmstat_pgpgout: 4 });
  assertEquals(
    await read(
      vmstat,
      { "proc/vmstat": "nr_free_pages 1\npgpgin 2\n" },
      "--collector.vmstat.fields=^nr_",
    ),
    { node_vmstat_nr_free_pages: 1 },
  );
});
