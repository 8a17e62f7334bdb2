/** The collectors of hardware that only some hosts have: dmi, edac, mdadm, nvme, rapl. */
import { type Collector, NoData } from "../../../collectors/collector.ts";
import { dmi } from "../../../collectors/dmi.ts";
import { edac, mdadm, nvme, rapl } from "../../../collectors/seldom.ts";
import { assertEquals, assertRejects } from "../../assert.ts";
import { MadeUpHost, read, values } from "../../fixture.ts";

/** A collector that runs on a made-up host, to be read again and again. */
function running(made: MadeUpHost, collector: Collector) {
  const running = collector.start(made.host(collector));
  return async () => values(await running.collect(1000));
}

Deno.test("dmi: a host without it is not an error", async () => {
  await assertRejects(() => read(dmi, {}), NoData);
});

Deno.test("dmi has a label for what the firmware tells, also where that is nothing", async () => {
  const id = "sys/class/dmi/id";
  assertEquals(
    await read(dmi, {
      [`${id}/sys_vendor`]: "ACME\n",
      [`${id}/product_name`]: 'Rack "9"\n',
      [`${id}/chassis_version`]: "\n",
      [`${id}/modalias`]: "dmi:whatever\n",
    }),
    { 'node_dmi_info{chassis_version="",product_name="Rack \\"9\\"",system_vendor="ACME"}': 1 },
  );
});

const MC = "sys/devices/system/edac/mc";
const EDAC = {
  [`${MC}/mc0/ce_count`]: "5\n",
  [`${MC}/mc0/ce_noinfo_count`]: "1\n",
  [`${MC}/mc0/ue_count`]: "2\n",
  [`${MC}/mc0/ue_noinfo_count`]: "0\n",
  [`${MC}/mc0/csrow1/ce_count`]: "4\n",
  [`${MC}/mc0/csrow1/ue_count`]: "2\n",
  [`${MC}/mc0/csrow1/ch0_ce_count`]: "3\n",
  [`${MC}/mc0/csrow1/ch0_dimm_label`]: "mc#0csrow#1channel#0\n",
  [`${MC}/mc0/csrow1/ch10_ce_count`]: "1\n",
  [`${MC}/mc0/csrow1/ch10_ue_count`]: "2\n",
};

Deno.test("edac counts by controller, row and channel; a count that a driver lacks is left out", async () => {
  const row = 'controller="0",csrow="1"';
  assertEquals(await read(edac, EDAC), {
    'node_edac_correctable_errors_total{controller="0"}': 5,
    'node_edac_uncorrectable_errors_total{controller="0"}': 2,
    'node_edac_csrow_correctable_errors_total{controller="0",csrow="unknown"}': 1,
    'node_edac_csrow_uncorrectable_errors_total{controller="0",csrow="unknown"}': 0,
    [`node_edac_csrow_correctable_errors_total{${row}}`]: 4,
    [`node_edac_csrow_uncorrectable_errors_total{${row}}`]: 2,
    [
      `node_edac_channel_correctable_errors_total{channel="0",${row},dimm_label="mc0_csrow1_channel0"}`
    ]: 3,
    [`node_edac_channel_correctable_errors_total{channel="10",${row},dimm_label="unknown"}`]: 1,
    [`node_edac_channel_uncorrectable_errors_total{channel="10",${row},dimm_label="unknown"}`]: 2,
  });
});

Deno.test("edac sees a new error at once", async () => {
  using made = new MadeUpHost(EDAC);
  const collect = running(made, edac);
  await collect();
  made.write({ [`${MC}/mc0/ce_count`]: "6\n" });
  assertEquals((await collect())['node_edac_correctable_errors_total{controller="0"}'], 6);
});

Deno.test("mdadm: a degraded array that recovers", async () => {
  const found = await read(mdadm, {
    "proc/mdstat": `Personalities : [raid1]
md1 : active raid1 sdc1[2](S) sda1[0] sdb1[1](F)
      1000 blocks [2/1] [U_]
      [=>...]  recovery = 25.0% (250/1000) finish=1.0min speed=9K/sec

unused devices: <none>
`,
    "sys/block/md1/md/raid_disks": "2\n",
    "sys/block/md1/md/degraded": "1\n",
    "sys/block/md2/md/raid_disks": "3\n",
    "sys/block/sda/size": "1\n",
  });
  const state = (state: string) => `node_md_state{device="md1",state="${state}"}`;
  const disks = (state: string) => `node_md_disks{device="md1",state="${state}"}`;
  assertEquals(found, {
    [state("active")]: 0,
    [state("inactive")]: 0,
    [state("recovering")]: 1,
    [state("resync")]: 0,
    [state("check")]: 0,
    [disks("active")]: 1,
    [disks("failed")]: 1,
    [disks("spare")]: 1,
    'node_md_disks_required{device="md1"}': 2,
    'node_md_blocks{device="md1"}': 1000,
    'node_md_blocks_synced{device="md1"}': 250,
    'node_md_raid_disks{device="md1"}': 2,
    'node_md_raid_disks{device="md2"}': 3,
    'node_md_degraded{device="md1"}': 1,
    'node_md_degraded{device="md2"}': 0,
  });
});

const NVME0 = "sys/class/nvme/nvme0";
const NVME = {
  [`${NVME0}/cntlid`]: "1\n",
  [`${NVME0}/firmware_rev`]: "F1  \n",
  [`${NVME0}/model`]: "ACME 1T   \n",
  [`${NVME0}/serial`]: "S1\n",
  [`${NVME0}/state`]: "live\n",
  [`${NVME0}/nvme0n1/size`]: "2000\n",
  [`${NVME0}/nvme0n1/queue/logical_block_size`]: "512\n",
};
const controller = (state: string) =>
  `node_nvme_info{cntlid="1",device="nvme0",firmware_revision="F1",model="ACME 1T",serial="S1",state="${state}"}`;

Deno.test("nvme: an ordinary drive of a kernel that does not tell what is used", async () => {
  const of = 'device="nvme0",nsid="1"';
  assertEquals(await read(nvme, NVME), {
    [controller("live")]: 1,
    [`node_nvme_namespace_info{ana_state="unknown",${of}}`]: 1,
    [`node_nvme_namespace_capacity_bytes{${of}}`]: 1_024_000,
    [`node_nvme_namespace_size_bytes{${of}}`]: 1_024_000,
    [`node_nvme_namespace_logical_block_size_bytes{${of}}`]: 512,
  });
});

Deno.test("nvme: a namespace that is reached on several paths, and what of it is used", async () => {
  const found = await read(nvme, {
    [`${NVME0}/state`]: "live\n",
    [`${NVME0}/nvme0c1n12/ana_state`]: "optimized\n",
    [`${NVME0}/nvme0c1n12/nuse`]: "10\n",
    [`${NVME0}/nvme0c1n12/queue/logical_block_size`]: "4096\n",
  });
  assertEquals(
    found['node_nvme_namespace_info{ana_state="optimized",device="nvme0",nsid="12"}'],
    1,
  );
  assertEquals(found['node_nvme_namespace_used_bytes{device="nvme0",nsid="12"}'], 40_960);
});

Deno.test("nvme shows a new state at once, and a drive that was pulled out no more", async () => {
  using made = new MadeUpHost(NVME);
  const collect = running(made, nvme);
  assertEquals((await collect())[controller("live")], 1);
  made.write({ [`${NVME0}/state`]: "resetting\n" });
  const second = await collect();
  assertEquals([second[controller("live")], second[controller("resetting")]], [undefined, 1]);
  Deno.removeSync(`${made.root}/${NVME0}`, { recursive: true });
  made.removed();
  assertEquals(await collect(), {});
});

const POWERCAP = "sys/class/powercap";
const zone = (dir: string, name: string, microjoules: number) => ({
  [`${POWERCAP}/${dir}/name`]: `${name}\n`,
  [`${POWERCAP}/${dir}/energy_uj`]: `${microjoules}\n`,
});
const RAPL = {
  [`${POWERCAP}/intel-rapl/enabled`]: "1\n",
  ...zone("intel-rapl:0", "package-0", 1_500_000),
  ...zone("intel-rapl:0:0", "dram", 250_000),
  ...zone("intel-rapl:1", "package-1", 2_000_000),
  ...zone("intel-rapl:1:0", "dram", 500_000),
};

/** The keys without the path of the made-up host. */
const withoutPath = (found: Record<string, number>) =>
  Object.fromEntries(
    Object.entries(found).map(([key, value]) => [key.replace(/"[^"]*powercap\//, '"'), value]),
  );

Deno.test("rapl: zones with a number of their own, and zones that share a name", async () => {
  assertEquals(withoutPath(await read(rapl, RAPL)), {
    'node_rapl_package_joules_total{index="0",path="intel-rapl:0"}': 1.5,
    'node_rapl_package_joules_total{index="1",path="intel-rapl:1"}': 2,
    'node_rapl_dram_joules_total{index="0",path="intel-rapl:0:0"}': 0.25,
    'node_rapl_dram_joules_total{index="1",path="intel-rapl:1:0"}': 0.5,
  });
});

Deno.test("rapl: with the zone label there is one family", async () => {
  const found = await read(
    rapl,
    zone("intel-rapl:0", "package-0-die-1", 1_000_000),
    "--collector.rapl.enable-zone-label",
  );
  assertEquals(withoutPath(found), {
    'node_rapl_joules_total{index="0",path="intel-rapl:0",rapl_zone="package-0-die-1"}': 1,
  });
});

Deno.test("rapl: a zone that does not answer costs only itself", async () => {
  using made = new MadeUpHost(RAPL);
  // Like a zone without a reading, a directory can be opened and not be read.
  Deno.removeSync(`${made.root}/${POWERCAP}/intel-rapl:1/energy_uj`);
  Deno.mkdirSync(`${made.root}/${POWERCAP}/intel-rapl:1/energy_uj`);
  assertEquals(Object.values(await running(made, rapl)()), [1.5, 0.25, 0.5]);
});

Deno.test("rapl: that only root may read the counters is not an error", async () => {
  using made = new MadeUpHost(RAPL);
  made.files.hotAttribute = () => undefined;
  await assertRejects(running(made, rapl), NoData, "energy");
});
