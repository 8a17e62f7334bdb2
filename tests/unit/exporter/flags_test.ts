import { collectors } from "../../../collectors/mod.ts";
import { duration, regexp, seconds } from "../../../collectors/flags.ts";
import {
  allFlags,
  enabled,
  listenAddresses,
  metricsPathOf,
  notes,
} from "../../../exporter/flags.ts";
import { parseFlags, UsageError } from "../../../exporter/options.ts";
import { help } from "../../../exporter/help.ts";
import { listenOn, parseListenAddress } from "../../../exporter/listen_address.ts";
import { IGNORED_FLAGS, LEFT_OUT, OLDER_NAMES } from "../../../exporter/peer_flags.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "../../assert.ts";
import { table, Thrown } from "../../table.ts";
import { loadRe2 } from "../../../collectors/re2.ts";

await loadRe2();

const parse = (...args: string[]) => parseFlags(args, allFlags(collectors));
const wrong = (words: string) => new Thrown(UsageError, words);

table("a wrong command line", (line: string) => void parse(...line.split(" ")), [
  ["a flag misspelt", "--prot 1", wrong("unknown flag --prot: did you mean --port?")],
  ["a flag like no other", "--xyzzy", wrong("unknown flag --xyzzy: see --help")],
  ["a collector misspelt", "--no-collector.cup", wrong("did you mean --no-collector.cpu?")],
  ["a port too high", "--port 99999", wrong('--port must be 0 to 65535, got "99999"')],
  ["a port that is a word", "--port=http", wrong('--port must be 0 to 65535, got "http"')],
  ["a flag without its value", "--port", wrong("--port needs a value: PORT")],
  ["an empty value", "--port=", wrong("--port needs a value: PORT")],
  ["a flag for a value", "--output --once", wrong("--output needs a value: FILE")],
  ["a value too many", "--once=yes", wrong('--once takes no value, got "yes"')],
  ["off as a value", "--history=false", wrong('got "false": --no-history turns it off')],
  ["a word", "--once serve", wrong('unknown word "serve": flags begin with --')],
  ["a short flag", "-p 9100", wrong("unknown flag -p: did you mean --port?")],
  ["a flag behind one dash", "-help", wrong("unknown flag -help: did you mean --help?")],
  ["the same with its value", "-port=1", wrong("unknown flag -port: did you mean --port?")],
  ["no name", "--=1", wrong("unknown flag --: see --help")],
  ["the end of a name", "--retention=1h", wrong("did you mean --history.retention?")],
  ["no address", "--host=", wrong("--host needs a value: ADDRESS")],
  ["an address with a port", "--host=db1:9100", wrong("must be an address or a name without")],
  ["an address that is a URL", "--host=http://db1", wrong("--host must be an address or a name")],
  ["an address of half a bracket", "--host=[::1", wrong("must be an address or a name without")],
  ["a name in brackets", "--host=[db1]", wrong("must be an address or a name without")],
  ["a file without a name", "--once --output=", wrong("--output needs a value: FILE")],
  ["a flag with a value, denied", "--no-port", wrong("unknown flag --no-port")],
  ["a format", "--format xml", wrong('--format must be text or openmetrics or json, got "xml"')],
  ["an expression", "--collector.vmstat.fields=(", wrong("must be a regular expression (RE2)")],
  ["an address", "--web.listen-address=9100", wrong("must be [host]:port")],
  ["a path", "--web.telemetry-path=metrics", wrong("must be a path like /metrics")],
  ["a path with a part", "--web.telemetry-path=/a/:b", wrong("must be a path like /metrics")],
  ["a directory", "--path.procfs=/nowhere", wrong("must be a directory that can be read")],
  ["a duration", "--collector.filesystem.mount-timeout=soon", wrong("must be a duration like 5s")],
  ["a retention too short", "--history.retention=5m", wrong("must be a duration of 10m to 7d")],
  ["a retention too long", "--history.retention=8d", wrong("must be a duration of 10m to 7d")],
  ["a retention without unit", "--history.retention=24", wrong("must be a duration of 10m to 7d")],
  ["a cap below nothing", "--history.max-series=-1", wrong("must be a whole number, 0 or more")],
]);

Deno.test("a flag's value stands behind = or as the next word, the last one counts", () => {
  assertEquals(parse("--port=1").text("port"), "1");
  assertEquals(parse("--port", "2").text("port"), "2");
  assertEquals(parse("--port", "2", "--port=3").text("port"), "3");
  assertEquals(parse().text("port"), "9100");
});

Deno.test("-h is --help", () => assertEquals(parse("-h").on("help"), true));

Deno.test("collectors are turned off one by one, or all but those asked for", () => {
  const on = (...args: string[]) => enabled(collectors, parse(...args)).map(({ name }) => name);
  const usual = collectors.filter(({ offByDefault }) => !offByDefault).map(({ name }) => name);
  assertEquals(on(), usual);
  assertEquals(on("--no-collector.cpu"), usual.filter((name) => name !== "cpu"));
  assertEquals(on("--collector.disable-defaults", "--collector.meminfo", "--collector.cpu"), [
    "cpu",
    "meminfo",
  ]);
  assertThrows(() => on("--collector.disable-defaults"), UsageError, "no collector is on");
});

Deno.test("a host is a name or an address, IPv6 in brackets or without", () => {
  for (
    const host of ["db1", "localhost", "10.0.0.1", "::", "[::1]", "fe80::1%eth0", "bücher.example"]
  ) {
    assertEquals(parse(`--host=${host}`).text("host"), host);
  }
});

table("a listen address", parseListenAddress, [
  [
    "a port alone listens on all addresses",
    ":9100",
    { hostname: "::", port: 9100, anywhere: true },
  ],
  ["IPv6 of all addresses", "[::]:9100", { hostname: "::", port: 9100 }],
  ["IPv4", "127.0.0.1:0", { hostname: "127.0.0.1", port: 0 }],
  ["IPv6", "[::1]:9100", { hostname: "::1", port: 9100 }],
  ["IPv6 with a zone", "[fe80::1%eth0]:9100", { hostname: "fe80::1%eth0", port: 9100 }],
  ["a name", "localhost:80", { hostname: "localhost", port: 80 }],
  ["IPv6 without brackets", "::1:9100", undefined],
  ["no port", "localhost", undefined],
  ["a port too high", ":65536", undefined],
]);

Deno.test("on a host without IPv6 a port alone listens on IPv4, and nothing else does", async () => {
  const asked: string[] = [];
  const listen = (error: Error) => (hostname: string, port: number) => {
    asked.push(`${hostname} ${port}`);
    if (hostname.includes(":")) throw error;
    return hostname;
  };
  const anywhere = parseListenAddress(":7")!;
  const noFamily = new Error("Address family not supported by protocol (os error 97)");
  assertEquals(await listenOn(anywhere, listen(noFamily)), "0.0.0.0");
  const node = new Error("listen EAFNOSUPPORT: address family not supported :::7");
  assertEquals(await listenOn(anywhere, listen(node)), "0.0.0.0");
  assertEquals(asked, [":: 7", "0.0.0.0 7", ":: 7", "0.0.0.0 7"]);
  const taken = new Deno.errors.AddrInUse("Address already in use (os error 98)");
  await assertRejects(() => listenOn(anywhere, listen(taken)), Deno.errors.AddrInUse);
  await assertRejects(() => listenOn(parseListenAddress("[::]:7")!, listen(noFamily)), Error, "97");
});

Deno.test("the path of the metrics is what requests say", () => {
  const path = (value: string) => metricsPathOf(parse(`--web.telemetry-path=${value}`));
  assertEquals(["/", "/metrics", "/métriques", "//b"].map(path), [
    "/",
    "/metrics",
    "/m%C3%A9triques",
    "//b",
  ]);
});

Deno.test("--web.listen-address may be repeated, but not combined with --host and --port", () => {
  const addresses = (...args: string[]) => listenAddresses(parse(...args));
  assertEquals(addresses("--web.listen-address=:1", "--web.listen-address=[::1]:2"), [
    { hostname: "::", port: 1, anywhere: true, flag: "--web.listen-address" },
    { hostname: "::1", port: 2, flag: "--web.listen-address" },
  ]);
  assertEquals(addresses("--host=::1", "--port=7"), [{ hostname: "::1", port: 7 }]);
  assertThrows(() => addresses("--web.listen-address=:1", "--port=2"), UsageError, "say the same");
});

Deno.test("--help shows every flag that does something, and every collector", () => {
  const text = help("1.2.3", collectors);
  const silent = new Set([...IGNORED_FLAGS.map(({ name }) => name), ...Object.keys(OLDER_NAMES)]);
  for (const { name } of allFlags(collectors)) {
    assert(silent.has(name) || text.includes(`--${name}`), name);
  }
  assert(text.includes("1.2.3"));
});

Deno.test("node_exporter's flags that say nothing here are taken, with a note on each", () => {
  const options = parse(
    "--runtime.gomaxprocs=1",
    "--no-collector.qdisc",
    "--collector.wifi",
    "--collector.ntp.server",
    "ntp.example.org",
  );
  assertEquals(notes(options), [
    "--collector.wifi is ignored: there is no such collector: it needs netlink",
    "--runtime.gomaxprocs is ignored: there is no Go here: one thread does the work",
    "--collector.ntp.server is ignored: there is no such collector",
  ]);
  assertEquals(notes(parse()), []);
});

Deno.test("a directory of the host that was named and is none is noted, and one that is usual is not", () => {
  const dir = Deno.makeTempDirSync();
  const [none, file] = [`${dir}/none`, `${dir}/file`];
  Deno.writeTextFileSync(file, "");
  assertEquals(notes(parse(`--path.sysfs=${none}`, `--path.udev.data=${file}`)), [
    `--path.sysfs: ${none} is no directory that can be read: what it tells is missing`,
    `--path.udev.data: ${file} is no directory that can be read: what it tells is missing`,
  ]);
  assertEquals(notes(parse(`--path.sysfs=${dir}`)), []);
  Deno.removeSync(dir, { recursive: true });
});

Deno.test("the older name of a flag says the same as the newer, with its checks", () => {
  const older = "collector.filesystem.ignored-mount-points";
  const options = parse(`--${older}=^/x`);
  assertEquals(options.text("collector.filesystem.mount-points-exclude"), "^/x");
  assertEquals(notes(options), [
    `--${older} is called --collector.filesystem.mount-points-exclude now`,
  ]);
  assertThrows(() => parse(`--${older}=(`), UsageError, "must be a regular expression");
});

Deno.test("every older name has a newer one, and no collector that is there is among those left out", () => {
  const names = allFlags(collectors).map(({ name }) => name);
  for (const name of Object.values(OLDER_NAMES)) assert(names.includes(name), name);
  for (const { name } of collectors) assertEquals(Object.hasOwn(LEFT_OUT, name), false, name);
});

Deno.test("no two flags have the same name, and every default passes its own check", () => {
  const flags = allFlags(collectors);
  assertEquals(new Set(flags.map(({ name }) => name)).size, flags.length);
  for (const { name, check, default: usual, value } of flags) {
    if (typeof usual === "string" && usual && value) assertEquals(check?.(usual), undefined, name);
  }
});

table("a duration", seconds, [
  ["seconds", "5s", 5],
  ["several units", "1m30s", 90],
  ["milliseconds", "500ms", 0.5],
  ["a fraction", "1.5h", 5400],
  ["zero needs no unit", "0", 0],
  ["no unit", "5", NaN],
  ["empty", "", NaN],
  ["a word", "soon", NaN],
]);

Deno.test("an expression is RE2: what it lacks is refused", () => {
  assertEquals(regexp("^(a|b)+$"), undefined);
  assert(regexp("(?=look)")?.includes("RE2"));
  assert(duration("x")?.includes("5s"));
});
