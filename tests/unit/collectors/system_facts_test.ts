/** The collectors of what the kernel and the system tell of themselves: entropy, filefd, kernel_hung, os, schedstat, selinux. */
import { NoData } from "../../../collectors/collector.ts";
import { entropy } from "../../../collectors/entropy.ts";
import { filefd } from "../../../collectors/filefd.ts";
import { kernel_hung } from "../../../collectors/kernel_hung.ts";
import { os } from "../../../collectors/os.ts";
import { schedstat } from "../../../collectors/schedstat.ts";
import { selinux } from "../../../collectors/selinux.ts";
import { assertEquals, assertRejects } from "../../assert.ts";
import { MadeUpHost, read, values } from "../../fixture.ts";

Deno.test("entropy and its pool", async () => {
  const random = "proc/sys/kernel/random";
  const pool = { [`${random}/poolsize`]: "256\n" };
  assertEquals(await read(entropy, { ...pool, [`${random}/entropy_avail`]: "100\n" }), {
    node_entropy_available_bits: 100,
    node_entropy_pool_size_bits: 256,
  });
  await assertRejects(
    () => read(entropy, { ...pool, [`${random}/entropy_avail`]: "lots\n" }),
    SyntaxError,
    '"lots" is not a number',
  );
});

Deno.test("open files of the host", async () => {
  assertEquals(await read(filefd, { "proc/sys/fs/file-nr": "12\t0\t3000\n" }), {
    node_filefd_allocated: 12,
    node_filefd_maximum: 3000,
  });
});

Deno.test("hung tasks, where the kernel counts them", async () => {
  const found = await read(kernel_hung, { "proc/sys/kernel/hung_task_detect_count": "3\n" });
  assertEquals(found, { node_kernel_hung_tasks_total: 3 });
  await assertRejects(() => read(kernel_hung, {}), NoData);
});

Deno.test("scheduler statistics of each CPU, where the kernel has them", async () => {
  const found = await read(schedstat, {
    "proc/schedstat": "version 17\ncpu3 0 0 0 0 0 0 2000000000 500000000 7\ndomain0 1\n",
  });
  assertEquals(found, {
    'node_schedstat_running_seconds_total{cpu="3"}': 2,
    'node_schedstat_waiting_seconds_total{cpu="3"}': 0.5,
    'node_schedstat_timeslices_total{cpu="3"}': 7,
  });
  await assertRejects(() => read(schedstat, {}), NoData);
});

const UBUNTU = `NAME="Ubuntu"
ID=ubuntu
ID_LIKE=debian
PRETTY_NAME="Ubuntu 20.04.2 LTS"
VERSION="20.04.2 LTS (Focal Fossa)"
VERSION_ID="20.04"
VERSION_CODENAME=focal
SUPPORT_END=2025-05-31
`;
const UBUNTU_INFO =
  'node_os_info{build_id="",id="ubuntu",id_like="debian",image_id="",image_version="",name="Ubuntu",' +
  'pretty_name="Ubuntu 20.04.2 LTS",variant="",variant_id="",version="20.04.2 LTS (Focal Fossa)",' +
  'version_codename="focal",version_id="20.04"}';

Deno.test("os: name, version and end of support, from either place", async () => {
  for (const path of ["etc/os-release", "usr/lib/os-release"]) {
    assertEquals(await read(os, { [path]: UBUNTU }), {
      [UBUNTU_INFO]: 1,
      'node_os_version{id="ubuntu",id_like="debian",name="Ubuntu"}': 20.04,
      node_os_support_end_timestamp_seconds: 1_748_649_600,
    });
  }
  await assertRejects(() => read(os, {}), NoData);
});

Deno.test("os: of a version only major and minor count, and a rolling release has none", async () => {
  const version = async (line: string) =>
    (await read(os, { "etc/os-release": `ID=x\n${line}\n` }))[
      'node_os_version{id="x",id_like="",name=""}'
    ];
  assertEquals(await version("VERSION_ID=3.19.1"), 3.19);
  assertEquals(await version("VERSION_ID=12"), 12);
  assertEquals(await version("VERSION_ID=tumbleweed"), undefined);
  assertEquals(await version("BUILD_ID=rolling"), undefined);
});

Deno.test("os: an end of support that is no date is said", async () => {
  await assertRejects(
    () => read(os, { "etc/os-release": "SUPPORT_END=soon\n" }),
    RangeError,
    'must be YYYY-MM-DD, got "soon"',
  );
});

Deno.test("os: an upgrade is seen within a minute", async () => {
  using made = new MadeUpHost({ "etc/os-release": "ID=x\nVERSION_ID=1\n" });
  const running = os.start(made.host(os));
  const version = async () =>
    values(await running.collect(1000))['node_os_version{id="x",id_like="",name=""}'];
  assertEquals(await version(), 1);
  made.write({ "etc/os-release": "ID=x\nVERSION_ID=2\n" });
  made.clock = 60_000;
  assertEquals(await version(), 2);
});

const SELINUX = {
  "sys/fs/selinux/enforce": "1",
  "proc/self/attr/current": "system_u:system_r:init_t:s0\0",
  "etc/selinux/config": "# This file controls\nSELINUX=permissive\nSELINUXTYPE=targeted\n",
};

Deno.test("selinux: what is configured and what is so need not be the same", async () => {
  assertEquals(await read(selinux, SELINUX), {
    node_selinux_enabled: 1,
    node_selinux_config_mode: 0,
    node_selinux_current_mode: 1,
  });
});

Deno.test("selinux: setenforce is seen at once", async () => {
  using made = new MadeUpHost(SELINUX);
  const running = selinux.start(made.host(selinux));
  await running.collect(1000);
  made.write({ "sys/fs/selinux/enforce": "0" });
  assertEquals(values(await running.collect(1000)).node_selinux_current_mode, 0);
});

Deno.test("selinux is off without its file system, and before a policy is loaded", async () => {
  assertEquals(await read(selinux, {}), { node_selinux_enabled: 0 });
  assertEquals(await read(selinux, { ...SELINUX, "proc/self/attr/current": "kernel\0" }), {
    node_selinux_enabled: 0,
  });
});

Deno.test("selinux: without a configuration it is configured as disabled", async () => {
  const { "etc/selinux/config": _, ...without } = SELINUX;
  assertEquals((await read(selinux, without)).node_selinux_config_mode, -1);
});
