/**
 * The collectors, in the order in which their families are shown.
 *
 * @module
 */
import type { Collector } from "./collector.ts";
import { connections } from "./connections.ts";
import { cpu } from "./cpu.ts";
import { diskstats } from "./diskstats.ts";
import { filesystem } from "./filesystem.ts";
import { host } from "./host.ts";
import { loadavg } from "./loadavg.ts";
import { meminfo } from "./meminfo.ts";
import { netdev } from "./netdev.ts";
import { pressure } from "./pressure.ts";
import { stat } from "./stat.ts";
import { time } from "./time.ts";
import { uname } from "./uname.ts";
import { vmstat } from "./vmstat.ts";

/** Every collector. A new one is a file beside this one and a line here. */
export const collectors: readonly Collector[] = [
  cpu,
  loadavg,
  meminfo,
  filesystem,
  diskstats,
  netdev,
  connections,
  pressure,
  stat,
  vmstat,
  time,
  uname,
  host,
];
