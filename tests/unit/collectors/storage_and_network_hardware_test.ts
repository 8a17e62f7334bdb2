/** Collectors of what few hosts have: NFS, IPVS, watchdogs, tapes, adapters, other file systems. */
import { NoData } from "../../../collectors/collector.ts";
import { dmmultipath } from "../../../collectors/dmmultipath.ts";
import {
  bcache,
  bcachefs,
  btrfs,
  fibrechannel,
  infiniband,
  ipvs,
  nfs,
  nfsd,
  tapestats,
  watchdog,
  xfs,
  zfs,
} from "../../../collectors/seldom.ts";
import { assertEquals, assertRejects, assertThrows } from "../../assert.ts";
import { MadeUpHost, read, values } from "../../fixture.ts";

const UUID = "01234567-89ab-cdef-0123-456789abcdef";

Deno.test("dmmultipath: a host that has none of it has no data", async () => {
  await assertRejects(() => read(dmmultipath, {}), NoData);
});

for (const [fs, collector] of Object.entries({ bcache, bcachefs, btrfs, xfs })) {
  Deno.test(`${fs}: a kernel that knows it, and no file system, is no data`, async () => {
    const tree = { [`sys/fs/${fs}/stats/stats`]: "", [`sys/fs/${fs}/features/raid56`]: "0\n" };
    if (fs === "xfs") delete tree["sys/fs/xfs/features/raid56"];
    const error = await assertRejects(() => read(collector, tree), NoData);
    assertEquals((error as NoData).success, collector !== bcachefs);
  });
}

Deno.test("nfs: a procedure that the kernel does not know was never called", async () => {
  const found = await read(nfs, {
    "proc/net/rpc/nfs": "net 9 4 5 2\nrpc 100 3 101\nproc3 3 0 7 8\n",
  });
  assertEquals(found['node_nfs_packets_total{protocol="tcp"}'], 5);
  assertEquals(found["node_nfs_rpc_retransmissions_total"], 3);
  assertEquals(found['node_nfs_requests_total{proto="3",method="GetAttr"}'], 7);
  assertEquals(found['node_nfs_requests_total{proto="3",method="Commit"}'], 0);
  assertEquals(found['node_nfs_requests_total{proto="4",method="Read"}'], undefined);
});

Deno.test("nfsd: a kernel without a read-ahead cache does not show one", async () => {
  const operations = Array.from({ length: 40 }, (_, i) => i).join(" ");
  const found = await read(nfsd, {
    "proc/net/rpc/nfsd": `rc 1 2 3\nio 10 20\nproc4ops 40 ${operations}\nwdeleg_getattr 6\n`,
  });
  assertEquals(found["node_nfsd_reply_cache_nocache_total"], 3);
  assertEquals(found["node_nfsd_read_ahead_cache_size_blocks"], undefined);
  assertEquals(found['node_nfsd_requests_total{proto="4",method="Access"}'], 3);
  assertEquals(found['node_nfsd_requests_total{proto="4",method="RelLockOwner"}'], 39);
  assertEquals(found['node_nfsd_requests_total{proto="4",method="WdelegGetattr"}'], 6);
});

Deno.test("nfs: a line that is cut off fails with its text", async () => {
  await assertRejects(
    () => read(nfs, { "proc/net/rpc/nfs": "net 9 4\n" }),
    SyntaxError,
    '"net 9 4" has 2 numbers',
  );
});

const BALANCED = {
  "proc/net/ip_vs_stats": "a\nb\n 1 2 3 4 5\n",
  "proc/net/ip_vs": "TCP  0A000001:0050 rr\n  -> 0A000002:0050 Masq 1 5 6\n" +
    "  -> 0A000003:0050 Masq 2 7 8\n",
};

Deno.test("ipvs: backends that the labels do not tell apart are added up", async () => {
  const found = await read(ipvs, BALANCED, "--collector.ipvs.backend-labels=proto,local_port");
  assertEquals(found["node_ipvs_incoming_bytes_total"], 4);
  assertEquals(found['node_ipvs_backend_connections_active{proto="TCP",local_port="80"}'], 12);
  assertEquals(found['node_ipvs_backend_weight{proto="TCP",local_port="80"}'], 3);
});

Deno.test("ipvs: a label that there is not is refused", () => {
  using made = new MadeUpHost({});
  assertThrows(
    () => made.host(ipvs, "--collector.ipvs.backend-labels=proto,mark"),
    Error,
    "must be of local_address",
  );
});

Deno.test("watchdog: what a watchdog does not have gives no sample", async () => {
  assertEquals(
    await read(watchdog, {
      "sys/class/watchdog/watchdog0/identity": "iTCO_wdt\n",
      "sys/class/watchdog/watchdog0/timeout": "30\n",
      "sys/class/watchdog/watchdog0/state": "inactive\n",
    }),
    {
      'node_watchdog_timeout_seconds{name="watchdog0"}': 30,
      'node_watchdog_info{name="watchdog0",options="",identity="iTCO_wdt",state="inactive",status="",pretimeout_governor=""}':
        1,
    },
  );
});

Deno.test("tapestats: a drive is one device, whatever names it has; some can be ignored", async () => {
  const tree = Object.fromEntries(
    ["st0", "nst0", "st0m", "st1"].map((
      name,
    ) => [`sys/class/scsi_tape/${name}/stats/read_ns`, "5e8\n"]),
  );
  assertEquals(await read(tapestats, tree, "--collector.tapestats.ignored-devices=^st1$"), {
    'node_tape_read_time_seconds_total{device="st0"}': 0.5,
  });
});

Deno.test("xfs: lines of an older kernel are enough, a short line is not", async () => {
  const found = await read(xfs, { "sys/fs/xfs/dm-0/stats/stats": "rw 3 4\nnew_line 1\n" });
  assertEquals(found, {
    'node_xfs_write_calls_total{device="dm-0"}': 3,
    'node_xfs_read_calls_total{device="dm-0"}': 4,
  });
  await assertRejects(
    () => read(xfs, { "sys/fs/xfs/dm-0/stats/stats": "rw 3\n" }),
    SyntaxError,
    '"rw 3"',
  );
});

Deno.test("bcache: priority statistics only if asked for", async () => {
  const tree = {
    [`sys/fs/bcache/${UUID}/congested`]: "1\n",
    [`sys/fs/bcache/${UUID}/bdev0/stats_total/bypassed`]: "1.5k\n",
    [`sys/fs/bcache/${UUID}/bdev0/writeback_rate_debug`]: "rate:\t2.0k/sec\n",
    [`sys/fs/bcache/${UUID}/cache0/priority_stats`]: "Unused:\t\t7%\n",
  };
  const without = {
    [`node_bcache_congested{uuid="${UUID}"}`]: 1,
    [`node_bcache_bypassed_bytes_total{uuid="${UUID}",backing_device="bdev0"}`]: 1524,
    [`node_bcache_writeback_rate{uuid="${UUID}",backing_device="bdev0"}`]: 2048,
  };
  assertEquals(await read(bcache, tree), without);
  assertEquals(await read(bcache, tree, "--collector.bcache.priorityStats"), {
    ...without,
    [`node_bcache_priority_stats_unused_percent{uuid="${UUID}",cache_device="cache0"}`]: 7,
  });
});

Deno.test("btrfs: raid5 over three devices takes one and a half bytes for one", async () => {
  const dir = `sys/fs/btrfs/${UUID}`;
  const found = await read(btrfs, {
    [`${dir}/label`]: "back=up\n",
    [`${dir}/allocation/data/raid5/total_bytes`]: "3000\n",
    [`${dir}/allocation/data/raid5/used_bytes`]: "1000\n",
    [`${dir}/commit_stats`]: "commits 4\nlast_commit_ms 1500\n",
    ...Object.fromEntries(
      ["sda", "sdb", "sdc"].map((disk) => [`${dir}/devices/${disk}/size`, "2\n"]),
    ),
  });
  const data = `uuid="${UUID}",block_group_type="data",mode="raid5"`;
  assertEquals(found[`node_btrfs_allocation_ratio{${data}}`], 1.5);
  assertEquals(found[`node_btrfs_size_bytes{${data}}`], 3000);
  assertEquals(found[`node_btrfs_device_size_bytes{uuid="${UUID}",device="sdb"}`], 1024);
  assertEquals(found[`node_btrfs_last_commit_seconds{uuid="${UUID}"}`], 1.5);
  assertEquals(found[`node_btrfs_info{uuid="${UUID}",label="back=up"}`], 1);
});

Deno.test("infiniband: a counter that the adapter does not have gives no sample", async () => {
  const port = "sys/class/infiniband/mlx5_0/ports/1";
  const tree = {
    [`${port}/state`]: "4: ACTIVE\n",
    [`${port}/rate`]: "2.5 Gb/sec (1X SDR)\n",
    [`${port}/counters/port_rcv_data`]: "10\n",
    [`${port}/counters/symbol_error`]: "N/A (no PMA)\n",
    [`${port}/hw_counters/lifespan`]: "12\n",
  };
  const labels = '{device="mlx5_0",port="1"}';
  assertEquals(await read(infiniband, tree), {
    'node_infiniband_info{device="mlx5_0",board_id="",firmware_version="",hca_type=""}': 1,
    [`node_infiniband_state_id${labels}`]: 4,
    [`node_infiniband_rate_bytes_per_second${labels}`]: 312_500_000,
    [`node_infiniband_port_data_received_bytes_total${labels}`]: 40,
    [`node_infiniband_lifespan_seconds${labels}`]: 0.012,
  });
  await assertRejects(
    () => read(infiniband, { ...tree, [`${port}/state`]: "ACTIVE\n" }),
    SyntaxError,
    '"ACTIVE" is neither a state',
  );
});

Deno.test("fibrechannel: what the adapter does not count is all ones, and no sample", async () => {
  const host = "sys/class/fc_host/host2";
  const found = await read(fibrechannel, {
    [`${host}/port_name`]: "0x10000000c9a1b2c3\n",
    [`${host}/statistics/rx_frames`]: "0x1f\n",
    [`${host}/statistics/nos_count`]: "0xffffffffffffffff\n",
  });
  const [info] = Object.keys(found).filter((series) => series.includes("_info"));
  assertEquals(/port_name="([^"]*)"/.exec(info)?.[1], "10000000c9a1b2c3");
  assertEquals(Object.entries(found).filter(([series]) => series !== info), [
    ['node_fibrechannel_rx_frames_total{fc_host="host2"}', 31],
  ]);
});

const MULTIPATH = {
  "sys/block/dm-0/dm/uuid": "LVM-abc\n",
  "sys/block/dm-1/dm/uuid": "mpath-3600\n",
  "sys/block/dm-1/dm/name": "data\n",
  "sys/block/dm-1/dm/suspended": "0\n",
  "sys/block/dm-1/size": "8\n",
  "sys/block/dm-1/slaves/sda/dev": "",
  "sys/block/dm-1/slaves/sdb/dev": "",
  "sys/block/sda/device/state": "running\n",
};

Deno.test("dmmultipath: a path without a state counts as failed", async () => {
  const labels = '{device="data",sysfs_name="dm-1"}';
  assertEquals(await read(dmmultipath, MULTIPATH), {
    'node_dmmultipath_device_info{device="data",sysfs_name="dm-1",uuid="mpath-3600"}': 1,
    [`node_dmmultipath_device_active${labels}`]: 1,
    [`node_dmmultipath_device_size_bytes${labels}`]: 4096,
    'node_dmmultipath_path_state{device="data",path="sda",state="running"}': 1,
    'node_dmmultipath_path_state{device="data",path="sdb",state="unknown"}': 1,
    [`node_dmmultipath_device_paths${labels}`]: 2,
    [`node_dmmultipath_device_paths_active${labels}`]: 1,
    [`node_dmmultipath_device_paths_failed${labels}`]: 1,
  });
});

Deno.test("dmmultipath: a device that becomes another, or comes later, is noticed", async () => {
  using made = new MadeUpHost(MULTIPATH);
  const running = dmmultipath.start(made.host(dmmultipath));
  const names = async () =>
    Object.keys(values(await running.collect(1000))).filter((series) => series.includes("_info"));
  assertEquals((await names()).length, 1);
  made.write({ "sys/block/dm-1/dm/uuid": "LVM-def\n" });
  assertEquals(await names(), []);
  made.write({ "sys/block/dm-2/dm/uuid": "mpath-1\n", "sys/block/dm-2/dm/name": "new\n" });
  assertEquals(await names(), [
    'node_dmmultipath_device_info{device="new",sysfs_name="dm-2",uuid="mpath-1"}',
  ]);
});

const KSTAT =
  "6 1 0x01 3 144 5266997922 97951858082072\nname                            type data\n";

Deno.test("zfs: the metrics are named by the kernel's fields", async () => {
  const dir = "proc/spl/kstat/zfs";
  const found = await read(zfs, {
    [`${dir}/arcstats`]: `${KSTAT}hits                            4    5\n`,
    [`${dir}/fm`]: `${KSTAT}erpt-dropped                    4    6\n`,
    [`${dir}/dbgmsg`]: "timestamp    message\n",
    [`${dir}/tank/state`]: "DEGRADED\n",
    [`${dir}/tank/io`]: "12 3\nnread reads\n7 8\n",
    [`${dir}/tank/objset-0x36`]: `${KSTAT}dataset_name  7    tank/my  data\nwrites    4    9\n`,
  });
  assertEquals(found['node_zfs_zpool_state{zpool="tank",state="degraded"}'], 1);
  assertEquals(
    Object.fromEntries(Object.entries(found).filter(([series]) => !series.includes("_state{"))),
    {
      "node_zfs_arc_hits": 5,
      "node_zfs_fm_erpt_dropped": 6,
      'node_zfs_zpool_nread{zpool="tank"}': 7,
      'node_zfs_zpool_reads{zpool="tank"}': 8,
      'node_zfs_zpool_dataset_writes{zpool="tank",dataset="tank/my  data"}': 9,
    },
  );
});

Deno.test("bcachefs: a counter that a new kernel brings is a metric", async () => {
  const dir = `sys/fs/bcachefs/${UUID}`;
  const device = `uuid="${UUID}",device="3"`;
  assertEquals(
    await read(bcachefs, {
      [`${dir}/counters/brand_new`]: "since mount: 1\nsince filesystem creation: 2k\n",
      [`${dir}/errors`]: "subvol_missing   194   1761076737\n",
      [`${dir}/dev-3/label`]: "ssd\n",
      [`${dir}/dev-3/nbuckets`]: "77\n",
      [`${dir}/dev-3/io_done`]: "read:\nuser : 5\nwrite:\nuser : 6\n",
    }),
    {
      [`node_bcachefs_info{uuid="${UUID}"}`]: 1,
      [`node_bcachefs_errors_total{uuid="${UUID}",error_type="subvol_missing"}`]: 194,
      [`node_bcachefs_brand_new_total{uuid="${UUID}"}`]: 2048,
      [`node_bcachefs_device_buckets{${device}}`]: 77,
      [`node_bcachefs_device_info{${device},label="ssd",state=""}`]: 1,
      [`node_bcachefs_device_io_done_bytes_total{${device},operation="read",data_type="user"}`]: 5,
      [`node_bcachefs_device_io_done_bytes_total{${device},operation="write",data_type="user"}`]: 6,
    },
  );
});
