import { btrfsReader } from "../../../collectors/btrfs.ts";
import { btrfs } from "../../../collectors/seldom.ts";
import { assertEquals } from "../../assert.ts";
import { MadeUpHost, values } from "../../fixture.ts";

const UUID = "01234567-89ab-cdef-0123-456789abcdef";
const OTHER = "fedcba98-89ab-cdef-0123-456789abcdef";
const mount = (device: string, at: string, fstype = "btrfs") =>
  `1 0 0:45 / ${at} rw - ${fstype} ${device} rw\n`;

const TREE = {
  "proc/1/mountinfo": mount("/dev/a", "/hidden") + mount("/dev/a", "/a") + mount("/dev/a", "/b") +
    mount("/dev/c", "/c", "ext4") + mount("/dev/d", "/d"),
  [`sys/fs/btrfs/${UUID}/devices/a/size`]: "2\n",
  [`sys/fs/btrfs/${OTHER}/devices/d/size`]: "3\n",
};

Deno.test("btrfs: devices tell their errors, at most every 15 s; one that does not, its size", async () => {
  using made = new MadeUpHost(TREE);
  const asked: string[] = [];
  let read = 4;
  const reader = btrfsReader(() => (path) => {
    asked.push(path.slice(made.root.length));
    const errors = [0, read, 0, 0, 0];
    const devices = [{ device: "a", uuid: "u", size: 1000, used: 300, errors }];
    return Promise.resolve(path.endsWith("/a") ? { uuid: UUID, devices } : undefined);
  });
  const running = reader.start(made.host(btrfs));
  const devices = async () =>
    Object.entries(values(await running.collect(1000))).filter(([series, value]) =>
      series.startsWith("node_btrfs_device_") && value !== 0
    );
  const labels = `uuid="${UUID}",device="a",btrfs_dev_uuid="u"`;
  const told = (errors: number) => [
    [`node_btrfs_device_size_bytes{${labels}}`, 1000],
    [`node_btrfs_device_size_bytes{uuid="${OTHER}",device="d"}`, 1536],
    [`node_btrfs_device_unused_bytes{${labels}}`, 700],
    [`node_btrfs_device_errors_total{${labels},type="read"}`, errors],
  ];
  assertEquals(await devices(), told(4));
  read = 5;
  made.clock = 14_000;
  assertEquals(await devices(), told(4));
  assertEquals(asked, ["/hidden", "/a", "/d"]);
  made.clock = 15_000;
  assertEquals(await devices(), told(5));
});
