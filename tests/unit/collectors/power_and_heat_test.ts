/** The collectors powersupplyclass, thermal_zone and cpufreq. */
import { type Collector, NoData } from "../../../collectors/collector.ts";
import { cpufreq } from "../../../collectors/cpufreq.ts";
import { thermal_zone } from "../../../collectors/thermal_zone.ts";
import { powersupplyclass } from "../../../collectors/seldom.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "../../assert.ts";
import { MadeUpHost, read, values } from "../../fixture.ts";

const BAT0 = "sys/class/power_supply/BAT0";
const BATTERY = {
  [`${BAT0}/uevent`]: "POWER_SUPPLY_NAME=BAT0\nPOWER_SUPPLY_STATUS=Discharging\n" +
    "POWER_SUPPLY_CYCLE_COUNT=3\nPOWER_SUPPLY_ENERGY_NOW=36580000\nPOWER_SUPPLY_TEMP=312\n",
  [`${BAT0}/type`]: "Battery\n",
  [`${BAT0}/capacity`]: "81\n",
};
const AC = {
  "sys/class/power_supply/AC/type": "Mains\n",
  "sys/class/power_supply/AC/online": "0\n",
};

/** A collector on a host that is read more than once. */
function scraped(collector: Collector, tree: Record<string, string>) {
  const made = new MadeUpHost(tree);
  const running = collector.start(made.host(collector));
  // Where the machine is slow, a collector takes turns.
  const scrape = async () => values(await running.collect(1000));
  return { made, scrape, [Symbol.dispose]: () => made[Symbol.dispose]() };
}

Deno.test("a battery is shown from its uevent, and from files that the uevent does not have", async () => {
  assertEquals(await read(powersupplyclass, { ...AC, ...BATTERY }), {
    'node_power_supply_capacity{power_supply="BAT0"}': 81,
    'node_power_supply_cyclecount{power_supply="BAT0"}': 3,
    'node_power_supply_online{power_supply="AC"}': 0,
    'node_power_supply_energy_watthour{power_supply="BAT0"}': 36.58,
    'node_power_supply_temp_celsius{power_supply="BAT0"}': 31.2,
    'node_power_supply_info{power_supply="AC",type="Mains"}': 1,
    'node_power_supply_info{power_supply="BAT0",status="Discharging",type="Battery"}': 1,
  });
});

Deno.test("a battery that is charged now says so", async () => {
  using host = scraped(powersupplyclass, BATTERY);
  await host.scrape();
  host.made.write({ [`${BAT0}/uevent`]: "POWER_SUPPLY_STATUS=Charging\n" });
  assertEquals(await host.scrape(), {
    'node_power_supply_capacity{power_supply="BAT0"}': 81,
    'node_power_supply_info{power_supply="BAT0",status="Charging",type="Battery"}': 1,
  });
});

Deno.test("power supplies can be left out", async () => {
  const flag = "--collector.powersupply.ignored-supplies=^BAT";
  const got = await read(powersupplyclass, { ...AC, ...BATTERY }, flag);
  assert(Object.keys(got).every((series) => series.includes("AC")), Object.keys(got).join());
});

const THERMAL = {
  "sys/class/thermal/thermal_zone0/temp": "12376\n",
  "sys/class/thermal/thermal_zone0/type": "cpu-thermal\n",
  "sys/class/thermal/thermal_zone1/temp": "\n",
  "sys/class/thermal/thermal_zone1/type": "iwlwifi\n",
  "sys/class/thermal/cooling_device0/cur_state": "1\n",
  "sys/class/thermal/cooling_device0/max_state": "3\n",
  "sys/class/thermal/cooling_device0/type": "Processor\n",
};

Deno.test("a zone that has no temperature at the moment costs only itself", async () => {
  assertEquals(await read(thermal_zone, THERMAL), {
    'node_thermal_zone_temp{zone="0",type="cpu-thermal"}': 12.376,
    'node_cooling_device_cur_state{name="0",type="Processor"}': 1,
    'node_cooling_device_max_state{name="0",type="Processor"}': 3,
  });
});

Deno.test("a zone that gets the number of another is read anew", async () => {
  using host = scraped(thermal_zone, THERMAL);
  await host.scrape();
  const zone = "sys/class/thermal/thermal_zone0";
  // Kept, so that its inode is not given to the new one.
  Deno.renameSync(`${host.made.root}/${zone}`, `${host.made.root}/old`);
  host.made.removed();
  host.made.write({ [`${zone}/temp`]: "50000\n", [`${zone}/type`]: "acpitz\n" });
  assertEquals((await host.scrape())['node_thermal_zone_temp{zone="0",type="acpitz"}'], 50);
});

const POLICY = "sys/devices/system/cpu/cpu0/cpufreq";
const CPUFREQ = {
  "sys/devices/system/cpu/online": "0-1\n",
  "sys/devices/system/cpu/cpufreq/boost": "1\n",
  "sys/devices/system/cpu/cpu1/topology/core_id": "0\n",
  [`${POLICY}/scaling_cur_freq`]: "1699981\n",
  [`${POLICY}/scaling_max_freq`]: "3700000\n",
  [`${POLICY}/cpuinfo_cur_freq`]: "<unknown>\n",
  [`${POLICY}/scaling_available_governors`]: "performance powersave\n",
  [`${POLICY}/scaling_governor`]: "powersave\n",
};

Deno.test("frequencies are in hertz, and of the governors one is 1", async () => {
  assertEquals(await read(cpufreq, CPUFREQ), {
    'node_cpu_scaling_frequency_hertz{cpu="0"}': 1_699_981_000,
    'node_cpu_scaling_frequency_max_hertz{cpu="0"}': 3_700_000_000,
    'node_cpu_scaling_governor{cpu="0",governor="performance"}': 0,
    'node_cpu_scaling_governor{cpu="0",governor="powersave"}': 1,
  });
});

Deno.test("another governor and frequency are seen at once, another CPU when it comes online", async () => {
  using host = scraped(cpufreq, CPUFREQ);
  await host.scrape();
  host.made.write({
    [`${POLICY}/scaling_governor`]: "performance\n",
    [`${POLICY}/scaling_cur_freq`]: "800000\n",
    "sys/devices/system/cpu/online": "0-2\n",
    "sys/devices/system/cpu/cpu2/cpufreq/scaling_cur_freq": "900000\n",
  });
  const got = await host.scrape();
  assertEquals(got['node_cpu_scaling_governor{cpu="0",governor="performance"}'], 1);
  assertEquals(got['node_cpu_scaling_frequency_hertz{cpu="0"}'], 800_000_000);
  assertEquals(got['node_cpu_scaling_frequency_hertz{cpu="2"}'], 900_000_000);
});

Deno.test("of many CPUs the frequency is read at each scrape, limits and governor once a minute", async () => {
  const cpus = Array.from({ length: 5 }, (_, cpu) => `sys/devices/system/cpu/cpu${cpu}/cpufreq`);
  const write = (frequency: string, limit: string, governor: string) =>
    Object.fromEntries(cpus.flatMap((dir) => [
      [`${dir}/scaling_cur_freq`, frequency],
      [`${dir}/scaling_max_freq`, limit],
      [`${dir}/scaling_available_governors`, "performance powersave"],
      [`${dir}/scaling_governor`, governor],
    ]));
  using host = scraped(cpufreq, {
    "sys/devices/system/cpu/online": "0-4\n",
    ...write("1000000", "3700000", "powersave"),
  });
  const read = async () => {
    const got = await host.scrape();
    return ["frequency_hertz", "frequency_max_hertz", 'governor{cpu="4",governor="performance"}']
      .map((name) => got[`node_cpu_scaling_${name.includes("{") ? name : `${name}{cpu="4"}`}`]);
  };
  assertEquals(await read(), [1e9, 3.7e9, 0]);
  host.made.write(write("2000000", "3000000", "performance"));
  assertEquals(await read(), [2e9, 3.7e9, 0]);
  host.made.clock = 60_000;
  assertEquals(await read(), [2e9, 3e9, 1]);
});

Deno.test("a frequency driver that is loaded late is found, and the governors of its other mode within a minute", async () => {
  using host = scraped(cpufreq, {
    "sys/devices/system/cpu/online": "0\n",
    "sys/devices/system/cpu/cpu0/topology/core_id": "0\n",
  });
  await assertRejects(async () => await host.scrape(), NoData);
  host.made.write({
    [`${POLICY}/scaling_available_governors`]: "performance powersave\n",
    [`${POLICY}/scaling_governor`]: "powersave\n",
  });
  assertEquals(await host.scrape(), {
    'node_cpu_scaling_governor{cpu="0",governor="performance"}': 0,
    'node_cpu_scaling_governor{cpu="0",governor="powersave"}': 1,
  });
  host.made.write({
    [`${POLICY}/scaling_available_governors`]: "performance schedutil\n",
    [`${POLICY}/scaling_governor`]: "schedutil\n",
    [`${POLICY}/scaling_cur_freq`]: "800000\n",
  });
  host.made.clock = 60_000;
  assertEquals(await host.scrape(), {
    'node_cpu_scaling_frequency_hertz{cpu="0"}': 800_000_000,
    'node_cpu_scaling_governor{cpu="0",governor="performance"}': 0,
    'node_cpu_scaling_governor{cpu="0",governor="schedutil"}': 1,
  });
});

for (const collector of [powersupplyclass, thermal_zone, cpufreq]) {
  Deno.test(`a kernel without ${collector.name} has no data`, () => {
    using made = new MadeUpHost({});
    assertThrows(() => collector.start(made.host(collector)).collect(1000), NoData);
  });
}
