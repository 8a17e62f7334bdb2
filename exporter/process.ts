/**
 * `process_*`: what this process costs, by the names that every Prometheus client has.
 *
 * @see https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics
 * @module
 */
import nodeProcess from "node:process";
import { Counter, Gauge, type Registry } from "./prom_client.ts";
import { pageSize } from "../collectors/linux/auxv.ts";
import { Files } from "../collectors/linux/files.ts";

/**
 * Adds the process metrics to a registry: on Linux all of them, elsewhere those that Deno knows.
 *
 * @returns what brings them up to date
 */
export function processMetrics(registry: Registry): () => void {
  const registers = [registry];
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });

  const cpu = new Counter({
    name: "process_cpu_seconds_total",
    help: "Total user and system CPU time spent in seconds.",
    registers,
  });
  const resident = gauge("process_resident_memory_bytes", "Resident memory size in bytes.");
  gauge("process_start_time_seconds", "Start time of the process since unix epoch in seconds.")
    .set(performance.timeOrigin / 1000);
  let counted = 0;
  const countCpu = () => {
    const { user, system } = nodeProcess.cpuUsage();
    // A counter of prom-client only adds.
    cpu.inc(Math.max(0, (user + system) / 1e6 - counted));
    counted = (user + system) / 1e6;
  };
  if (Deno.build.os !== "linux") {
    return () => {
      countCpu();
      resident.set(Deno.memoryUsage().rss);
    };
  }

  const virtual = gauge("process_virtual_memory_bytes", "Virtual memory size in bytes.");
  const open = gauge("process_open_fds", "Number of open file descriptors.");
  const limits = parseLimits(Deno.readTextFileSync("/proc/self/limits"));
  gauge("process_max_fds", "Maximum number of open file descriptors.")
    .set(limits.get("Max open files")?.soft ?? NaN);
  gauge(
    "process_virtual_memory_max_bytes",
    "Maximum amount of virtual memory available in bytes.",
  ).set(limits.get("Max address space")?.soft ?? NaN);

  // Not the host's /proc that a flag may name: there, this process has another number.
  const files = new Files({ proc: "/proc", sys: "/sys", root: "/", udev: "/run/udev/data" });
  const page = pageSize(files);
  return () => {
    countCpu();
    // The first two numbers are all and resident pages (proc_pid_statm(5)).
    const statm = files.hot("/proc/self/statm").split(" ", 2);
    virtual.set(Number(statm[0]) * page);
    resident.set(Number(statm[1]) * page);
    open.set(openFds());
  };
}

function openFds(): number {
  // Since kernel 6.2 the size of the directory is how many there are.
  const { size } = Deno.statSync("/proc/self/fd");
  if (size > 0) return size;
  let open = 0;
  for (const _ of Deno.readDirSync("/proc/self/fd")) open++;
  // The descriptor that lists them is one of them.
  return open - 1;
}

/** What a process may have of something; -1 for any number. */
export interface Limit {
  readonly soft: number;
  readonly hard: number;
}

/**
 * Parses /proc/PID/limits (proc_pid_limits(5)): the limits by their names.
 *
 *     Limit                     Soft Limit           Hard Limit           Units
 *     Max open files            1024                 524288               files
 */
export function parseLimits(text: string): Map<string, Limit> {
  const number = (word: string) => word === "unlimited" ? -1 : Number(word);
  const limits = new Map<string, Limit>();
  for (const line of text.split("\n").slice(1)) {
    const [name, soft, hard] = line.split(/ {2,}/);
    if (hard) limits.set(name, { soft: number(soft), hard: number(hard) });
  }
  return limits;
}
