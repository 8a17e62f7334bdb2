import { counter, gauge, Labels, type Metric, type Reader } from "./collector.ts";
import { nameFilter } from "./filter.ts";
import { type Attribute, AttributeReader, devices, Gathered } from "./linux/devices.ts";
import { Memo } from "./memo.ts";
import { IGNORED_TAPES } from "./seldom_flags.ts";

const DIR = "/sys/class/scsi_tape";
const NANOSECOND = 1e-9;

/** The files of a drive's `stats` (Documentation/scsi/st.rst, "TAPE STATISTICS"). */
const STATS: readonly Attribute[] = [
  [
    "in_flight",
    gauge("node_tape_io_now", "The number of I/Os currently outstanding to this device.", "device"),
  ],
  [
    "io_ns",
    total(
      "io_time_seconds",
      "The amount of time spent waiting for all I/O to complete (including read and write). This includes tape movement commands such as seeking between file or set marks and implicit tape movement such as when rewind on close tape devices are used.",
    ),
    NANOSECOND,
  ],
  [
    "other_cnt",
    total(
      "io_others",
      "The number of I/Os issued to the tape drive other than read or write commands. The time taken to complete these commands uses the following calculation io_time_seconds_total-read_time_seconds_total-write_time_seconds_total",
    ),
  ],
  ["read_byte_cnt", total("read_bytes", "The number of bytes read from the tape drive.")],
  [
    "read_cnt",
    total("reads_completed", "The number of read requests issued to the tape drive."),
  ],
  [
    "read_ns",
    total(
      "read_time_seconds",
      "The amount of time spent waiting for read requests to complete.",
    ),
    NANOSECOND,
  ],
  [
    "resid_cnt",
    total(
      "residual",
      "The number of times during a read or write we found the residual amount to be non-zero. This should mean that a program is issuing a read larger thean the block size on tape. For write not all data made it to tape.",
    ),
  ],
  ["write_byte_cnt", total("written_bytes", "The number of bytes written to the tape drive.")],
  [
    "write_cnt",
    total("writes_completed", "The number of write requests issued to the tape drive."),
  ],
  [
    "write_ns",
    total(
      "write_time_seconds",
      "The amount of time spent waiting for write requests to complete.",
    ),
    NANOSECOND,
  ],
];

function total(name: string, help: string): Metric {
  return counter(`node_tape_${name}_total`, help, "device");
}

/** What the tape drives read and wrote. */
export const tapestats: Reader = {
  metrics: STATS.map(([, metric]) => metric),
  start({ files, flags }) {
    const wanted = nameFilter("", flags.text(IGNORED_TAPES), "^$");
    const labels = new Memo((device) => new Labels({ device }));
    const stats = new AttributeReader(files, STATS);
    return {
      collect() {
        // A drive is there many times: `nst0` does not rewind, `st0a` has another density.
        const drives = devices(files, DIR, /^st\d+$/);
        labels.round();
        stats.round();
        const gathered = new Gathered();
        for (const drive of drives) {
          if (wanted(drive)) stats.read(`${DIR}/${drive}/stats`, labels.get(drive), gathered);
        }
        return gathered.families();
      },
    };
  },
};
