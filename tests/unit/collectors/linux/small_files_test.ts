/** The parsers of files of a few lines. */
import { parseLoadavg } from "../../../../collectors/linux/loadavg.ts";
import { parsePressure } from "../../../../collectors/linux/pressure.ts";
import { parseNumastat } from "../../../../collectors/linux/numa.ts";
import { malformed, table } from "../../../table.ts";

table("/proc/loadavg", parseLoadavg, [
  ["three averages", "0.21 0.37 0.39 1/719 19737\n", [0.21, 0.37, 0.39]],
  ["empty", "", malformed("/proc/loadavg")],
  ["cut off", "0.21 0.37", malformed('"0.21 0.37"')],
  ["a word", "0.21 high 0.39 1/719 19737\n", malformed('"high" is not a number')],
]);

const IDLE = "avg10=0.00 avg60=0.00 avg300=0.00";

table("/proc/pressure/*", parsePressure, [
  ["microseconds become seconds", `some ${IDLE} total=14036781\nfull ${IDLE} total=500\n`, {
    some: 14.036781,
    full: 0.0005,
  }],
  ["a kernel that has no full for the CPU", `some ${IDLE} total=1000000\n`, {
    some: 1,
    full: undefined,
  }],
  ["interrupts have only full", `full ${IDLE} total=2000000\n`, { some: undefined, full: 2 }],
  ["empty", "", malformed("pressure")],
  ["cut off before the total", `some ${IDLE}`, malformed("some avg10")],
  ["a total that is no number", `some ${IDLE} total=x\n`, malformed('"x" is not a number')],
]);

table("numastat", (text: string) => Object.fromEntries(parseNumastat(text)), [
  ["a name and a number a line", "numa_hit 7344136\nnuma_miss 0\n", {
    numa_hit: 7344136,
    numa_miss: 0,
  }],
  ["empty", "", malformed("numastat")],
  ["a name without a number", "numa_hit\n", malformed('"numa_hit"')],
  ["a word for a number", "numa_hit many\n", malformed('"many" is not a number')],
]);
