import { netclass } from "../../../collectors/netclass.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "../../assert.ts";
import { NoData } from "../../../collectors/collector.ts";
import { MadeUpHost, read, values } from "../../fixture.ts";

/** The files of an interface. */
function iface(name: string, files: Record<string, string> = {}): Record<string, string> {
  const all = {
    addr_assign_type: "3",
    address: "02:00:00:00:00:01",
    broadcast: "ff:ff:ff:ff:ff:ff",
    carrier: "1",
    carrier_changes: "2",
    carrier_down_count: "1",
    carrier_up_count: "1",
    dev_id: "0x20",
    duplex: "full",
    flags: "0x1003",
    ifalias: "",
    ifindex: "7",
    mtu: "1500",
    operstate: "up",
    speed: "1000",
    ...files,
  };
  return Object.fromEntries(
    Object.entries(all).map(([file, text]) => [`sys/class/net/${name}/${file}`, `${text}\n`]),
  );
}

const eth0 = (name: string) => `node_network_${name}{device="eth0"}`;

Deno.test("an interface is shown with its numbers, words and state", async () => {
  const got = await read(netclass, iface("eth0"));
  assertEquals(got[eth0("up")], 1);
  assertEquals(got[eth0("device_id")], 32);
  assertEquals(got[eth0("speed_bytes")], 125_000_000);
  assertEquals(got[eth0("iface_id")], 7);
  assertEquals(got[eth0("carrier_changes_total")], 2);
  assertEquals(
    got[
      'node_network_info{address="02:00:00:00:00:01",adminstate="up",broadcast="ff:ff:ff:ff:ff:ff",' +
      'device="eth0",duplex="full",ifalias="",operstate="up"}'
    ],
    1,
  );
});

Deno.test("an interface that is given another address tells where that came from", async () => {
  using host = new Scraped(iface("eth0", { addr_assign_type: "1" }));
  assertEquals((await host.scrape())[eth0("address_assign_type")], 1);
  host.write("address", "02:00:00:00:00:02");
  host.write("addr_assign_type", "2");
  host.write("operstate", "down");
  assertEquals((await host.scrape())[eth0("address_assign_type")], 2);
});

Deno.test("a file that is missing costs only its own family", async () => {
  const got = await read(netclass, { "sys/class/net/eth0/ifindex": "2\n", ...operstate("down") });
  assertEquals(Object.keys(got).sort(), [
    eth0("iface_id"),
    'node_network_info{address="",adminstate="unknown",broadcast="",device="eth0",duplex="",ifalias="",operstate="down"}',
    eth0("up"),
  ]);
});

Deno.test("a file in the class that is no interface is passed over, and so is what is ignored", async () => {
  const got = await read(
    netclass,
    { ...iface("eth0"), ...iface("veth1"), "sys/class/net/bonding_masters": "bond0\n" },
    "--collector.netclass.ignored-devices=^veth",
  );
  const up = Object.keys(got).filter((series) => series.startsWith("node_network_up"));
  assertEquals(up, [eth0("up")]);
});

Deno.test("an unknown speed is shown as the kernel says it, or left out if that is asked for", async () => {
  const tree = iface("eth0", { speed: "-1" });
  assertEquals((await read(netclass, tree))[eth0("speed_bytes")], -125_000);
  const without = await read(netclass, tree, "--collector.netclass.ignore-invalid-speed");
  assertEquals(without[eth0("speed_bytes")], undefined);
});

Deno.test("a host without interfaces has no data", () => {
  using made = new MadeUpHost({});
  const running = netclass.start(made.host(netclass));
  assertThrows(() => running.collect(1000), NoData);
});

function operstate(state: string): Record<string, string> {
  return { "sys/class/net/eth0/operstate": `${state}\n` };
}

/** A host that is scraped more than once. */
class Scraped implements Disposable {
  readonly host: MadeUpHost;
  readonly #running;

  constructor(tree: Record<string, string>) {
    this.host = new MadeUpHost(tree);
    this.#running = netclass.start(this.host.host(netclass));
  }

  async scrape(): Promise<Record<string, number>> {
    return values(await this.#running.collect(1000));
  }

  async tick(): Promise<void> {
    await this.#running.tick!();
  }

  write(file: string, text: string, name = "eth0"): void {
    this.host.write({ [`sys/class/net/${name}/${file}`]: `${text}\n` });
  }

  [Symbol.dispose](): void {
    this.host[Symbol.dispose]();
  }
}

Deno.test("a change of the state is seen at once, and brings all the rest", async () => {
  using made = new Scraped(iface("eth0"));
  await made.scrape();
  made.write("operstate", "down");
  made.write("carrier", "0");
  made.write("carrier_changes", "3");
  const got = await made.scrape();
  assertEquals(got[eth0("up")], 0);
  assertEquals(got[eth0("carrier")], 0);
  assertEquals(got[eth0("carrier_changes_total")], 3);
});

Deno.test("without ticks a scrape reads again what is older than 15 s", async () => {
  using made = new Scraped(iface("eth0"));
  await made.scrape();
  made.write("mtu", "9000");
  made.host.clock = 14_000;
  assertEquals((await made.scrape())[eth0("mtu_bytes")], 1500);
  made.host.clock = 15_001;
  assertEquals((await made.scrape())[eth0("mtu_bytes")], 9000);
});

Deno.test("fourteen ticks read every interface once", async () => {
  const names = Array.from({ length: 30 }, (_, i) => `veth${i}`);
  using made = new Scraped(Object.assign({}, ...names.map((name) => iface(name))));
  await made.scrape();
  for (const name of names) made.write("mtu", "9000", name);
  for (let second = 1; second <= 14; second++) {
    made.host.clock = 1000 * second;
    await made.tick();
  }
  const got = await made.scrape();
  assertEquals(names.map((name) => got[`node_network_mtu_bytes{device="${name}"}`]), [
    ...names.map(() => 9000),
  ]);
});

Deno.test("an interface that is made anew under the same name is read anew", async () => {
  using made = new Scraped(iface("eth0"));
  await made.scrape();
  made.write("dev_id", "0x1");
  made.host.clock = 20_000;
  assertEquals(
    (await made.scrape())[eth0("device_id")],
    32,
    "the same interface is not asked twice",
  );
  made.write("ifindex", "8");
  made.host.clock = 40_000;
  const got = await made.scrape();
  assertEquals(got[eth0("iface_id")], 8);
  assertEquals(got[eth0("device_id")], 1);
});

Deno.test("an interface that goes takes its series with it, also between a scrape and a tick", async () => {
  using made = new Scraped({ ...iface("eth0"), ...iface("eth1") });
  await made.scrape();
  Deno.removeSync(`${made.host.root}/sys/class/net/eth1`, { recursive: true });
  await made.tick();
  const got = Object.keys(await made.scrape());
  assert(got.every((series) => !series.includes("eth1")), got.join());
  made.host.write(iface("eth1", { mtu: "1400" }));
  assertEquals((await made.scrape())['node_network_mtu_bytes{device="eth1"}'], 1400);
});

Deno.test("an interface that comes back in another place is shown, and one that does not answer costs itself", async () => {
  const at = (place: string, ifindex: string) =>
    Object.fromEntries(
      Object.entries(iface("eth1", { ifindex })).map(([path, text]) => [
        path.replace("class/net", `devices/${place}/net`),
        text,
      ]),
    );
  using made = new Scraped({
    ...iface("eth0"),
    ...at("pciA", "7"),
    "sys/class/net/eth1": "-> ../../devices/pciA/net/eth1",
  });
  const { host } = made;
  await made.scrape();
  // Put into another slot.
  Deno.removeSync(`${host.root}/sys/devices/pciA`, { recursive: true });
  Deno.removeSync(`${host.root}/sys/class/net/eth1`);
  host.removed();
  host.write({ ...at("pciB", "8"), "sys/class/net/eth1": "-> ../../devices/pciB/net/eth1" });
  assertEquals((await made.scrape())['node_network_iface_id{device="eth1"}'], 8);

  Deno.removeSync(`${host.root}/sys/devices/pciB/net/eth1/operstate`);
  host.removed();
  const got = await made.scrape();
  assertEquals([got[eth0("iface_id")], got['node_network_iface_id{device="eth1"}']], [
    7,
    undefined,
  ]);
  Deno.removeSync(`${host.root}/sys/class/net/eth0/operstate`);
  host.removed();
  await assertRejects(() => made.scrape(), Deno.errors.NotFound);
});
