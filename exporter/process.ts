/**
 * `process_*`: what this process costs, by the names that every Prometheus client has.
 *
 * @see https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics
 * @module
 */
import nodeProcess from "node:process";
import { Counter, Gauge, type Registry } from "prom-client";
import { pageSize } from "../collectors/linux/auxv.ts";
import { Files } from "../collectors/linux/files.ts";

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
  const startTime = performance.timeOrigin / 1000;
  gauge(
    "process_start_time_seconds",
    "Start time of the process since unix epoch in seconds.",
    () => startTime,
  );
  const memory = Deno.build.os === "linux" ? new Statm() : undefined;
  gauge(
    "process_resident_memory_bytes",
    "Resident memory size in bytes.",
    () => memory?.read().resident ?? Deno.memoryUsage().rss,
  );
  if (!memory) return;
  gauge(
    "process_virtual_memory_bytes",
    "Virtual memory size in bytes.",
    () => memory.read().virtual,
  );
  gauge("process_open_fds", "Number of open file descriptors.", openFds);
  const limits = parseLimits(Deno.readTextFileSync("/proc/self/limits"));
  gauge(
    "process_max_fds",
    "Maximum number of open file descriptors.",
    () => limits.get("Max open files") ?? NaN,
  );
  gauge(
    "process_virtual_memory_max_bytes",
    "Maximum amount of virtual memory available in bytes.",
    () => limits.get("Max address space") ?? NaN,
  );
}

/** /proc/self/statm (proc_pid_statm(5)): the first two numbers are all and resident pages. */
class Statm {
  // Not the host's /proc that a flag may name: there, this process has another number.
  readonly #files = new Files({ proc: "/proc", sys: "/sys", root: "/", udev: "/run/udev/data" });
  readonly #page = pageSize(this.#files);

  /** In bytes. */
  read(): { readonly virtual: number; readonly resident: number } {
    const [virtual, resident] = this.#files.hot("/proc/self/statm").split(" ");
    return { virtual: Number(virtual) * this.#page, resident: Number(resident) * this.#page };
  }
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

/**
 * Parses /proc/PID/limits (proc_pid_limits(5)): the name of a limit to its soft value, -1 for none.
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
