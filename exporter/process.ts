/**
 * `process_*`: what this process costs, by the names that every Prometheus client has.
 *
 * @see https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics
 * @module
 */
import nodeProcess from "node:process";
import { Counter, Gauge, type Registry } from "prom-client";

/** Adds the process metrics to a registry: on Linux all of them, elsewhere those that Deno knows. */
export function processMetrics(registry: Registry): void {
  const registers = [registry];
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });

  let counted = 0;
  new Counter({
    name: "process_cpu_seconds_total",
    help: "Total user and system CPU time spent in seconds.",
    registers,
    collect() {
      const { user, system } = nodeProcess.cpuUsage();
      const spent = (user + system) / 1e6;
      // A counter of prom-client only adds.
      this.inc(Math.max(0, spent - counted));
      counted = spent;
    },
  });
  gauge(
    "process_resident_memory_bytes",
    "Resident memory size in bytes.",
    () => Deno.memoryUsage().rss,
  );
  const startTime = (performance.timeOrigin || Date.now() - performance.now()) / 1000;
  gauge(
    "process_start_time_seconds",
    "Start time of the process since unix epoch in seconds.",
    () => startTime,
  );
  if (Deno.build.os !== "linux") return;
  gauge("process_open_fds", "Number of open file descriptors.", openFds);
  const limits = parseLimits(Deno.readTextFileSync("/proc/self/limits"));
  gauge(
    "process_max_fds",
    "Maximum number of open file descriptors.",
    () => limits.get("Max open files") ?? NaN,
  );
  gauge("process_virtual_memory_bytes", "Virtual memory size in bytes.", virtualBytes);
  gauge(
    "process_virtual_memory_max_bytes",
    "Maximum amount of virtual memory available in bytes.",
    () => limits.get("Max address space") ?? NaN,
  );
}

function openFds(): number {
  let open = 0;
  for (const _ of Deno.readDirSync("/proc/self/fd")) open++;
  // The descriptor that lists them is one of them.
  return open - 1;
}

/** The field `vsize` of /proc/self/stat, in bytes (proc_pid_stat(5)). */
function virtualBytes(): number {
  const stat = Deno.readTextFileSync("/proc/self/stat");
  // The name before it stands in parentheses and may hold spaces; behind it begins the 3rd field.
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[20]);
}

/**
 * Parses /proc/PID/limits (proc_pid_limits(5)): the name of a limit to its soft value.
 *
 *     Limit                     Soft Limit           Hard Limit           Units
 *     Max open files            1024                 524288               files
 */
export function parseLimits(text: string): Map<string, number> {
  const limits = new Map<string, number>();
  for (const line of text.split("\n").slice(1)) {
    const [name, soft] = line.split(/ {2,}/);
    if (soft) limits.set(name, soft === "unlimited" ? -1 : Number(soft));
  }
  return limits;
}
