/** The program as a started process on this machine's real /proc, over HTTP. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../assert.ts";
import { readExposition } from "../exposition.ts";
import { Program, run } from "../program.ts";

const LINUX = Deno.build.os === "linux";

Deno.test("it serves this host's real numbers", { ignore: !LINUX }, async () => {
  await using program = await Program.start();
  const families = readExposition(await program.metrics());
  const value = (series: string) => Number(families.get(series.split("{")[0])?.samples.get(series));
  const file = (path: string) => Deno.readTextFileSync(path);

  const memTotal = 1024 * Number(/^MemTotal: +(\d+) kB$/m.exec(file("/proc/meminfo"))![1]);
  assertEquals(value("node_memory_MemTotal_bytes"), memTotal);
  assertEquals(value('node_memory_bytes{type="total"}'), memTotal);
  const boot = Number(/^btime (\d+)$/m.exec(file("/proc/stat"))![1]);
  assert(Math.abs(value("node_boot_time_seconds") - boot) <= 1);
  assert(Math.abs(value("node_time_seconds") - Date.now() / 1000) < 60);
  assertEquals(families.get("node_cpu_seconds_total")!.samples.size, 8 * cpus(file("/proc/stat")));
  const release = file("/proc/sys/kernel/osrelease").trim();
  assertStringIncludes(
    [...families.get("node_uname_info")!.samples.keys()][0],
    `release="${release}"`,
  );
  const interfaces = file("/proc/net/dev").trim().split("\n").length - 2;
  assertEquals(families.get("node_network_receive_bytes_total")!.samples.size, interfaces);
  const usage = [...families.get("node_disk_usage_percent")!.samples];
  for (const [series, used] of usage) assert(+used >= 0 && +used <= 100, `${series} ${used}`);
});

const cpus = (stat: string) => stat.match(/^cpu\d/gm)!.length;

Deno.test("CPU percentages come after a second, and the modes of a CPU add up to 100", {
  ignore: !LINUX,
}, async () => {
  await using program = await Program.start();
  let families = readExposition(await program.metrics());
  for (let tries = 0; tries < 100 && !families.has("node_cpu_usage_percent"); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    families = readExposition(await program.metrics("metrics?collect[]=cpu"));
  }
  const sums = new Map<string, number>();
  for (const [series, percent] of families.get("node_cpu_mode_percent")!.samples) {
    const cpu = /cpu="(\d+)"/.exec(series)![1];
    sums.set(cpu, (sums.get(cpu) ?? 0) + Number(percent));
  }
  assertEquals(sums.size, cpus(Deno.readTextFileSync("/proc/stat")));
  for (const sum of sums.values()) assert(Math.abs(sum - 100) < 1e-6, String(sum));
});

Deno.test("counters never go back between scrapes", { ignore: !LINUX }, async () => {
  await using program = await Program.start();
  const counters = async () => {
    const families = [...readExposition(await program.metrics()).values()];
    return new Map(
      families.filter(({ type }) => type === "counter").flatMap(({ samples }) => [...samples]),
    );
  };
  const before = await counters();
  assert(before.size > 50);
  const after = await counters();
  for (const [series, value] of after) {
    assert(Number(value) >= Number(before.get(series) ?? 0), `${series} went back to ${value}`);
  }
});

Deno.test("pages, methods and heads", async () => {
  await using program = await Program.start();
  const get = async (path: string, method = "GET") => {
    const response = await program.fetch(path, { method });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  assertMatch((await get("")).text, /<h1>[^]*href="\.\/metrics"/);
  assertEquals((await get("-/healthy")).text, "hostvitals is healthy\n");
  assertEquals((await get("-/ready")).text, "hostvitals is ready\n");
  const missing = await get("nope");
  assertEquals(missing.status, 404);
  assertMatch(
    missing.text,
    /^no such page; there are \/ .*\/metrics \/-\/healthy \/-\/ready .*\n$/,
  );
  const post = await get("metrics", "POST");
  assertEquals([post.status, post.headers.get("allow")], [405, "GET, HEAD"]);
  const head = await get("metrics", "HEAD");
  assertEquals([head.status, head.text], [200, ""]);
  assertEquals(head.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
  assert(Number(head.headers.get("content-length")) > 1000);
});

Deno.test("it listens on several addresses, IPv6 too, and says which", async () => {
  await using program = await Program.start(
    "--web.listen-address=127.0.0.1:0",
    "--web.listen-address=[::1]:0",
    "--web.telemetry-path=/métriques",
  );
  assertEquals(program.urls.length, 2);
  assertMatch(program.urls[1], /^http:\/\/\[::1\]:\d+\/$/);
  for (const url of program.urls) {
    const response = await fetch(`${url}métriques?collect[]=loadavg`);
    assertStringIncludes(await response.text(), "\nnode_load1 ");
  }
});

Deno.test("a taken port is one line that names the port and the flag", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  const { code, stdout, stderr } = await run(["--host=127.0.0.1", `--port=${port}`]);
  assertEquals([code, stdout], [1, ""]);
  assertEquals(
    stderr,
    `hostvitals: port ${port} on 127.0.0.1 is taken by another program: choose another port with --port\n`,
  );
});

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  Deno.test(`${signal} lets scrapes finish and exits 0`, async () => {
    const program = await Program.start();
    const scrapes = Array.from({ length: 8 }, () => program.metrics());
    await scrapes[0];
    const code = await program.end(signal);
    for (const text of await Promise.all(scrapes)) assert(readExposition(text).size > 100);
    assertEquals(code, 0);
  });
}

Deno.test("a client that keeps its connection open does not hold the end", async () => {
  const program = await Program.start();
  using connection = await Deno.connect({
    hostname: "127.0.0.1",
    port: Number(new URL(program.url).port),
  });
  await connection.write(new TextEncoder().encode("GET /metr"));
  assertEquals(await program.end(), 0);
});

Deno.test("logs are lines of logfmt or JSON on standard error", async () => {
  await using program = await Program.start("--log.format=json", "--debug");
  const lines = program.log.trim().split("\n").map((line) => JSON.parse(line));
  assert(lines.some(({ message }) => /serves .*\/metrics/.test(message)));
});

Deno.test(
  "at a terminal it says three lines: what it is, where, what next",
  { ignore: !LINUX },
  async () => {
    // script(1) is a terminal for the program that it starts.
    const shell = `${Deno.execPath()} run -A main.ts --host=127.0.0.1 --port=0`;
    const process = new Deno.Command("script", {
      args: ["-qec", shell, "/dev/null"],
      cwd: new URL("../..", import.meta.url),
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    let text = "";
    for await (const piece of process.stdout.pipeThrough(new TextDecoderStream())) {
      text += piece;
      if (text.split("\n").length > 3) break;
    }
    process.kill("SIGTERM");
    await process.status;
    assertMatch(
      text.replaceAll("\r", ""),
      /^hostvitals \S+ measures this host\nopen http:\/\/127\.0\.0\.1:\d+\/\nnext: let Prometheus scrape http:\S+\/metrics; stop with Ctrl\+C\n$/,
    );
  },
);
