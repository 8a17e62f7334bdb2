/**
 * What systeminformation gives, to our readings. Its objects are made up, as its code fills them in on
 * each system; macOS and Windows themselves are not at hand here.
 */
import type { CpuInfo } from "node:os";
import type { Systeminformation } from "systeminformation";
import { connectionsOf } from "../../../../collectors/portable/connections.ts";
import { cpuTimesOf } from "../../../../collectors/portable/cpu.ts";
import { disksOf } from "../../../../collectors/portable/disks.ts";
import { filesystemsOf } from "../../../../collectors/portable/filesystems.ts";
import { interfacesOf, namesOf } from "../../../../collectors/portable/interfaces.ts";
import { memoryOf } from "../../../../collectors/portable/memory.ts";
import { CPU_MODES, NETDEV_COUNTERS, Unsupported } from "../../../../collectors/readings.ts";
import { assertEquals, assertThrows } from "../../../assert.ts";

/** Names to values, without those that are not told. */
const named = (names: readonly string[], values: readonly number[]) =>
  Object.fromEntries(
    names.map((name, i) => [name, values[i]] as const).filter(([, value]) => !Number.isNaN(value)),
  );

const CPU: CpuInfo = {
  model: "",
  speed: 0,
  times: { user: 61_370, nice: 20, sys: 24_320, idle: 2_398_760, irq: 320 },
};

for (
  const [platform, expected] of [
    ["linux", { user: 61.37, nice: 0.02, system: 24.32, idle: 2398.76, irq: 0.32 }],
    ["darwin", { user: 61.37, nice: 0.02, system: 24.32, idle: 2398.76 }],
    ["win32", { user: 61.37, system: 24, idle: 2398.76, irq: 0.32 }],
  ] as const
) {
  Deno.test(`CPU times of ${platform} are seconds of the modes that it counts`, () => {
    const [cpu, ...others] = cpuTimesOf([CPU], platform);
    assertEquals(cpu.cpu, "0");
    assertEquals<unknown>(named(CPU_MODES, cpu.seconds), expected);
    assertEquals([cpu.guest, cpu.guestNice], [NaN, NaN]);
    assertEquals(others, []);
  });
}

const MEM: Systeminformation.MemData = {
  total: 16_000,
  free: 4000,
  used: 12_000,
  active: 7000,
  available: 9000,
  buffers: 300,
  cached: 3000,
  slab: 900,
  buffcache: 4200,
  reclaimable: 700,
  swaptotal: 2000,
  swapused: 500,
  swapfree: 1500,
  writeback: 0,
  dirty: 0,
};

for (
  const [platform, buffers, cached, swapTotal, swapFree] of [
    ["linux", 300, 3700, 2000, 1500],
    ["darwin", NaN, NaN, 2000, 1500],
    ["win32", NaN, NaN, 2000, 1500],
    ["freebsd", NaN, NaN, NaN, NaN],
  ] as const
) {
  Deno.test(`memory of ${platform} leaves out what mem() only guesses there`, () => {
    const common = { total: 16_000, free: 4000, available: 9000, shared: NaN };
    assertEquals(memoryOf(MEM, platform), { ...common, buffers, cached, swapTotal, swapFree });
  });
}

Deno.test("no memory at all is an error, not a reading", () => {
  assertThrows(() => memoryOf({ ...MEM, total: 0 }, "linux"), RangeError, "total is 0");
});

const SPACE = { size: 1000, used: 300, available: 600, use: 33.33 };

for (
  const [what, platform, given, expected] of [
    [
      "free of Linux has what is reserved for root in it",
      "linux",
      { fs: "/dev/sda1", type: "ext4", mount: "/", rw: true },
      { device: "/dev/sda1", fstype: "ext4", mountpoint: "/", readonly: false, free: 700 },
    ],
    [
      "a device that is mounted read-only is",
      "linux",
      { fs: "/dev/sr0", type: "udf", mount: "/media/disc", rw: false },
      { device: "/dev/sr0", fstype: "udf", mountpoint: "/media/disc", readonly: true, free: 700 },
    ],
    [
      "a file system without a device is not called read-only, which it seems to be",
      "linux",
      { fs: "nas:/home", type: "nfs4", mount: "/home", rw: false },
      { device: "nas:/home", fstype: "nfs4", mountpoint: "/home", readonly: false, free: 700 },
    ],
    [
      "free of macOS is that of the container",
      "darwin",
      { fs: "/dev/disk3s1s1", type: "APFS", mount: "/", rw: false },
      { device: "/dev/disk3s1s1", fstype: "apfs", mountpoint: "/", readonly: true, free: 600 },
    ],
    [
      "a drive of Windows, of which it does not know whether it is writable",
      "win32",
      { fs: "C:", type: "NTFS", mount: "C:", rw: null },
      { device: "C:", fstype: "NTFS", mountpoint: "C:", readonly: false, free: 700 },
    ],
    [
      "a disc of Windows",
      "win32",
      { fs: "D:", type: "CDFS", mount: "D:", rw: false },
      { device: "D:", fstype: "CDFS", mountpoint: "D:", readonly: true, free: 700 },
    ],
  ] as const
) {
  Deno.test(`file systems: ${what}`, () => {
    const { free, ...mount } = expected;
    assertEquals<unknown>(filesystemsOf([{ ...SPACE, ...given }], platform), [{
      ...mount,
      space: { size: 1000, free, available: 600, files: NaN, filesFree: NaN },
    }]);
  });
}

Deno.test("no file system is an error: df failed", () => {
  assertThrows(() => filesystemsOf([], "linux"), Error, "found no file system");
});

const IO = { rIO: 7, wIO: 9 } as Systeminformation.DisksIoData;
const BYTES = { rx: 4096, wx: 8192 } as Systeminformation.FsStatsData;
const FAILED = { rx: 0, wx: 0 } as Systeminformation.FsStatsData;

Deno.test("disks: all of them together, without bytes where there are none", () => {
  const all = { device: "all", reads: 7, writes: 9 };
  assertEquals(disksOf(IO, BYTES), [{ ...all, readBytes: 4096, writeBytes: 8192 }]);
  assertEquals(disksOf(IO, null), [{ ...all, readBytes: NaN, writeBytes: NaN }]);
  assertEquals(disksOf(IO, FAILED), [{ ...all, readBytes: NaN, writeBytes: NaN }]);
});

Deno.test("disks of Windows, and none at all, are unsupported", () => {
  assertThrows(() => disksOf(null, null), Unsupported, "does not count disk I/O");
  assertThrows(() => disksOf({ ...IO, rIO: 0, wIO: 0 }, FAILED), Unsupported, "found no disk");
});

const STATS: Systeminformation.NetworkStatsData = {
  iface: "en0",
  operstate: "up",
  rx_bytes: 1000,
  rx_dropped: 3,
  rx_errors: 1,
  tx_bytes: 2000,
  tx_dropped: 4,
  tx_errors: 2,
  rx_sec: 0,
  tx_sec: 0,
  ms: 0,
};
const COUNTERS = {
  receive_bytes: 1000,
  receive_errs: 1,
  transmit_bytes: 2000,
  transmit_errs: 2,
  transmit_drop: 4,
};

for (
  const [platform, expected] of [
    ["linux", { ...COUNTERS, receive_drop: 3 }],
    ["win32", { ...COUNTERS, receive_drop: 3 }],
    ["darwin", COUNTERS],
  ] as const
) {
  Deno.test(`interfaces of ${platform} have the counters that it counts`, () => {
    const [{ device, values }] = interfacesOf([STATS], platform);
    assertEquals(device, "en0");
    assertEquals<unknown>(named(NETDEV_COUNTERS, values), expected);
  });
}

Deno.test("an interface that could not be read is left out, a quiet one is not", () => {
  const quiet = { ...STATS, rx_bytes: 0, tx_bytes: 0 };
  const devices = interfacesOf([
    { ...quiet, iface: "gone0", operstate: "unknown" },
    { ...quiet, iface: "eth1", operstate: "down" },
    { ...STATS, iface: "lo", operstate: "unknown" },
    { ...STATS, iface: "lo" },
  ], "linux").map(({ device }) => device);
  assertEquals(devices, ["eth1", "lo"]);
});

Deno.test("interfaces of a BSD, which it counts twice, are unsupported", () => {
  assertThrows(() => interfacesOf([STATS], "freebsd"), Unsupported, "freebsd");
});

Deno.test("an alias is not an interface", () => {
  assertEquals(namesOf({ lo: [], eth0: [], "eth0:1": [] }), ["lo", "eth0"]);
});

/** Sockets as `protocol address state`. */
const sockets = (...texts: string[]) =>
  texts.map((text) => {
    const [protocol, localAddress, state = ""] = text.split(" ");
    return { protocol, localAddress, state } as Systeminformation.NetworkConnectionsData;
  });

for (
  const [what, platform, given, expected] of [
    [
      "netstat of Linux tells the version, and not all of UDP",
      "linux",
      [
        "tcp 0.0.0.0 LISTEN",
        "tcp 10.0.0.1 FIN_WAIT2",
        "tcp6 :: LISTEN",
        "tcp6 ::1 TIME_WAIT",
        "udp 10.0.0.1 ESTABLISHED",
      ],
      { "tcp listen": 1, "tcp fin_wait2": 1, "tcp6 listen": 1, "tcp6 time_wait": 1 },
    ],
    [
      "ss of Linux, whose states have dashes",
      "linux",
      ["tcp 0.0.0.0 LISTEN", "tcp * LISTEN", "tcp [::1] CLOSE-WAIT", "tcp 10.0.0.1 ESTABLISHED"],
      { "tcp listen": 1, "tcp6 listen": 1, "tcp6 close_wait": 1, "tcp established": 1 },
    ],
    [
      "netstat of macOS",
      "darwin",
      [
        "tcp4 127.0.0.1 SYN_SENT",
        "tcp46 * LISTEN",
        "tcp6 fe80::1 FIN_WAIT_1",
        "tcp4 * UNKNOWN",
        "udp4 * UNKNOWN",
        "udp46 * UNKNOWN",
        "udp6 * UNKNOWN",
      ],
      {
        "tcp syn_sent": 1,
        "tcp6 listen": 1,
        "tcp6 fin_wait1": 1,
        "tcp unknown": 1,
        "udp open": 1,
        "udp6 open": 2,
      },
    ],
    [
      "netstat of Windows",
      "win32",
      ["tcp 0.0.0.0 LISTEN", "tcp :: LISTEN", "tcp 10.0.0.1 SYN_RECV", "udp 0.0.0.0", "udp ::"],
      {
        "tcp listen": 1,
        "tcp6 listen": 1,
        "tcp syn_recv": 1,
        "udp open": 1,
        "udp6 open": 1,
      },
    ],
  ] as const
) {
  Deno.test(`connections: ${what}`, () => {
    const counts = connectionsOf(sockets(...given), platform)
      .filter(({ count }) => count > 0)
      .map(({ protocol, state, count }) => [`${protocol} ${state}`, count] as const);
    assertEquals<unknown>(Object.fromEntries(counts), expected);
  });
}

Deno.test("a state without sockets counts 0, where it would be seen", () => {
  const zeros = (platform: string) =>
    connectionsOf(sockets("tcp4 * LISTEN"), platform)
      .filter(({ count }) => count === 0).map(({ protocol, state }) => `${protocol} ${state}`);
  const ours = "established syn_sent syn_recv fin_wait1 fin_wait2 time_wait close close_wait " +
    "last_ack listen closing";
  const all = ["tcp", "tcp6"].flatMap((protocol) =>
    ours.split(" ").map((state) => `${protocol} ${state}`)
  ).filter((key) => key !== "tcp listen");
  assertEquals(zeros("darwin"), [...all, "udp open", "udp6 open"]);
  assertEquals(zeros("linux"), all.filter((key) => !key.includes("fin_wait")));
});

Deno.test("no socket is unsupported: there is neither netstat nor ss", () => {
  assertThrows(() => connectionsOf([], "linux"), Unsupported, "found no socket");
});
