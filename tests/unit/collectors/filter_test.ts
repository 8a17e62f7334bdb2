import { diskstats } from "../../../collectors/diskstats.ts";
import { expression } from "../../../collectors/expression.ts";
import { filesystem } from "../../../collectors/filesystem.ts";
import { netstat } from "../../../collectors/netstat.ts";
import { vmstat } from "../../../collectors/vmstat.ts";
import { nameFilter } from "../../../collectors/filter.ts";
import { assertEquals } from "../../assert.ts";
import { read } from "../../fixture.ts";
import { loadRe2 } from "../../../collectors/re2.ts";

await loadRe2();

const passing = (include: string, exclude: string, names: string[]) =>
  names.filter(nameFilter(include, exclude));

Deno.test("a name passes that is included and not excluded", () => {
  const names = ["eth0", "eth1", "lo", "veth0"];
  assertEquals(passing("", "", names), names);
  assertEquals(passing("^eth", "", names), ["eth0", "eth1"]);
  assertEquals(passing("", "^(lo|veth.*)$", names), ["eth0", "eth1"]);
  assertEquals(passing("eth", "0$", names), ["eth1"]);
});

Deno.test("an empty expression is a value, and filters nothing", async () => {
  const name = "collector.diskstats.device-exclude";
  const line = "   7       0 loop0 1 0 8 0 0 0 0 0 0 0 0\n";
  const got = await read(diskstats, { "proc/diskstats": line }, `--${name}=`);
  assertEquals(got['node_disk_reads_completed_total{device="loop0"}'], 1);
  const all = await read(vmstat, { "proc/vmstat": "nr_dirty 3\n" }, "--collector.vmstat.fields=");
  assertEquals(all, { node_vmstat_nr_dirty: 3 });
});

Deno.test("what is asked for is shown, though it is left out by default", async () => {
  const disks = ["loop0", "sda1"].map((name, i) => `   7  ${i} ${name} 1 0 8 0 0 0 0 0 0 0 0\n`);
  const shown = async (...args: string[]) =>
    Object.keys(await read(diskstats, { "proc/diskstats": disks.join("") }, ...args))
      .filter((series) => series.startsWith("node_disk_io_now"));
  const flag = "--collector.diskstats.device";
  assertEquals(await shown(), []);
  assertEquals(await shown(`${flag}-include=^loop`), ['node_disk_io_now{device="loop0"}']);
  assertEquals(await shown(`${flag}-include=0|1`, `${flag}-exclude=loop`), [
    'node_disk_io_now{device="sda1"}',
  ]);
});

Deno.test("an expression that makes others hang is answered at once", () => {
  // In an engine that backtracks this takes longer than the test may last.
  assertEquals(passing("^(a+)+$", "", [`${"a".repeat(50)}!`]), []);
});

Deno.test("more names than are remembered are answered right too", () => {
  const passes = nameFilter("7$", "");
  for (let i = 0; i < 10_000; i++) assertEquals(passes(`dev${i}`), i % 10 === 7);
});

Deno.test("the usual expressions, left to V8, take what RE2 takes", () => {
  const names = [
    ..."/ /dev /dev/shm /device /proc /sys/fs /run/credentials/ /run/credentials/a.service".split(
      " ",
    ),
    ..."/var/lib/docker /var/lib/docker/overlay2/x /var/lib/containers/storage/a /home".split(" "),
    ..."overlay cgroup cgroup2 cgroup3 ext4 squashfs squashfs4 tmpfs".split(" "),
    ..."sda sda1 vda12 xvda1 nvme0n1 nvme0n1p1 zram0 ram1 loop7 fd0 md0 dm-0".split(" "),
    "/run/credentials/a\nb",
    "",
  ];
  const usual = [filesystem, diskstats, netstat, vmstat].flatMap(({ flags }) =>
    (flags ?? []).filter(({ value }) => value === "REGEXP").map((flag) => flag.default as string)
  ).filter((source) => source !== "");
  assertEquals(usual.length, 5);
  const fields =
    "TcpExt_ListenDrops TcpExt_X Ip_Forwarding Udp_InErrors Ip6_InOctets pgpgin oom_kill";
  for (const source of usual) {
    const [plain, re2] = [expression(source, source), expression(source, "")];
    for (const name of [...names, ...fields.split(" ")]) {
      assertEquals(plain(name), re2(name), `${source} in ${JSON.stringify(name)}`);
    }
  }
});
