/** The parsers of /proc/schedstat, file-nr and the auxiliary vector. */
import { parsePageSize } from "../../../../collectors/linux/auxv.ts";
import { parseFileNr } from "../../../../collectors/linux/file_nr.ts";
import { parseSchedstat } from "../../../../collectors/linux/schedstat.ts";
import { malformed, table } from "../../../table.ts";

table("/proc/schedstat", parseSchedstat, [
  [
    "the last three numbers of a CPU, nanoseconds as seconds; domains are passed over",
    "version 17\ntimestamp 4295\ncpu0 1 0 2 3 4 5 1500000000 250000000 42\n" +
    "domain0 MC 00000003 9 9 9\ncpu10 0 0 0 0 0 0 0 0 0\n",
    [
      { cpu: "0", running: 1.5, waiting: 0.25, timeslices: 42 },
      { cpu: "10", running: 0, waiting: 0, timeslices: 0 },
    ],
  ],
  ["no CPU", "version 17\n", []],
  ["cut off", "cpu0 1 0 2 3\n", malformed('"cpu0 1 0 2 3"')],
  ["a word for a number", "cpu0 1 0 2 3 4 5 x 6 7\n", malformed('"x" is not a number')],
]);

table("/proc/sys/fs/file-nr", parseFileNr, [
  ["the first and the last number", "1184\t0\t9223372\n", { allocated: 1184, maximum: 9223372 }],
  ["empty", "", malformed("file-nr")],
  ["cut off", "1184\t0\n", malformed("1184")],
  ["a word for a number", "1184\t0\tmany\n", malformed('"many" is not a number')],
]);

/** An auxiliary vector of these pairs. */
const auxv = (...pairs: [type: number, value: number][]) =>
  new Uint8Array(BigUint64Array.from(pairs.flat().map(BigInt)).buffer);

table("/proc/self/auxv", parsePageSize, [
  ["the page size stands among others", auxv([33, 1], [6, 65536], [0, 0]), 65536],
  ["none", auxv([33, 1], [0, 0]), undefined],
  ["empty", new Uint8Array(), undefined],
  ["cut off", auxv([6, 4096]).subarray(0, 12), undefined],
]);
