/** `service install` for real: a systemd that is alone with it starts the hardened unit. */
import { freePort } from "../../scripts/bench/client.ts";
import { mostConnections, mostKept } from "../../exporter/open_files.ts";
import { parseLimits } from "../../exporter/process.ts";
import { assert, assertEquals } from "../assert.ts";
import { isRoot } from "../program.ts";
import { tool } from "../tools.ts";
import { compiled } from "./compiled.ts";
import { said } from "../stack/written.ts";

/** A flag with all that a unit and its file of flags may take apart. */
const EXPRESSION = "--collector.netdev.device-exclude=^(a|$b\\.c%d&e<f>)$";
const BOOT = new URL("./systemd_boot.sh", import.meta.url).pathname;
const NAMESPACES = ["--mount", "--pid", "--cgroup", "--ipc", "--uts"];

const unshare = isRoot ? await tool("unshare", "util-linux") : undefined;
const systemd = isRoot ? await tool("systemctl", "systemd") : undefined;
const program = unshare && systemd ? await compiled() : undefined;

/** A booted systemd until the end of its block. */
class Systemd implements AsyncDisposable {
  private constructor(
    private readonly process: Deno.ChildProcess,
    private readonly pid: number,
  ) {}

  /** @returns undefined where the kernel does not let one boot */
  static async boot(program: string): Promise<Systemd | undefined> {
    const process = new Deno.Command(unshare!, {
      args: [...NAMESPACES, "--fork", "--kill-child", BOOT, program],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    for (let tries = 0; tries < 100; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      const children = `/proc/${process.pid}/task/${process.pid}/children`;
      const pid = Number(await Deno.readTextFile(children).catch(() => ""));
      if (!pid) continue;
      const booted = new Systemd(process, pid);
      const { said: text } = await booted.run("systemctl", "is-active", "alone.target");
      if (text.trim() === "active") return booted;
    }
    process.kill("SIGKILL");
    await process.status;
    return undefined;
  }

  /** Runs a command where that systemd is. */
  run(...command: string[]): Promise<{ code: number; said: string }> {
    return said("nsenter", [`--target=${this.pid}`, ...NAMESPACES, "--", ...command]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.process.kill("SIGKILL");
    await this.process.status;
  }
}

const host = program && await Systemd.boot(program.path);
if (host) Deno.test.afterAll(() => host[Symbol.asyncDispose]());
if (program) Deno.test.afterAll(() => Deno.remove(program.directory, { recursive: true }));

/** The series in a text, without their values and without what tells of the program itself. */
function series(text: string): string[] {
  return text.split("\n")
    .filter((line) => /^node_/.test(line) && !/^node_(scrape|exporter)_/.test(line))
    .map((line) => line.replace(/ \S+$/, ""))
    .sort();
}

Deno.test({
  name: "systemd starts the hardened unit, and it measures all that root measures without it",
  // Also where the kernel lets no systemd boot in namespaces.
  ignore: !host,
  async fn() {
    // As where somebody has given it a key to read beforehand.
    await host!.run("groupadd", "hostvitals");
    const port = freePort();
    const installing = await host!.run(
      "/run/test/hostvitals",
      "service",
      "install",
      `--args=--host=127.0.0.1 --port=${port} ${EXPRESSION}`,
    );
    assertEquals(installing.code, 0, installing.said);
    assert(/^hostvitals runs, now and after every start of this host/.test(installing.said));

    const status = await host!.run("/usr/local/bin/hostvitals", "service", "status");
    assert(status.code === 0 && /Active: active \(running\)/.test(status.said), status.said);
    const pid = (await host!.run("systemctl", "show", "-P", "MainPID", "hostvitals")).said.trim();
    const process = (await host!.run("cat", `/proc/${pid}/status`)).said;
    const words = (await host!.run("cat", `/proc/${pid}/cmdline`)).said.split("\0");
    assert(words.includes(EXPRESSION), words.join(" "));
    assert(/^CapEff:\s+0+$/m.test(process) && /^NoNewPrivs:\s+1$/m.test(process), process);
    assert(/^Seccomp:\s+2$/m.test(process) && !/^Uid:\s+0\b/m.test(process), process);
    const limits = parseLimits((await host!.run("cat", `/proc/${pid}/limits`)).said);
    const open = limits.get("Max open files")!.soft;
    // As many as large hosts want, beside as many connections as there may be without a flag.
    assertEquals([mostKept(open), mostConnections(2048, open)], [4096, 2048]);

    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    const text = await response.text();
    const rooted = await host!.run("/usr/local/bin/hostvitals", "--once", "--log.level=error");
    assertEquals(series(text), series(rooted.said));
    // Where others live, and what is theirs alone.
    assert(
      text.includes(
        'node_filesystem_size_bytes{device="homes",fstype="tmpfs",mountpoint="/home"} 10485760\n',
      ),
    );
    assert(
      text.includes(
        'node_filesystem_size_bytes{device="alices",fstype="tmpfs",mountpoint="/home/alice"} 20971520\n',
      ),
    );
    assert(
      text.includes(
        'node_filesystem_readonly{device="homes",fstype="tmpfs",mountpoint="/home"} 0\n',
      ),
    );
    assert(!/^node_filesystem_device_error\{.*\} 1$/m.test(text));

    // The only place that it may write.
    const state = (await host!.run("stat", "-c", "%U %a", "/var/lib/hostvitals")).said;
    assertEquals(state, "hostvitals 750\n");

    const wrong = await host!.run("/run/test/hostvitals", "service", "install", "--args=--prot=1");
    assertEquals(wrong, {
      code: 1,
      said: "hostvitals: --args: unknown flag --prot: did you mean --port?\n",
    });

    // Who installs it may read what the service may not.
    await host!.run("install", "-m", "600", "/dev/null", "/etc/web.yml");
    const secret = ["service", "install", "--args=--web.config.file=/etc/web.yml"];
    assertEquals(await host!.run("/run/test/hostvitals", ...secret), {
      code: 1,
      said: "hostvitals: --args: /etc/web.yml cannot be read by hostvitals, as whom the service " +
        "runs: chgrp hostvitals '/etc/web.yml' && chmod g+r '/etc/web.yml'\n",
    });

    const removed = await host!.run("/usr/local/bin/hostvitals", "service", "uninstall");
    assertEquals(removed.code, 0, removed.said);
    assert((await host!.run("systemctl", "is-active", "hostvitals")).code !== 0);
    const gone = await host!.run("/usr/local/bin/hostvitals", "service", "status");
    assertEquals(gone, { code: 1, said: "hostvitals: service status: it is not installed\n" });
  },
});
