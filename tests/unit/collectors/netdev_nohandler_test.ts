import { netdev } from "../../../collectors/netdev.ts";
import { assertEquals } from "../../assert.ts";
import { MadeUpHost, values } from "../../fixture.ts";

const HEAD = "Inter-|   Receive |  Transmit\n face |bytes packets|bytes packets\n";

/** /proc/net/dev with so many packets received by each interface. */
const netDev = (packets: Record<string, number>) =>
  HEAD +
  Object.entries(packets).map(([name, count]) =>
    `${name}: 1 ${count} 0 0 0 0 0 0 2 2 0 0 0 0 0 0\n`
  ).join("");

const file = (name: string) => `sys/class/net/${name}/statistics/rx_nohandler`;
const series = (name: string) => `node_network_receive_nohandler_total{device="${name}"}`;

Deno.test("packets without a handler are read again once packets have come", async () => {
  using made = new MadeUpHost({
    "proc/net/dev": netDev({ eth0: 5, lo: 1 }),
    [file("eth0")]: "3\n",
  });
  const running = netdev.start(made.host(netdev));
  const scrape = async () => {
    return values(await running.collect(1000));
  };
  assertEquals((await scrape())[series("eth0")], 3);
  assertEquals(
    (await scrape())[series("lo")],
    undefined,
    "an interface without the file has no series",
  );
  made.write({ [file("eth0")]: "4\n" });
  assertEquals((await scrape())[series("eth0")], 3, "nothing was received, so nothing was lost");
  made.write({ "proc/net/dev": netDev({ eth0: 6, lo: 1 }) });
  assertEquals((await scrape())[series("eth0")], 4);
});

Deno.test("of many busy interfaces some are read in each scrape, all in turn", async () => {
  const names = Array.from({ length: 400 }, (_, i) => `veth${i}`);
  const tree = (count: number) => ({
    "proc/net/dev": netDev(Object.fromEntries(names.map((name) => [name, count]))),
    ...Object.fromEntries(names.map((name) => [file(name), `${count}\n`])),
  });
  using made = new MadeUpHost(tree(1));
  const running = netdev.start(made.host(netdev));
  const fresh = async (count: number) => {
    const got = values(await running.collect(1000));
    return names.filter((name) => got[series(name)] === count).length;
  };
  assertEquals(await fresh(1), 400, "new ones are all read");
  made.write(tree(2));
  assertEquals(await fresh(2), 256);
  assertEquals(await fresh(2), 400);
});
