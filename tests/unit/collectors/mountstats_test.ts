import { mountstats } from "../../../collectors/seldom.ts";
import { assertEquals } from "../../assert.ts";
import { read } from "../../fixture.ts";

const mount = (mountpoint: string) =>
  `device 192.0.2.1:/srv mounted on ${mountpoint} with fstype nfs4 statvers=1.1
\tage:\t600
\tbytes:\t10 20 30 40 50 60 70 80
\txprt:\ttcp 832 1 2 3 4 5 6 7 8 9 10 11 12
\tper-op statistics
\t        READ: 5 6 1 500 9000 7000 18446743919241604546 90 2

`;
const info = (mountpoint: string) =>
  `194 21 0:42 / ${mountpoint} rw shared:144 - nfs4 192.0.2.1:/srv rw,clientaddr=192.0.2.5,addr=192.0.2.1,vers=4.2\n`;

const LABELS = 'export="192.0.2.1:/srv",mountaddr="192.0.2.1",protocol="tcp"';

Deno.test("mounts of one export are counted once and told each", async () => {
  const found = await read(mountstats, {
    "proc/self/mountstats": mount("/a") + mount("/b"),
    "proc/self/mountinfo": info("/a") + info("/b"),
  });
  const of = (name: string, more = "") => found[`node_mountstats_nfs_${name}{${LABELS}${more}}`];
  assertEquals(of("age_seconds_total"), 600);
  assertEquals(of("total_read_bytes_total"), 50);
  assertEquals(of("mountpoint_info", ',mountpoint="/a"'), 1);
  assertEquals(of("mountpoint_info", ',mountpoint="/b"'), 1);
  assertEquals(of("transport_sending_queue_total", ',transport="0"'), 11);
  assertEquals(of("operations_queue_time_seconds_total", ',operation="READ"'), 7);
  assertEquals(of("operations_errors_total", ',operation="READ"'), 2);
  const response = of("operations_response_time_seconds_total", ',operation="READ"');
  assertEquals(response < 2 ** 53 / 1000, true, "a time below zero is cut at 2^53");
});

Deno.test("the mounts are those of the first process, if it lets us see them", async () => {
  const found = await read(mountstats, {
    "proc/1/mountstats": mount("/host"),
    "proc/1/mountinfo": info("/host"),
    "proc/self/mountstats": mount("/container"),
    "proc/self/mountinfo": info("/container"),
  });
  const mountpoints = Object.keys(found).filter((series) => series.includes("mountpoint_info"));
  assertEquals(mountpoints, [
    `node_mountstats_nfs_mountpoint_info{${LABELS},mountpoint="/host"}`,
  ]);
});

Deno.test("a host without NFS mounts gives no samples and no error", async () => {
  const found = await read(mountstats, {
    "proc/self/mountstats": "device /dev/sda1 mounted on / with fstype ext4\n",
    "proc/self/mountinfo": "21 0 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n",
  });
  assertEquals(found, {});
});
