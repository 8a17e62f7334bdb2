/** How large a made-up host is. */
export interface HostSize {
  /** Logical CPUs. */
  readonly cpus: number;
  readonly disks: number;
  readonly mounts: number;
  /** Network interfaces beside the loopback. */
  readonly interfaces: number;
  /** Temperatures of hardware monitors. */
  readonly sensors: number;
  /** Sockets in /proc/net: TCP, TCP over IPv6 and UDP together. */
  readonly connections: number;
  readonly processes: number;
}

/** A host as large as they come. */
export const BIG: HostSize = {
  cpus: 256,
  disks: 200,
  mounts: 500,
  interfaces: 1000,
  sensors: 400,
  connections: 100_000,
  processes: 2000,
};

/** A host of so many CPUs, with everything else as large beside them as {@linkcode BIG} has it. */
export function sizeOf(cpus: number): HostSize {
  const part = (of: number) => Math.max(1, Math.round(of * cpus / BIG.cpus));
  return {
    cpus,
    disks: part(BIG.disks),
    mounts: part(BIG.mounts),
    interfaces: part(BIG.interfaces),
    sensors: part(BIG.sensors),
    connections: part(BIG.connections),
    processes: part(BIG.processes),
  };
}
