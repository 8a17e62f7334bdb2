import { parseMountinfo } from "../../../collectors/linux/mountinfo.ts";
import { parseNetdev } from "../../../collectors/linux/netdev.ts";
import { SocketStates } from "../../../collectors/linux/sockets.ts";
import { parseCpus } from "../../../collectors/linux/stat.ts";
import { sizeOf } from "../../../scripts/big_host/size.ts";
import { countedOn, HostTree } from "../../../scripts/big_host/tree.ts";
import { assertEquals } from "../../assert.ts";

Deno.test("what counts on is counts, and nothing else", () => {
  for (
    const [text, then] of [
      ["cpu0 123456 9 0\n", "cpu0 123457 9 0\n"],
      ["btime 1700000000\n", "btime 1700000000\n"],
      ["MemTotal:       3742148 kB\n", "MemTotal:       3742148 kB\n"],
      ["MemFree:        3742148 kB\n", "MemFree:        3742149 kB\n"],
      ["000dfb82 00000029 10001000", "000dfb82 00000029 10001001"],
      ["99999\n", "100000\n"],
      ["avg10=123456.78 total=123456", "avg10=123456.78 total=123457"],
    ]
  ) assertEquals(countedOn(text), then);
});

Deno.test("a made-up host has as much of everything as it was told, also after time has passed", () => {
  const size = { ...sizeOf(4), mounts: 30, interfaces: 12, connections: 500 };
  using tree = new HostTree(size);
  const read = (path: string) => Deno.readTextFileSync(`${tree.root}/${path}`);
  const idle = () => parseCpus(read("proc/stat")).map(({ seconds }) => seconds[3]);
  const before = idle();
  tree.advance();
  assertEquals(idle().map((seconds, i) => Math.round(100 * (seconds - before[i]))), [1, 1, 1, 1]);
  assertEquals(parseNetdev(read("proc/net/dev")).length, 12 + 1);
  const mounts = parseMountinfo(read("proc/1/mountinfo"));
  assertEquals(mounts.filter(({ mountpoint }) => /^\/(data|net)\//.test(mountpoint)).length, 30);
  for (const { mountpoint } of mounts) Deno.statSync(`${tree.root}${mountpoint}`);
  let sockets = 0;
  for (const protocol of ["tcp", "tcp6", "udp", "udp6"]) {
    const states = new SocketStates();
    states.feed(new TextEncoder().encode(read(`proc/net/${protocol}`)));
    sockets += states.counts(protocol).reduce((sum, { count }) => sum + count, 0);
  }
  assertEquals(sockets, 500);
  assertEquals(read("sys/class/net/eth0/operstate"), "up\n");
});
