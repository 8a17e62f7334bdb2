import { processes } from "../../../collectors/seldom.ts";
import { assertEquals } from "../../assert.ts";
import { read } from "../../fixture.ts";

const stat = (state: string, threads: number) =>
  `7 (a) ${state} 1 8 8 0 -1 4194560 9061 9416 94 2620 36 98 544 138 20 0 ${threads} 0 29\n`;

const LIMITS = {
  "proc/sys/kernel/threads-max": "7801\n",
  "proc/sys/kernel/pid_max": "32768\n",
};

Deno.test("processes and threads are counted by state", async () => {
  const found = await read(processes, {
    ...LIMITS,
    "proc/1/stat": stat("S", 1),
    "proc/2/stat": stat("Z", 1),
    "proc/30/stat": stat("S", 3),
    "proc/30/task/30/stat": stat("S", 3),
    "proc/30/task/31/stat": stat("R", 3),
    "proc/30/task/32/stat": stat("D", 3),
    "proc/loadavg": "0 0 0 1/1 1\n",
  });
  assertEquals(found, {
    node_processes_pids: 3,
    node_processes_threads: 5,
    'node_processes_state{state="S"}': 2,
    'node_processes_state{state="Z"}': 1,
    'node_processes_threads_state{thread_state="S"}': 2,
    'node_processes_threads_state{thread_state="Z"}': 1,
    'node_processes_threads_state{thread_state="R"}': 1,
    'node_processes_threads_state{thread_state="D"}': 1,
    node_processes_max_threads: 7801,
    node_processes_max_processes: 32768,
  });
});

Deno.test("a process that ends while it is read costs only itself", async () => {
  const found = await read(processes, {
    ...LIMITS,
    "proc/1/stat": stat("S", 1),
    "proc/2/comm": "gone\n",
    "proc/3/stat": stat("R", 2),
  });
  assertEquals(found.node_processes_pids, 2);
  assertEquals(found['node_processes_state{state="R"}'], 1);
  assertEquals(found['node_processes_threads_state{thread_state="S"}'], 1);
});
