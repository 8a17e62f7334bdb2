/** The parsers of lists of CPUs, cpuinfo, udev, power supplies and the names of sensors. */
import { parseCpuinfo } from "../../../../collectors/linux/cpuinfo.ts";
import { parseCpuList } from "../../../../collectors/linux/cpulist.ts";
import { cleanName, parseSensorFile } from "../../../../collectors/linux/hwmon.ts";
import { parsePowerSupply } from "../../../../collectors/linux/power_supply.ts";
import { parseUdev } from "../../../../collectors/linux/udev.ts";
import { malformed, table, Thrown } from "../../../table.ts";

table("a list of CPUs", parseCpuList, [
  [
    "more than there are is an error, not a hang",
    "0-18446744073709551615",
    new Thrown(RangeError, "no CPU has such a number"),
  ],
  ["ranges and single ones", "1,3-5,9\n", [1, 3, 4, 5, 9]],
  ["one", "0\n", [0]],
  ["none", "\n", []],
  ["none, as some kernels 4.x write it", "(null)\n", []],
  ["a word", "0-3,x\n", malformed('not a list of CPUs: "0-3,x')],
  ["a range without an end", "0-\n", malformed("not a list of CPUs")],
]);

/** The CPUs of a cpuinfo, as their number, vendor and stepping, MHz and flags. */
const brief = (text: string) =>
  parseCpuinfo(text).map(({ cpu, vendor, stepping, mhz, flags }) => [
    cpu,
    vendor + stepping,
    mhz,
    flags,
  ]);

table("/proc/cpuinfo", brief, [
  [
    "x86",
    "processor\t: 0\nvendor_id\t: GenuineIntel\ncpu MHz\t\t: 799.998\nflags\t\t: fpu vme\n\n" +
    "processor\t: 1\nvendor_id\t: AuthenticAMD\n\n",
    [["0", "GenuineIntel", 799.998, "fpu vme"], ["1", "AuthenticAMD", NaN, ""]],
  ],
  [
    "ARM, with the board in a block of its own",
    "processor\t: 0\nFeatures\t: fp asimd\nCPU implementer\t: 0x41\nCPU revision\t: 3\n\nHardware\t: BCM2835\nSerial\t: 1\n",
    [["0", "", NaN, "fp asimd"]],
  ],
  [
    "ARM before kernel 3.19: one block",
    "Processor\t: AArch64 Processor rev 0\nprocessor\t: 0\nprocessor\t: 1\nFeatures\t: fp\n",
    [["0", "", NaN, "fp"], ["1", "", NaN, "fp"]],
  ],
  ["empty", "", []],
  ["lines without a colon", "processor 0\n", []],
]);

table("udev data", (text: string) => Object.fromEntries(parseUdev(text)), [
  ["only properties", "S:disk/by-id/x=y\nE:ID_MODEL=A=B\nG:systemd\nE:ID_FS_TYPE=\n", {
    ID_MODEL: "A=B",
    ID_FS_TYPE: "",
  }],
  ["empty", "", {}],
  ["a property without a name or a value", "E:=x\nE:ID\n", {}],
]);

table("a power supply", (text: string) => Object.fromEntries(parsePowerSupply(text)), [
  ["attributes in lower case", "DEVTYPE=power_supply\nPOWER_SUPPLY_MODEL_NAME=A = B \n", {
    model_name: "A = B",
  }],
  ["empty", "", {}],
  ["a line without a value", "POWER_SUPPLY_NAME\n", {}],
]);

table("the name of a sensor's file", parseSensorFile, [
  ["a property", "temp1_crit_alarm", { type: "temp", sensor: "temp1", property: "crit_alarm" }],
  ["the sensor itself", "pwm12", { type: "pwm", sensor: "pwm12", property: "" }],
  ["a sensor without a number", "vrm", { type: "vrm", sensor: "vrm0", property: "" }],
  ["digits in the property", "pwm1_auto_point5_temp", {
    type: "pwm",
    sensor: "pwm1",
    property: "auto_point5_temp",
  }],
  ["another file", "uevent", undefined],
  ["a type that the kernel does not know", "bogus1_input", undefined],
  ["only a number", "1_input", undefined],
]);

table("a clean name", cleanName, [
  ["lower case, other characters as _", "0000:03.Wifi\n", "0000:03_wifi"],
  ["none left", " - ", ""],
]);
