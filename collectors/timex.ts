import { type Collector, counter, gauge, type Metric, NoData } from "./collector.ts";
import { type ClockState, readClock } from "./linux/clock_state.ts";

/** Units of the kernel, in those of the metrics. */
const MICROSECOND = 1e-6;
/** Parts per million, 65,536 of which are one. */
const SCALED_PPM = 1e-6 / 65_536;

/** What the kernel tells, and in which metric. */
const VALUES: readonly (readonly [Metric, (clock: ClockState) => number])[] = [
  [
    value("offset_seconds", "Time offset in between local system and reference clock."),
    ({ offset, unit }) => offset * unit,
  ],
  [
    value("frequency_adjustment_ratio", "Local clock frequency adjustment."),
    ({ frequency }) => 1 + frequency * SCALED_PPM,
  ],
  [value("maxerror_seconds", "Maximum error in seconds."), (it) => it.maxError * MICROSECOND],
  [
    value("estimated_error_seconds", "Estimated error in seconds."),
    (it) => it.estimatedError * MICROSECOND,
  ],
  [value("status", "Value of the status array bits."), ({ status }) => status],
  [
    value("loop_time_constant", "Phase-locked loop time constant."),
    ({ timeConstant }) => timeConstant,
  ],
  [value("tick_seconds", "Seconds between clock ticks."), ({ tick }) => tick * MICROSECOND],
  [
    value("pps_frequency_hertz", "Pulse per second frequency."),
    ({ pps }) => pps.frequency * SCALED_PPM,
  ],
  [
    value("pps_jitter_seconds", "Pulse per second jitter."),
    ({ pps, unit }) => pps.jitter * unit,
  ],
  [
    value("pps_shift_seconds", "Pulse per second interval duration."),
    ({ pps }) => pps.shift,
  ],
  [
    value(
      "pps_stability_hertz",
      "Pulse per second stability, average of recent frequency changes.",
    ),
    ({ pps }) => pps.stability * SCALED_PPM,
  ],
  [
    total("pps_jitter_total", "Pulse per second count of jitter limit exceeded events."),
    ({ pps }) => pps.jitterExceeded,
  ],
  [
    total("pps_calibration_total", "Pulse per second count of calibration intervals."),
    ({ pps }) => pps.calibrations,
  ],
  [
    total("pps_error_total", "Pulse per second count of calibration errors."),
    ({ pps }) => pps.errors,
  ],
  [
    total(
      "pps_stability_exceeded_total",
      "Pulse per second count of stability limit exceeded events.",
    ),
    ({ pps }) => pps.stabilityExceeded,
  ],
  [
    value("tai_offset_seconds", "International Atomic Time (TAI) offset."),
    ({ taiOffset }) => taiOffset,
  ],
  [
    value(
      "sync_status",
      "Is clock synchronized to a reliable server (1 = yes, 0 = no).",
    ),
    ({ isSynchronized }) => isSynchronized ? 1 : 0,
  ],
];

function value(name: string, help: string): Metric {
  return gauge(`node_timex_${name}`, help);
}

function total(name: string, help: string): Metric {
  return counter(`node_timex_${name}`, help);
}

/** Whether the clock is kept right, and how (adjtimex(2)). */
export const timex: Collector = {
  name: "timex",
  help: "How the kernel keeps its clock right (adjtimex(2))",
  system: "linux",
  metrics: VALUES.map(([metric]) => metric),
  start() {
    return {
      collect() {
        const clock = readClock();
        if (!clock) throw new NoData("the kernel does not tell of its clock");
        return VALUES.map(([metric, of]) => metric.one(of(clock)));
      },
    };
  },
};
