/** The collectors that say what the host is: host, uname, time, connections, filesystem. */
import type { Host } from "../../../collectors/collector.ts";
import { connections } from "../../../collectors/connections.ts";
import { filesystem } from "../../../collectors/filesystem.ts";
import { host } from "../../../collectors/host.ts";
import { parseOsRelease } from "../../../collectors/linux/inventory.ts";
import type { FilesystemUsage, Source } from "../../../collectors/readings.ts";
import { time } from "../../../collectors/time.ts";
import { uname } from "../../../collectors/uname.ts";
import { assertEquals } from "../../assert.ts";
import { MadeUpHost, read, values } from "../../fixture.ts";
import { settled } from "../../settled.ts";
import { table } from "../../table.ts";

const KERNEL = {
  "proc/sys/kernel/hostname": "web1\n",
  "proc/sys/kernel/osrelease": "6.1.0-18-amd64\n",
  "proc/sys/kernel/ostype": "Linux\n",
  "proc/sys/kernel/domainname": "(none)\n",
  "proc/sys/kernel/version": "#1 SMP\n",
  "proc/sys/kernel/arch": "x86_64\n",
};

Deno.test("what the host is, from the files that tell it", async () => {
  assertEquals(
    await read(host, {
      ...KERNEL,
      "etc/os-release": 'NAME="Debian"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n',
      "proc/cpuinfo": 'processor\t: 0\nmodel name\t: Xeon "E5"\nflags\t: fpu hypervisor\n\n' +
        'processor\t: 1\nmodel name\t: Xeon "E5"\nflags\t: fpu hypervisor\n',
      "sys/class/dmi/id/sys_vendor": "QEMU\n",
    }),
    {
      [
        'node_host_info{hostname="web1",os="Debian GNU/Linux 12 (bookworm)",kernel="6.1.0-18-amd64",' +
        'arch="x86_64",cpu_model="Xeon \\"E5\\"",cpu_cores="2",virtual="qemu"}'
      ]: 1,
    },
  );
});

Deno.test("a host that is renamed or upgraded has its new name within a minute", async () => {
  using made = new MadeUpHost({ ...KERNEL, "etc/os-release": "NAME=A\n", "proc/cpuinfo": "" });
  const running = host.start(made.host(host));
  const named = async () => {
    const [series] = Object.keys(values(await running.collect(1000)));
    return /hostname="(.*)",os="(.*)",kernel/.exec(series)?.slice(1);
  };
  assertEquals(await named(), ["web1", "A"]);
  made.write({ "proc/sys/kernel/hostname": "db1\n", "etc/os-release": "NAME=B\n" });
  made.clock = 59_999;
  assertEquals(await named(), ["web1", "A"]);
  made.clock = 60_000;
  assertEquals(await named(), ["db1", "B"]);
});

Deno.test("a host that tells nothing still is one", async () => {
  const [series] = Object.keys(await read(host, { "proc/cpuinfo": "processor : 0\n" }));
  assertEquals(series.includes('hostname=""') && series.includes('virtual="none"'), true, series);
});

table("os-release", (text: string) => Object.fromEntries(parseOsRelease(text)), [
  ["quotes and escapes", `A="x \\"y\\" \\$z"\nB='1'\nC=plain\n`, {
    A: 'x "y" $z',
    B: "1",
    C: "plain",
  }],
  ["comments and garbage", "# A=1\n\n=2\nnothing\n", {}],
]);

Deno.test("uname follows a host that is renamed", async () => {
  using made = new MadeUpHost(KERNEL);
  const running = uname.start(made.host(uname));
  const nodename = async () =>
    /nodename="(\w+)"/.exec(Object.keys(values(await running.collect(1000)))[0])?.[1];
  assertEquals(await nodename(), "web1");
  made.write({ "proc/sys/kernel/hostname": "web2\n" });
  assertEquals(await nodename(), "web2");
  assertEquals(await nodename(), "web2");
});

Deno.test("the clock, and where it comes from", async () => {
  const sources = "sys/devices/system/clocksource/clocksource0";
  const found = await read(time, {
    [`${sources}/available_clocksource`]: "tsc hpet \n",
    [`${sources}/current_clocksource`]: "tsc\n",
  });
  assertEquals(found.node_time_seconds, 1_700_000_000);
  assertEquals(found['node_time_clocksource_available_info{clocksource="hpet",device="0"}'], 1);
  assertEquals(found['node_time_clocksource_current_info{clocksource="tsc",device="0"}'], 1);
});

Deno.test("sockets are counted anew while the last count is given, if that is not half a minute old", async () => {
  const head = "  sl  local_address rem_address   st tx_queue\n";
  const listening = "   0: 0100007F:238C 00000000:0000 0A 00000000:00000000\n";
  using made = new MadeUpHost({ "proc/net/tcp": head + listening, "proc/net/udp": head });
  const running = connections.start(made.host(connections));
  const found = async () => values(await running.collect(1000));
  const listen = async () =>
    (await found())['node_network_connections{protocol="tcp",state="listen"}'];
  assertEquals(await listen(), 1);
  made.write({ "proc/net/tcp": head + listening + listening });
  made.clock = 9_000;
  assertEquals(await listen(), 1);
  await settled();
  assertEquals(await listen(), 1);
  made.clock = 15_000;
  assertEquals(await listen(), 1);
  await settled();
  assertEquals(await listen(), 2);
  made.write({ "proc/net/tcp": head });
  made.clock = 45_000;
  assertEquals(await listen(), 0);
  assertEquals((await found())['node_network_connections{protocol="udp",state="open"}'], 0);
});

/** A host with these file systems. */
function hostWith(usages: FilesystemUsage[], asked: number[] = [], ...args: string[]): Host {
  using made = new MadeUpHost({});
  const source: Partial<Source> = {
    filesystems(wanted, timeout) {
      asked.push(timeout);
      return usages.filter(wanted);
    },
  };
  return { ...made.host(filesystem, ...args), source: source as Source };
}

const usage = (mountpoint: string, more: Partial<FilesystemUsage> = {}): FilesystemUsage => ({
  device: "/dev/sda1",
  mountpoint,
  fstype: "ext4",
  readonly: false,
  space: { size: 1000, free: 300, available: 200, files: 100, filesFree: 75 },
  ...more,
});

Deno.test("a file system's shares are those that df prints", async () => {
  const mounted = [usage("/", { number: "8:1" })];
  const found = values(await filesystem.start(hostWith(mounted)).collect(1000));
  const labels = 'device="/dev/sda1",fstype="ext4",mountpoint="/"';
  assertEquals(found, {
    [`node_filesystem_size_bytes{${labels}}`]: 1000,
    [`node_filesystem_free_bytes{${labels}}`]: 300,
    [`node_filesystem_avail_bytes{${labels}}`]: 200,
    [`node_filesystem_files{${labels}}`]: 100,
    [`node_filesystem_files_free{${labels}}`]: 75,
    // 700 used of the 900 that users could have.
    [`node_disk_usage_percent{${labels}}`]: 100 * 700 / 900,
    [`node_disk_inodes_usage_percent{${labels}}`]: 25,
    [`node_disk_bytes{${labels},type="total"}`]: 1000,
    [`node_disk_bytes{${labels},type="used"}`]: 700,
    [`node_disk_bytes{${labels},type="free"}`]: 300,
    [`node_disk_bytes{${labels},type="available"}`]: 200,
    [`node_filesystem_readonly{${labels}}`]: 0,
    [`node_filesystem_device_error{${labels}}`]: 0,
    'node_filesystem_mount_info{device="/dev/sda1",major="8",minor="1",mountpoint="/"}': 1,
  });
});

Deno.test("a file system that does not answer has an error and no space; one without inodes no share of them", async () => {
  const found = values(
    await filesystem.start(hostWith([
      usage("/hung", { space: undefined, readonly: true }),
      usage("/btrfs", { space: { size: 10, free: 5, available: 5, files: 0, filesFree: 0 } }),
      usage("/empty", { space: { size: 0, free: 0, available: 0, files: 0, filesFree: 0 } }),
    ])).collect(1000),
  );
  const of = (mountpoint: string) =>
    Object.entries(found).filter(([series]) => series.includes(`"${mountpoint}"`))
      .map(([series, value]) => `${series.split("{")[0]} ${value}`);
  assertEquals(of("/hung"), ["node_filesystem_readonly 1", "node_filesystem_device_error 1"]);
  assertEquals(of("/btrfs").some((series) => series.includes("inodes")), false);
  assertEquals(of("/btrfs").includes("node_disk_usage_percent 50"), true);
  assertEquals(of("/empty").some((series) => series.includes("percent")), false);
});

Deno.test("a file system that changes, comes or goes shows at once", async () => {
  const usages = [usage("/")];
  const running = filesystem.start(hostWith(usages));
  const seen = async (family: string) => {
    const found = values(await running.collect(1000));
    return Object.entries(found).filter(([series]) =>
      series.startsWith(`node_filesystem_${family}{`)
    )
      .map(([series, value]) => `${/mountpoint="(.*?)"/.exec(series)![1]} ${value}`);
  };
  assertEquals(await seen("free_bytes"), ["/ 300"]);
  usages[0] = usage("/", { space: { ...usages[0].space!, free: 299 } });
  assertEquals(await seen("free_bytes"), ["/ 299"]);
  usages[0] = usage("/", { space: undefined });
  assertEquals(await seen("device_error"), ["/ 1"]);
  usages[0] = usage("/", { readonly: true });
  assertEquals(await seen("readonly"), ["/ 1"]);
  usages.push(usage("/data"));
  assertEquals(await seen("size_bytes"), ["/ 1000", "/data 1000"]);
  usages.shift();
  assertEquals(await seen("size_bytes"), ["/data 1000"]);
});

Deno.test("virtual file systems are left out unless asked for", async () => {
  const usages = [
    usage("/"),
    usage("/proc/sys/x"),
    usage("/run", { fstype: "tmpfs" }),
    usage("/snap/core", { fstype: "squashfs" }),
    usage("/var/lib/docker/overlay2/x"),
    usage("/devices"),
  ];
  const points = async (...args: string[]) => {
    const found = values(await filesystem.start(hostWith(usages, [], ...args)).collect(1000));
    return Object.keys(found).map((series) => /size_bytes.*mountpoint="(.*)"/.exec(series)?.[1])
      .filter(Boolean);
  };
  assertEquals(await points(), ["/", "/run", "/devices"]);
  assertEquals(await points("--collector.filesystem.fs-types-exclude=^tmpfs$"), [
    "/",
    "/snap/core",
    "/devices",
  ]);
  assertEquals(await points("--collector.filesystem.mount-points-include=^/$"), ["/"]);
});

Deno.test("the wait for a mount fits into what the scrape can wait", async () => {
  const asked: number[] = [];
  const running = filesystem.start(hostWith([], asked));
  await running.collect(1000);
  await running.collect(60_000);
  assertEquals(asked, [800, 5000]);
});
