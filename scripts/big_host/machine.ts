import { type Entry, numbers } from "./entry.ts";
import type { HostSize } from "./size.ts";

/** What does not grow with a host is what the machine that runs this has, as its kernel writes it. */
const OWN: readonly { readonly path: string; readonly moves?: boolean }[] = [
  { path: "/proc/meminfo", moves: true },
  { path: "/proc/vmstat", moves: true },
  { path: "/proc/loadavg" },
  { path: "/proc/uptime" },
  { path: "/proc/net/netstat", moves: true },
  { path: "/proc/net/snmp", moves: true },
  { path: "/proc/net/snmp6", moves: true },
  { path: "/proc/net/sockstat" },
  { path: "/proc/net/sockstat6" },
  { path: "/proc/pressure/cpu", moves: true },
  { path: "/proc/pressure/io", moves: true },
  { path: "/proc/pressure/memory", moves: true },
  { path: "/proc/sys/fs/file-nr" },
  { path: "/proc/sys/kernel/random/entropy_avail" },
  { path: "/proc/sys/kernel/random/poolsize" },
  { path: "/proc/sys/kernel/hostname" },
  { path: "/proc/sys/kernel/domainname" },
  { path: "/proc/sys/kernel/osrelease" },
  { path: "/proc/sys/kernel/ostype" },
  { path: "/proc/sys/kernel/version" },
  { path: "/proc/sys/kernel/arch" },
  { path: "/proc/sys/kernel/threads-max" },
  { path: "/proc/sys/kernel/pid_max" },
  { path: "/etc/os-release" },
];

/** What there is once, and the processes. */
export function* machine({ processes }: HostSize): Generator<Entry> {
  for (const { path, moves } of OWN) {
    const text = readIfThere(path);
    if (text !== undefined) yield { path: path.slice(1), text, moves };
  }
  yield { path: "proc/sys/net/netfilter/nf_conntrack_count", text: "4242\n" };
  yield { path: "proc/sys/net/netfilter/nf_conntrack_max", text: "262144\n" };
  for (const i of numbers(processes)) {
    const pid = 1000 + i;
    const state = i % 50 === 0 ? "R" : i % 3 === 0 ? "I" : "S";
    const text =
      `${pid} (worker ${i}) ${state} 1 ${pid} ${pid} 0 -1 4194560 23217 471806 0 153 109 ` +
      "300 1393 1076 20 0 1 0 20 47779840 3768 18446744073709551615 1 1 0 0 0 0 0 4096 1256 0 0 0 17 " +
      "1 0 0 0 0 0 0 0 0 0 0 0 0 0\n";
    yield { path: `proc/${pid}/stat`, text };
    yield { path: `proc/${pid}/task/${pid}/stat`, text };
  }
}

/** A kernel may be built without some of them. */
function readIfThere(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return undefined;
  }
}
