import { diskstats } from "../../../collectors/diskstats.ts";
import { assertEquals } from "../../assert.ts";
import { MadeUpHost, read, values } from "../../fixture.ts";

const line = (major: number, minor: number, name: string) =>
  `   ${major}       ${minor} ${name} 1 0 2 3 4 0 5 6 0 7 8\n`;

const TREE = {
  "proc/diskstats": line(8, 0, "sda") + line(253, 0, "dm-0") + line(254, 0, "vda") +
    line(104, 0, "cciss/c0d0"),
  "udev/b8:0":
    "S:disk/by-id/x\nE:ID_ATA=1\nE:ID_ATA_WRITE_CACHE=1\nE:ID_ATA_ROTATION_RATE_RPM=7200\n" +
    "E:ID_ATA_WRITE_CACHE_ENABLED=\nE:ID_MODEL=A=B\nE:ID_SERIAL=long\nE:ID_SERIAL_SHORT=short\nE:ID_FS_TYPE=\n",
  "udev/b253:0": "E:DM_NAME=system-root\nE:DM_UUID=LVM-x\nE:DM_LV_LAYER=\nE:ID_FS_TYPE=ext4\n",
  "sys/block/sda/queue/rotational": "1\n",
  "sys/block/cciss!c0d0/queue/rotational": "1\n",
};

const about = (got: Record<string, number>, name: string) =>
  Object.keys(got).filter((series) => series.startsWith(`node_disk_${name}`));

Deno.test("what udev knows of a disk is shown, the serial number that is on its label first", async () => {
  const got = await read(diskstats, TREE);
  assertEquals(about(got, "info"), [
    'node_disk_info{device="sda",major="8",minor="0",model="A=B",path="",revision="",rotational="1",serial="short",wwn=""}',
    'node_disk_info{device="dm-0",major="253",minor="0",model="",path="",revision="",rotational="0",serial="",wwn=""}',
    'node_disk_info{device="vda",major="254",minor="0",model="",path="",revision="",rotational="0",serial="",wwn=""}',
    'node_disk_info{device="cciss/c0d0",major="104",minor="0",model="",path="",revision="",rotational="1",serial="",wwn=""}',
  ]);
  assertEquals(about(got, "filesystem_info"), [
    'node_disk_filesystem_info{device="dm-0",type="ext4",usage="",uuid="",version=""}',
  ]);
  assertEquals(about(got, "device_mapper_info"), [
    'node_disk_device_mapper_info{device="dm-0",lv_layer="",lv_name="",name="system-root",uuid="LVM-x",vg_name=""}',
  ]);
});

Deno.test("only values that udev has are shown of an ATA disk", async () => {
  const got = await read(diskstats, TREE);
  assertEquals(got['node_disk_ata_rotation_rate_rpm{device="sda"}'], 7200);
  assertEquals(about(got, "ata"), [
    'node_disk_ata_write_cache{device="sda"}',
    'node_disk_ata_rotation_rate_rpm{device="sda"}',
  ]);
});

Deno.test("udev is asked again after a minute, and at once for another disk of the same name", async () => {
  using made = new MadeUpHost(TREE);
  const running = diskstats.start(made.host(diskstats));
  const models = async () => {
    return about(values(await running.collect(1000)), "info").map((series) =>
      /device="(.*?)".*model="(.*?)"/.exec(series)!
    )
      .map(([, device, model]) => `${device}: ${model}`);
  };
  assertEquals((await models())[0], "sda: A=B");
  made.write({ "udev/b8:0": "E:ID_MODEL=C\n", "udev/b8:16": "E:ID_MODEL=D\n" });
  assertEquals((await models())[0], "sda: A=B");
  made.clock = 60_001;
  assertEquals((await models())[0], "sda: C");
  made.write({ "proc/diskstats": line(8, 16, "sda") });
  assertEquals(await models(), ["sda: D"]);
});

Deno.test("disks of a system without /proc/diskstats have no such info", async () => {
  using made = new MadeUpHost({});
  const host = made.host(diskstats);
  const disks = () => [{ device: "disk0", reads: 1, readBytes: 2, writes: 3, writeBytes: 4 }];
  const source = Object.assign(Object.create(host.source), { disks });
  const got = values(await diskstats.start({ ...host, source }).collect(1000));
  assertEquals(Object.keys(got), [
    'node_disk_io_read_bytes_total{device="disk0"}',
    'node_disk_io_write_bytes_total{device="disk0"}',
    'node_disk_io_reads_total{device="disk0"}',
    'node_disk_io_writes_total{device="disk0"}',
  ]);
});
