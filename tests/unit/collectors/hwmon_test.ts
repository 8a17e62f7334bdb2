import { NoData } from "../../../collectors/collector.ts";
import { hwmon } from "../../../collectors/seldom.ts";
import { assertEquals, assertThrows } from "../../assert.ts";
import { MadeUpHost, read, values } from "../../fixture.ts";

const CLASS = "sys/class/hwmon";

/** A chip of a device on a bus. */
function chip(number: number, device: string, files: Record<string, string>) {
  const dir = `sys/devices/platform/${device}/hwmon/hwmon${number}`;
  return {
    [`${CLASS}/hwmon${number}`]: `-> ../../devices/platform/${device}/hwmon/hwmon${number}`,
    [`${dir}/device`]: `-> ../..`,
    ...Object.fromEntries(
      Object.entries(files).map(([file, text]) => [`${dir}/${file}`, `${text}\n`]),
    ),
  };
}

const CORETEMP = chip(0, "coretemp.0", {
  name: "coretemp",
  temp1_input: "55000",
  temp1_max: "84000",
  temp1_label: "Package id 0",
});
const of = (chip: string, sensor: string) => `{chip="platform_${chip}",sensor="${sensor}"}`;

Deno.test("sensors become metrics with a unit", async () => {
  const got = await read(
    hwmon,
    chip(0, "it87.1", {
      in0_input: "792",
      fan2_input: "1098",
      fan2_alarm: "1",
      curr1_input: "1500",
      power1_average: "2500000",
      power1_accuracy: "50000",
      power1_average_interval: "300",
      energy1_input: "3000000",
      humidity1_input: "450000",
      pwm1: "127",
      pwm1_enable: "5",
      freq1_input: "214000000",
      freq1_label: "sclk",
      freq2_input: "1",
      temp1_type: "4",
      beep_enable: "1",
      update_interval: "2000",
      intrusion0_beep: "0",
      bogus1_input: "1",
    }),
  );
  assertEquals(got, {
    [`node_hwmon_in_volts${of("it87_1", "in0")}`]: 0.792,
    [`node_hwmon_fan_rpm${of("it87_1", "fan2")}`]: 1098,
    [`node_hwmon_fan_alarm${of("it87_1", "fan2")}`]: 1,
    [`node_hwmon_curr_amps${of("it87_1", "curr1")}`]: 1.5,
    [`node_hwmon_power_average_watt${of("it87_1", "power1")}`]: 2.5,
    [`node_hwmon_power_accuracy${of("it87_1", "power1")}`]: 0.05,
    [`node_hwmon_power_average_interval_seconds${of("it87_1", "power1")}`]: 0.3,
    [`node_hwmon_energy_joule_total${of("it87_1", "energy1")}`]: 3,
    [`node_hwmon_humidity${of("it87_1", "humidity1")}`]: 0.45,
    [`node_hwmon_pwm${of("it87_1", "pwm1")}`]: 127,
    [`node_hwmon_pwm_enable${of("it87_1", "pwm1")}`]: 5,
    [`node_hwmon_freq_freq_mhz${of("it87_1", "sclk")}`]: 214,
    ['node_hwmon_sensor_label{chip="platform_it87_1",label="sclk",sensor="freq1"}']: 1,
    [`node_hwmon_temp_type${of("it87_1", "temp1")}`]: 4,
    [`node_hwmon_beep_enabled${of("it87_1", "beep_enable0")}`]: 1,
    [`node_hwmon_update_interval_seconds${of("it87_1", "update_interval0")}`]: 2,
    [`node_hwmon_intrusion_beep_enabled${of("it87_1", "intrusion0")}`]: 0,
  });
});

Deno.test("a chip is called by its device, by its driver beside another of the device, or by its number", async () => {
  const got = await read(hwmon, {
    ...CORETEMP,
    ...chip(1, "wifi.0", { name: "phy0", temp1_input: "1000" }),
    ...chip(2, "wifi.0", { name: "phy1", temp1_input: "2000" }),
    [`${CLASS}/hwmon3/temp1_input`]: "3000\n",
    [`${CLASS}/hwmon4/name`]: "nct6779\n",
    [`${CLASS}/hwmon4/temp1_input`]: "4000\n",
  });
  const chips = Object.keys(got).filter((series) => series.startsWith("node_hwmon_temp_celsius"))
    .map((series) => /chip="(.*?)"/.exec(series)![1]);
  assertEquals(chips, [
    "platform_coretemp_0",
    "platform_wifi_0_phy0",
    "platform_wifi_0_phy1",
    "hwmon3",
    "nct6779",
  ]);
  assertEquals(got['node_hwmon_chip_names{chip="nct6779",chip_name="nct6779"}'], 1);
});

Deno.test("an old driver has its sensors at the device", async () => {
  const got = await read(hwmon, {
    ...chip(0, "applesmc.768", {}),
    "sys/devices/platform/applesmc.768/fan1_input": "2000\n",
  });
  assertEquals(got, { [`node_hwmon_fan_rpm${of("applesmc_768", "fan1")}`]: 2000 });
});

Deno.test("a sensor that does not answer costs only itself", async () => {
  const got = await read(hwmon, chip(0, "coretemp.0", { temp1_input: "", temp2_input: "3000" }));
  assertEquals(got, { [`node_hwmon_temp_celsius${of("coretemp_0", "temp2")}`]: 3 });
});

Deno.test("chips and sensors can be left out", async () => {
  const tree = { ...CORETEMP, ...chip(1, "it87.1", { temp1_input: "1", temp2_input: "1000" }) };
  const got = await read(
    hwmon,
    tree,
    "--collector.hwmon.chip-include=it87",
    "--collector.hwmon.sensor-exclude=^platform_it87_1;temp1$",
  );
  assertEquals(got, { [`node_hwmon_temp_celsius${of("it87_1", "temp2")}`]: 1 });
});

Deno.test("inputs are read at each scrape, limits once a minute, all when another chip appears", async () => {
  using made = new MadeUpHost(CORETEMP);
  const running = hwmon.start(made.host(hwmon));
  const scrape = async () => {
    return values(await running.collect(1000));
  };
  const input = `node_hwmon_temp_celsius${of("coretemp_0", "temp1")}`;
  const max = `node_hwmon_temp_max_celsius${of("coretemp_0", "temp1")}`;
  await scrape();
  const dir = "sys/devices/platform/coretemp.0/hwmon/hwmon0";
  made.write({ [`${dir}/temp1_input`]: "60000\n", [`${dir}/temp1_max`]: "90000\n" });
  const got = await scrape();
  assertEquals([got[input], got[max]], [60, 84]);
  made.clock = 60_001;
  assertEquals((await scrape())[max], 90);
  made.write({
    ...chip(1, "it87.1", { temp1_input: "1000" }),
    [`${dir}/temp1_label`]: "New\n",
  });
  const all = await scrape();
  assertEquals(all[`node_hwmon_temp_celsius${of("it87_1", "temp1")}`], 1);
  assertEquals(
    all['node_hwmon_sensor_label{chip="platform_coretemp_0",label="New",sensor="temp1"}'],
    1,
  );
});

Deno.test("a host without sensors has no data", () => {
  using made = new MadeUpHost({});
  assertThrows(() => hwmon.start(made.host(hwmon)).collect(1000), NoData);
});
