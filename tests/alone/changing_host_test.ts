/** A host that changes while the program runs: mounts with odd names, interfaces and disks that come and go. */
import { join } from "node:path";
import { assert, assertEquals } from "../assert.ts";
import { readExposition } from "../exposition.ts";
import { isRoot, Program } from "../program.ts";
import { tool } from "../tools.ts";

const needsRoot = { ignore: !isRoot };
const ip = isRoot ? await tool("ip", "iproute2") : undefined;

function sh(...args: [string, ...string[]]): void {
  const { success, stderr } = new Deno.Command(args[0], { args: args.slice(1) }).outputSync();
  if (!success) throw new Error(`${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
}

const ODD_NAMES = [
  'quote"d',
  "back\\slash",
  "new\nline",
  "tab\tand space",
  "é 한국어",
  "curly}{,=",
];

Deno.test(
  "mount points with quotes, backslashes and newlines are served as they are",
  needsRoot,
  async () => {
    const dir = Deno.realPathSync(Deno.makeTempDirSync());
    const points = ODD_NAMES.map((name) => join(dir, name));
    try {
      for (const point of points) {
        Deno.mkdirSync(point);
        sh("mount", "-t", "tmpfs", "-o", "size=64k", "hostvitals-test", point);
      }
      await using program = await Program.start(
        "--collector.filesystem.mount-points-include=^/tmp/",
      );
      const families = readExposition(await program.metrics());
      const sizes = families.get("node_filesystem_size_bytes")!.samples;
      for (const point of points) {
        const label = point.replace(/[\\"\n]/g, (c) => c === "\n" ? "\\n" : `\\${c}`);
        const series =
          `node_filesystem_size_bytes{device="hostvitals-test",fstype="tmpfs",mountpoint="${label}"}`;
        assertEquals(sizes.get(series), "65536", series);
      }
    } finally {
      for (const point of points) new Deno.Command("umount", { args: [point] }).outputSync();
      Deno.removeSync(dir, { recursive: true });
    }
  },
);

Deno.test(
  "a mount point that is no UTF-8 does not break the exposition, nor cost the others",
  needsRoot,
  async () => {
    const dir = Deno.realPathSync(Deno.makeTempDirSync());
    const shell = (script: string) => sh("bash", "-c", script);
    const point = `$'${dir}/caf\\xe9'`;
    try {
      shell(`mkdir ${point} && mount -t tmpfs -o size=64k hostvitals-test ${point}`);
      await using program = await Program.start();
      const errors =
        readExposition(await program.metrics()).get("node_filesystem_device_error")!.samples;
      const of = (mountpoint: string) =>
        [...errors].find(([series]) => series.includes(`mountpoint="${mountpoint}"`))?.[1];
      // Its name cannot be told to the system again: it is listed, without its space.
      assertEquals(of(`${dir}/caf\ufffd`), "1");
      assertEquals(of("/"), "0");
    } finally {
      shell(`umount ${point}`);
      Deno.removeSync(dir, { recursive: true });
    }
  },
);

Deno.test("an interface that comes, goes and comes back has its series while it is there", {
  ignore: !ip,
}, async () => {
  await using program = await Program.start();
  const name = "hvtest0";
  const series = `node_network_receive_bytes_total{device="${name}"}`;
  const there = async () =>
    readExposition(await program.metrics()).get("node_network_receive_bytes_total")!.samples.get(
      series,
    );
  try {
    assertEquals(await there(), undefined);
    for (let round = 0; round < 2; round++) {
      sh(ip!, "link", "add", name, "type", "veth", "peer", "name", "hvtest1");
      assertEquals(await there(), "0");
      sh(ip!, "link", "del", name);
      assertEquals(await there(), undefined);
    }
  } finally {
    new Deno.Command(ip!, { args: ["link", "del", name], stderr: "null" }).outputSync();
  }
});

Deno.test("an unprivileged user gets all that /proc shows to anybody", needsRoot, async () => {
  // A directory that nobody but root may enter holds the program's cache: the user gets a copy to run.
  const { code, stdout, stderr } = await asNobody();
  assertEquals([code, stderr], [0, ""]);
  const families = readExposition(stdout);
  for (
    const name of ["node_cpu_seconds_total", "node_memory_bytes", "node_filesystem_size_bytes"]
  ) {
    assert(families.has(name), name);
  }
});

async function asNobody() {
  const dir = Deno.makeTempDirSync();
  try {
    Deno.chmodSync(dir, 0o755);
    const main = new URL("../../main.ts", import.meta.url).pathname;
    const bundle = join(dir, "hostvitals.js");
    sh(Deno.execPath(), "bundle", "--quiet", "--platform=deno", "-o", bundle, main);
    const deno = join(dir, "deno");
    Deno.copyFileSync(Deno.execPath(), deno);
    const { code, stdout, stderr } = await new Deno.Command(deno, {
      args: ["run", "--allow-all", "--no-config", bundle, "--once"],
      cwd: dir,
      uid: 65_534,
      gid: 65_534,
      clearEnv: true,
      env: { DENO_DIR: join("/tmp", "none"), DENO_NO_UPDATE_CHECK: "1" },
    }).output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { code, stdout: text(stdout), stderr: text(stderr) };
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
}
