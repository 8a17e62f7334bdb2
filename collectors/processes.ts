import { gauge, Labels, type Metric, type MetricFamily, type Reader } from "./collector.ts";
import type { Files } from "./linux/files.ts";
import { parseProcessStat, type ProcessStat } from "./linux/process_stat.ts";
import { Memo } from "./memo.ts";
import { once } from "./readings.ts";
import { inTurns } from "./turns.ts";

const pids = gauge("node_processes_pids", "Number of PIDs");
const threads = gauge("node_processes_threads", "Allocated threads in system");
const states = gauge("node_processes_state", "Number of processes in each state.", "state");
const threadStates = gauge(
  "node_processes_threads_state",
  "Number of threads in each state.",
  "thread_state",
);
const maxThreads = gauge("node_processes_max_threads", "Limit of threads in the system");
const maxProcesses = gauge("node_processes_max_processes", "Number of max PIDs limit");

/** What is counted as it is read. */
class Tally {
  pids = 0;
  threads = 0;
  readonly states = new Map<string, number>();
  readonly threadStates = new Map<string, number>();
}

/** Processes and threads by state. */
export const processes: Reader = {
  metrics: [pids, threads, states, threadStates, maxThreads, maxProcesses],
  start({ files }) {
    const stateLabels = new Memo((state) => new Labels({ state }));
    const threadLabels = new Memo((thread_state) => new Labels({ thread_state }));
    const family = (metric: Metric, labels: Memo<Labels>, counts: ReadonlyMap<string, number>) =>
      metric.of([...counts].map(([state, value]) => ({ labels: labels.get(state), value })));
    const limit = (metric: Metric, file: string): MetricFamily[] => {
      const value = files.number(`/proc/sys/kernel/${file}`);
      return value === undefined ? [] : [metric.one(value)];
    };
    const familiesOf = (tally: Tally) => [
      pids.one(tally.pids),
      threads.one(tally.threads),
      family(states, stateLabels, tally.states),
      family(threadStates, threadLabels, tally.threadStates),
      ...limit(maxThreads, "threads-max"),
      ...limit(maxProcesses, "pid_max"),
    ];
    // A large host has 10,000 processes.
    return { collect: () => once(inTurns(count(files)), familiesOf) };
  },
};

function* count(files: Files): Generator<void, Tally> {
  const tally = new Tally();
  for (const pid of numbers(files, "/proc")) {
    yield;
    const process = stat(files, `/proc/${pid}`);
    if (!process) continue;
    tally.pids++;
    tally.threads += process.threads;
    add(tally.states, process.state);
    // Most have a single thread, whose state is the process's.
    if (process.threads <= 1) {
      add(tally.threadStates, process.state);
      continue;
    }
    for (const tid of numbers(files, `/proc/${pid}/task`)) {
      const thread = stat(files, `/proc/${pid}/task/${tid}`);
      if (thread) add(tally.threadStates, thread.state);
      yield;
    }
  }
  return tally;
}

/** Undefined of what ended since it was listed, or is hidden from us (hidepid). */
function stat(files: Files, dir: string): ProcessStat | undefined {
  const text = files.attribute(`${dir}/stat`);
  return text ? parseProcessStat(text) : undefined;
}

/** The names that are numbers; none where the process has ended or hides them. */
function numbers(files: Files, dir: string): string[] {
  try {
    return files.list(dir).filter((name) => /^\d+$/.test(name));
  } catch (error) {
    if (dir === "/proc") throw error;
    return [];
  }
}

const add = (counts: Map<string, number>, state: string) =>
  counts.set(state, (counts.get(state) ?? 0) + 1);
