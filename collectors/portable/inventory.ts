import type { Systeminformation } from "systeminformation";
import type { HostInfo } from "../readings.ts";

/** What node:os tells without starting a process. */
export interface Known {
  readonly hostname: string;
  readonly kernel: string;
  /** `x86_64`, `arm64` */
  readonly arch: string;
  readonly cpuModel: string;
  readonly cpuCores: number;
}

/** What the host is: of systeminformation only the name of the system and the hypervisor. */
export function hostInfoOf(
  known: Known,
  os: Systeminformation.OsData,
  system: Systeminformation.SystemData,
): HostInfo {
  return {
    ...known,
    cpuModel: told(known.cpuModel),
    os: osName(os),
    virtual: virtualization(system),
  };
}

/** Its and Deno's word for what they do not know is `unknown`. */
const told = (text: string) => /^unknown$/i.test(text) ? "" : text;

/** `Debian GNU/Linux 12 (bookworm)`, `macOS 15.2 (Sequoia)`, `Microsoft Windows 11 Pro (23H2)` */
function osName({ distro, release, codename, kernel }: Systeminformation.OsData): string {
  // Windows has no other release than its kernel's, which is told by itself.
  const number = release === kernel ? "" : told(release);
  return [told(distro), number, codename && `(${codename})`].filter(Boolean).join(" ");
}

/** What it calls a hypervisor, to the word that systemd-detect-virt(1) uses. */
const HYPERVISORS: readonly (readonly [RegExp, string])[] = [
  [/KVM/i, "kvm"],
  [/QEMU/i, "qemu"],
  [/VMware/i, "vmware"],
  [/VirtualBox/i, "oracle"],
  [/Xen/i, "xen"],
  [/Parallels/i, "parallels"],
  [/bochs/i, "bochs"],
  [/Hyper-V|Virtual PC|Microsoft/i, "microsoft"],
  [/^VirtualMac/, "apple"],
];

/** Models of Macs that are none; on macOS it does not look for a hypervisor. */
const NO_MAC = /^(VirtualMac|VMware|Parallels)/;

function virtualization(
  { virtual, virtualHost = "", manufacturer, model }: Systeminformation.SystemData,
): string {
  if (!virtual && !NO_MAC.test(model)) return "none";
  for (const text of [virtualHost, model, manufacturer]) {
    for (const [pattern, name] of HYPERVISORS) if (pattern.test(text)) return name;
  }
  return "vm-other";
}
