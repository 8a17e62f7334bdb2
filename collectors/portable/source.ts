/**
 * The readings of any host, through systeminformation.
 *
 * What node:os tells is taken from there: CPU times, load and names start no process, nor does
 * `mem()` on Linux. Everything else is a shell or PowerShell each time it is asked.
 *
 * @module
 */
import * as os from "node:os";
import type { Log } from "../collector.ts";
import {
  type ConnectionCount,
  type CpuTimes,
  type DiskActivity,
  type FilesystemUsage,
  type HostInfo,
  type InterfaceCounters,
  type LoadAverage,
  type Memory,
  type Mount,
  type Source,
  Unsupported,
} from "../readings.ts";
import { Call } from "./call.ts";
import { connectionsOf } from "./connections.ts";
import { cpuTimesOf } from "./cpu.ts";
import { disksOf } from "./disks.ts";
import { filesystemsOf } from "./filesystems.ts";
import { interfacesOf, namesOf } from "./interfaces.ts";
import { hostInfoOf } from "./inventory.ts";
import { memoryOf } from "./memory.ts";
import { type Answers, type Ask, Thread } from "./thread.ts";

/** What is left out, because systeminformation or the system does not tell it. */
const LACKING: Readonly<Record<string, string>> = {
  any:
    "CPU time waiting for I/O, in soft interrupts, stolen and of guests; shared memory; inodes; " +
    "single disks; packets of interfaces, and interfaces without an address",
  linux: "tmpfs and other file systems in memory; UDP sockets",
  darwin: "CPU time of interrupts; buffers and cached memory; received packets that were dropped",
  win32: "load averages; disk I/O; nice CPU time; buffers and cached memory",
  elsewhere: "swap; bytes of disks; network interfaces; UDP sockets",
};

/**
 * Milliseconds for which an answer is given again: each costs processes. It has to be more than 500,
 * as `networkStats()` gives zeros for errors and drops where it is asked again before that.
 */
const GOOD_FOR = 2000;
/** Milliseconds to wait for an answer. */
const DEADLINE = 5000;

/** What stands in for the host in tests. */
export interface PortableOptions {
  readonly platform?: string;
  readonly ask?: Ask;
  /** Milliseconds to wait for an answer. */
  readonly deadline?: number;
  /** Milliseconds for which an answer is given again. */
  readonly goodFor?: number;
}

/** Reads the host that this program runs on. */
export class PortableSource implements Source, Disposable {
  readonly #thread: Thread;
  /** `hostname -f` may block it until a name server answers: nothing else waits behind that. */
  readonly #inventory: Thread;
  readonly #platform: string;
  readonly #calls: { readonly [Name in keyof Answers]: Call<Answers[Name]> };

  constructor(log?: Log, options: PortableOptions = {}) {
    this.#thread = new Thread(log);
    this.#inventory = new Thread(log);
    const {
      platform = os.platform(),
      ask,
      deadline = DEADLINE,
      goodFor = GOOD_FOR,
    } = options;
    this.#platform = platform;
    const call = <Name extends keyof Answers>(
      name: Name,
      { argument, thread = this.#thread }: { argument?: () => string; thread?: Thread } = {},
    ) =>
      new Call(
        `${name}() of systeminformation`,
        () => (ask ?? thread.ask)(name, argument?.()),
        { deadline, goodFor },
      );
    this.#calls = {
      mem: call("mem"),
      fsSize: call("fsSize"),
      fsStats: call("fsStats"),
      disksIO: call("disksIO"),
      networkStats: call("networkStats", { argument: () => interfaceNames().join(",") }),
      networkConnections: call("networkConnections"),
      osInfo: call("osInfo", { thread: this.#inventory }),
      system: call("system", { thread: this.#inventory }),
    };
    log?.info("systeminformation on {platform} does not tell, so it is left out: {lacking}", {
      platform,
      lacking: `${LACKING.any}; ${LACKING[platform] ?? LACKING.elsewhere}`,
    });
  }

  cpuTimes(): CpuTimes[] {
    const cpus = os.cpus();
    if (cpus.length === 0) throw new Error("os.cpus() found no CPU");
    return cpuTimesOf(cpus, this.#platform);
  }

  loadAverage(): LoadAverage {
    if (this.#platform === "win32") throw new Unsupported("Windows has no load averages");
    const [one, five, fifteen] = os.loadavg();
    return [one, five, fifteen];
  }

  async memory(): Promise<Memory> {
    return memoryOf(await this.#calls.mem.answer(), this.#platform);
  }

  async filesystems(
    wanted: (mount: Mount) => boolean,
    timeout: number,
  ): Promise<FilesystemUsage[]> {
    return filesystemsOf(await this.#calls.fsSize.answer(timeout), this.#platform).filter(wanted);
  }

  async disks(wanted: (device: string) => boolean = () => true): Promise<DiskActivity[]> {
    const { disksIO, fsStats } = this.#calls;
    const disks = disksOf(...await Promise.all([disksIO.answer(), fsStats.answer()]));
    return disks.filter(({ device }) => wanted(device));
  }

  async interfaces(): Promise<InterfaceCounters[]> {
    // Without a name it would ask for the default interface.
    const stats = interfaceNames().length > 0 ? await this.#calls.networkStats.answer() : [];
    return interfacesOf(stats, this.#platform);
  }

  async connections(): Promise<ConnectionCount[]> {
    return connectionsOf(await this.#calls.networkConnections.answer(), this.#platform);
  }

  async hostInfo(): Promise<HostInfo> {
    const cpus = os.cpus();
    const known = {
      hostname: os.hostname(),
      kernel: os.release(),
      arch: os.machine(),
      cpuModel: cpus[0]?.model ?? "",
      cpuCores: cpus.length,
    };
    const { osInfo, system } = this.#calls;
    const told = await Promise.all([osInfo.answer(), system.answer()]);
    // It is asked once; a thread that waits costs memory.
    this.#inventory[Symbol.dispose]();
    return hostInfoOf(known, ...told);
  }

  [Symbol.dispose](): void {
    this.#thread[Symbol.dispose]();
    this.#inventory[Symbol.dispose]();
  }
}

const interfaceNames = () => namesOf(os.networkInterfaces());
