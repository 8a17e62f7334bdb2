/** Devices that change while the program runs, under the same names. */
import type { Collector } from "../../../collectors/collector.ts";
import { dmmultipath } from "../../../collectors/dmmultipath.ts";
import {
  hwmon,
  infiniband,
  mdadm,
  powersupplyclass,
  watchdog,
} from "../../../collectors/seldom.ts";
import { thermal_zone } from "../../../collectors/thermal_zone.ts";
import { assertEquals } from "../../assert.ts";
import { MadeUpHost, read, values } from "../../fixture.ts";

/** A made-up host and a collector that goes on running on it. */
class Scraped implements Disposable {
  readonly host: MadeUpHost;
  readonly #running;

  constructor(collector: Collector, tree: Record<string, string>) {
    this.host = new MadeUpHost(tree);
    this.#running = collector.start(this.host.host(collector));
  }

  /** The series whose names have this in them, so many seconds later, with other files. */
  async scrape(name: string, seconds = 0, tree: Record<string, string> = {}): Promise<string[]> {
    this.host.write(tree);
    this.host.clock += 1000 * seconds;
    const found = values(await this.#running.collect(1000));
    return Object.entries(found).filter(([series]) => series.includes(name))
      .map(([series, value]) => `${series} ${value}`);
  }

  [Symbol.dispose](): void {
    this.host[Symbol.dispose]();
  }
}

Deno.test("hwmon: a sensor that a driver adds to a chip is there within a minute", async () => {
  const chip = "sys/class/hwmon/hwmon0";
  using made = new Scraped(hwmon, { [`${chip}/name`]: "acpitz", [`${chip}/temp1_input`]: "20000" });
  await made.scrape("temp_celsius");
  const later = await made.scrape("temp_celsius", 61, { [`${chip}/temp2_input`]: "99000" });
  assertEquals(later, [
    'node_hwmon_temp_celsius{chip="acpitz",sensor="temp1"} 20',
    'node_hwmon_temp_celsius{chip="acpitz",sensor="temp2"} 99',
  ]);
});

Deno.test("dmmultipath: a device that has another's number is seen within a minute", async () => {
  const dm = (number: number, uuid: string, name: string) => ({
    [`sys/block/dm-${number}/dm/uuid`]: uuid,
    [`sys/block/dm-${number}/dm/name`]: name,
    [`sys/block/dm-${number}/size`]: "8",
  });
  using made = new Scraped(dmmultipath, { ...dm(0, "LVM-x", "data"), ...dm(1, "mpath-3", "mpa") });
  await made.scrape("info");
  const later = await made.scrape("info", 61, {
    ...dm(0, "mpath-3", "mpa"),
    ...dm(1, "LVM-x", "data"),
  });
  assertEquals(later, [
    'node_dmmultipath_device_info{device="mpa",sysfs_name="dm-0",uuid="mpath-3"} 1',
  ]);
});

Deno.test("infiniband: firmware is what it is now", async () => {
  const device = "sys/class/infiniband/mlx5_0";
  using made = new Scraped(infiniband, {
    [`${device}/fw_ver`]: "16.32",
    [`${device}/ports/1/x`]: "",
  });
  await made.scrape("info");
  const [info] = await made.scrape("info", 15, { [`${device}/fw_ver`]: "16.35" });
  assertEquals(/firmware_version="(.*?)"/.exec(info)?.[1], "16.35");
});

Deno.test("a power supply is of the model that it is now", async () => {
  const supply = "sys/class/power_supply/BAT0";
  const of = (serial: string) => ({
    [`${supply}/uevent`]: `POWER_SUPPLY_NAME=BAT0\nPOWER_SUPPLY_SERIAL_NUMBER=${serial}\n`,
    [`${supply}/serial_number`]: serial,
  });
  using made = new Scraped(powersupplyclass, of("123"));
  await made.scrape("info");
  assertEquals(await made.scrape("info", 15, of("999")), [
    'node_power_supply_info{power_supply="BAT0",serial_number="999"} 1',
  ]);
});

Deno.test("the highest state of a cooling device is at most a minute old", async () => {
  const device = "sys/class/thermal/cooling_device0";
  using made = new Scraped(thermal_zone, {
    [`${device}/type`]: "Fan",
    [`${device}/cur_state`]: "1",
    [`${device}/max_state`]: "3",
  });
  await made.scrape("max");
  assertEquals(await made.scrape("max", 61, { [`${device}/max_state`]: "10" }), [
    'node_cooling_device_max_state{name="0",type="Fan"} 10',
  ]);
});

Deno.test("a device that is made anew has its own files at once, one that gets more in a minute", async () => {
  const device = "sys/class/watchdog/watchdog0";
  using made = new Scraped(watchdog, { [`${device}/identity`]: "softdog" });
  await made.scrape("timeleft");
  // Beside the old one first: another directory, as /sys has it, and not its inode again.
  const anew = "sys/class/watchdog/anew";
  made.host.write({ [`${anew}/identity`]: "iTCO_wdt", [`${anew}/timeleft`]: "30" });
  Deno.removeSync(`${made.host.root}/${device}`, { recursive: true });
  Deno.renameSync(`${made.host.root}/${anew}`, `${made.host.root}/${device}`);
  assertEquals((await made.scrape("timeleft", 15)).length, 1);
  assertEquals(await made.scrape("pretimeout_seconds", 15), []);
  const more = { [`${device}/pretimeout`]: "5" };
  for (let scrape = 0; scrape < 4; scrape++) await made.scrape("pretimeout_seconds", 15, more);
  assertEquals((await made.scrape("pretimeout_seconds")).length, 1);
});

Deno.test("md: while an array grows it has the disks that it will have, and those that it lacks", async () => {
  const found = await read(mdadm, {
    "proc/mdstat": "Personalities : [raid5]\nunused devices: <none>\n",
    "sys/block/md0/md/raid_disks": "4 (3)",
    "sys/block/md0/md/degraded": "1",
  });
  assertEquals(found['node_md_raid_disks{device="md0"}'], 4);
  assertEquals(found['node_md_degraded{device="md0"}'], 1);
});
