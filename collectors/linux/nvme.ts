import type { Files } from "./files.ts";

const NVME = "/sys/class/nvme";

/** What of an NVMe controller does not change while it is there. */
export interface NvmeController {
  readonly dir: string;
  readonly device: string;
  /** As labels. */
  readonly fixed: Readonly<Record<string, string>>;
  readonly namespaces: readonly NvmeNamespace[];
}

/** What of a namespace does not change, or only when it is formatted. */
export interface NvmeNamespace {
  readonly nsid: string;
  /** As /sys has it; NaN where it does not. */
  readonly blocks: number;
  /** Bytes of a logical block. */
  readonly blockSize: number;
  /** The file with the state of the path to it: only drives that are reached on several have one. */
  readonly anaState?: string;
  /** The file with the number of blocks in use; since kernel 6.8. */
  readonly nuse?: string;
}

/** The NVMe controllers of the host (Documentation/ABI/testing/sysfs-class-nvme, drivers/nvme/host/sysfs.c). */
export function* readNvme(files: Files): Generator<void, NvmeController[]> {
  const controllers: NvmeController[] = [];
  for (const device of files.list(NVME)) {
    controllers.push(controllerOf(files, device));
    yield;
  }
  return controllers;
}

function controllerOf(files: Files, device: string): NvmeController {
  const dir = `${NVME}/${device}`;
  const attribute = (name: string) => files.attribute(`${dir}/${name}`) ?? "";
  return {
    dir,
    device,
    fixed: {
      cntlid: attribute("cntlid"),
      device,
      firmware_revision: attribute("firmware_rev"),
      model: attribute("model"),
      serial: attribute("serial"),
    },
    namespaces: files.list(dir).flatMap((name) => namespaceOf(files, dir, name) ?? []),
  };
}

function namespaceOf(files: Files, controller: string, name: string): NvmeNamespace | undefined {
  // nvme0n1; nvme0c1n1 where several paths lead to it.
  const nsid = /^nvme\d+(?:c\d+)?n(\d+)$/.exec(name)?.[1];
  if (nsid === undefined) return undefined;
  const dir = `${controller}/${name}`;
  const present = (path: string) => files.exists(path) ? path : undefined;
  return {
    nsid,
    blocks: files.number(`${dir}/size`) ?? NaN,
    blockSize: files.number(`${dir}/queue/logical_block_size`) ?? NaN,
    anaState: present(`${dir}/ana_state`),
    nuse: present(`${dir}/nuse`),
  };
}
