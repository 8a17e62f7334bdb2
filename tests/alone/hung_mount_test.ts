/** Mounts that do not answer: real FUSE file systems whose daemon is stopped. */
import { join } from "node:path";
import { assert, assertEquals } from "../assert.ts";
import { readExposition } from "../exposition.ts";
import { isRoot, Program, run } from "../program.ts";
import { tool } from "../tools.ts";

const bindfs = isRoot ? await tool("bindfs", "bindfs") : undefined;
const needsFuse = { ignore: !bindfs };

/** Mounts of directories onto others, each by a daemon of its own, that can be made to hang. */
class FuseMounts implements Disposable {
  readonly #dir = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "hostvitals-fuse-" }));
  readonly #daemons: Deno.ChildProcess[] = [];
  readonly points: readonly string[];

  constructor(n: number) {
    this.points = Array.from({ length: n }, (_, i) => join(this.#dir, `mount${i}`));
    for (const point of this.points) {
      Deno.mkdirSync(point);
      this.#daemons.push(
        new Deno.Command(bindfs!, { args: ["-f", "/tmp", point], stdout: "null", stderr: "null" })
          .spawn(),
      );
    }
  }

  async mounted(): Promise<void> {
    for (let tries = 0; tries < 200; tries++) {
      const mounts = Deno.readTextFileSync("/proc/self/mounts");
      if (this.points.every((point) => mounts.includes(` ${point} `))) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error("bindfs does not mount");
  }

  signal(signal: Deno.Signal, points = this.points): void {
    this.#daemons.forEach((daemon, i) => points.includes(this.points[i]) && daemon.kill(signal));
  }

  [Symbol.dispose](): void {
    this.signal("SIGCONT");
    for (const point of this.points) {
      new Deno.Command("umount", { args: ["-l", point] }).outputSync();
    }
    this.signal("SIGTERM");
    Deno.removeSync(this.#dir, { recursive: true });
  }
}

/** What a scrape says of the mounts: 1 for one that did not answer. */
async function errors(program: Program, points: readonly string[]) {
  const families = readExposition(await program.metrics());
  const error = families.get("node_filesystem_device_error")!.samples;
  const of = (point: string) =>
    [...error].find(([series]) => series.includes(`mountpoint="${point}"`))?.[1];
  return { families, errors: points.map(of), root: of("/") };
}

/** How many threads of a process wait for the answer of a FUSE daemon. */
function stuck(pid: number): number {
  const tasks = [...Deno.readDirSync(`/proc/${pid}/task`)];
  return tasks.filter(({ name }) => {
    const where = Deno.readTextFileSync(`/proc/${pid}/task/${name}/wchan`);
    return /fuse|request_wait_answer/.test(where);
  }).length;
}

Deno.test(
  "mounts that hang cost only their own samples and one thread each, and recover",
  needsFuse,
  async () => {
    using mounts = new FuseMounts(6);
    await mounts.mounted();
    await using program = await Program.start("--collector.filesystem.mount-timeout=2s");
    const fine = await errors(program, mounts.points);
    assertEquals([fine.root, ...fine.errors], ["0", "0", "0", "0", "0", "0", "0"]);

    const stopped = mounts.points.slice(0, 5);
    mounts.signal("SIGSTOP", stopped);
    // The program's own reading may have asked some of them a moment before: a scrape then has that answer.
    let hung = await errors(program, mounts.points);
    if (hung.errors.slice(0, 5).includes("0")) hung = await errors(program, mounts.points);
    assertEquals([hung.root, ...hung.errors], ["0", "1", "1", "1", "1", "1", "0"]);
    // All else is there: every family but none of another collector is late.
    assertEquals([...fine.families.keys()].filter((name) => !hung.families.has(name)), []);
    const success = hung.families.get("node_scrape_collector_success")!.samples;
    assertEquals(success.get('node_scrape_collector_success{collector="filesystem"}'), "1");
    const size = hung.families.get("node_filesystem_size_bytes")!.samples;
    assertEquals([...size.keys()].filter((series) => series.includes("hostvitals-fuse")).length, 1);

    assertEquals(stuck(program.pid), stopped.length);
    for (let scrape = 0; scrape < 20; scrape++) {
      assertEquals((await errors(program, mounts.points)).errors, hung.errors);
    }
    assertEquals(stuck(program.pid), stopped.length);

    mounts.signal("SIGCONT", stopped);
    let recovered = await errors(program, mounts.points);
    for (let tries = 0; tries < 100 && recovered.errors.includes("1"); tries++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      recovered = await errors(program, mounts.points);
    }
    assertEquals(recovered.errors, ["0", "0", "0", "0", "0", "0"]);
    assertEquals(stuck(program.pid), 0);
  },
);

Deno.test(
  "with a mount that hangs --once still gives its snapshot, and the program still ends",
  needsFuse,
  async () => {
    using mounts = new FuseMounts(1);
    await mounts.mounted();
    mounts.signal("SIGSTOP");
    const { code, stdout } = await run(["--once"]);
    assertEquals(code, 0);
    const families = readExposition(stdout);
    const error = [...families.get("node_filesystem_device_error")!.samples];
    assertEquals(error.find(([series]) => series.includes(mounts.points[0]))?.[1], "1");
    assert(families.get("node_filesystem_size_bytes")!.samples.size > 0);

    const program = await Program.start();
    const scrape = program.metrics("metrics", {
      headers: { "x-prometheus-scrape-timeout-seconds": "2" },
    });
    assert(readExposition(await scrape).size > 100);
    assertEquals(await program.end(), 0);
  },
);
