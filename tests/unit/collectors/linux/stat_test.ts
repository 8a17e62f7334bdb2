import { parseCpus, parseStat } from "../../../../collectors/linux/stat.ts";
import { malformed, table } from "../../../table.ts";

const REAL = `cpu  2255 34 2290 22625563 6290 127 456 7 5 2
cpu0 1132 34 1441 11311718 3675 127 438 4 3 1
cpu1 1123 0 849 11313845 2614 0 18 3 2 1
intr 114930548 113199788 3 0 5 263 0 4
ctxt 1990473
btime 1062191376
processes 2915
procs_running 3
procs_blocked 2
softirq 5057579 250191 1481983 1647 211099 186066 0 1783454 622196 12499 508444
`;

table("the CPUs of /proc/stat", parseCpus, [
  ["ticks become seconds, the sum of all CPUs is left out", REAL, [
    {
      cpu: "0",
      seconds: [11.32, 0.34, 14.41, 113117.18, 36.75, 1.27, 4.38, 0.04],
      guest: 0.03,
      guestNice: 0.01,
    },
    {
      cpu: "1",
      seconds: [11.23, 0, 8.49, 113138.45, 26.14, 0, 0.18, 0.03],
      guest: 0.02,
      guestNice: 0.01,
    },
  ]],
  ["modes that an old kernel lacks are NaN", "cpu0 1 2 3 4\n", [
    {
      cpu: "0",
      seconds: [0.01, 0.02, 0.03, 0.04, NaN, NaN, NaN, NaN],
      guest: NaN,
      guestNice: NaN,
    },
  ]],
  ["empty", "", malformed("has no line of a CPU")],
  ["the sum alone", "cpu  1 2 3 4\nctxt 1\n", malformed("has no line of a CPU")],
  ["a line cut off in the middle", "cpu0 1132 34 14", malformed('"cpu0 1132 34 14"')],
  ["garbage for a number", "cpu0 1 2 three 4\n", malformed('"three" is not a number')],
  ["binary garbage", "\u0000\u0001\ufffd".repeat(100), malformed("has no line of a CPU")],
]);

const NONE = { interrupts: NaN, forks: NaN, running: NaN, blocked: NaN, bootTime: NaN };

table("the rest of /proc/stat", parseStat, [
  ["sums, and soft interrupts by vector", REAL, {
    softirqs: [250191, 1481983, 1647, 211099, 186066, 0, 1783454, 622196, 12499, 508444],
    interrupts: 114930548,
    contextSwitches: 1990473,
    bootTime: 1062191376,
    forks: 2915,
    running: 3,
    blocked: 2,
  }],
  ["lines that a kernel lacks are NaN, unknown lines are passed over", "shiny 7\nctxt 5\n", {
    ...NONE,
    contextSwitches: 5,
    softirqs: [],
  }],
  ["empty", "", malformed("has no ctxt")],
  ["a word for a count", "ctxt 1\nbtime soon\n", malformed("btime")],
  ["garbage for soft interrupts", "ctxt 1\nsoftirq 1 x\n", malformed('"x" is not a number')],
]);
