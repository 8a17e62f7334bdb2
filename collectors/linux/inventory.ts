/**
 * What the host is, from the files that tell it.
 *
 * @module
 */
import type { HostInfo } from "../readings.ts";
import type { Files } from "./files.ts";

/** What of a host stays as it is for as long as it runs. */
export type Hardware = Pick<HostInfo, "arch" | "cpuModel" | "cpuCores" | "virtual">;

/** Reads {@linkcode Hardware}. /proc/cpuinfo is long, and on some kernels it asks every CPU for its clock. */
export function readHardware(files: Files): Hardware {
  const cpuinfo = files.attribute("/proc/cpuinfo") ?? "";
  return {
    arch: machine(files),
    cpuModel: cpuModel(cpuinfo),
    cpuCores: cpuinfo.match(/^processor\s*:/gm)?.length ?? navigator.hardwareConcurrency,
    virtual: virtualization(files, cpuinfo),
  };
}

/** Reads {@linkcode HostInfo} from /proc, /sys and /etc; what a file does not tell is an empty text. */
export function readHostInfo(files: Files, hardware: Hardware): HostInfo {
  const release = parseOsRelease(
    files.attribute("/etc/os-release") ?? files.attribute("/usr/lib/os-release") ?? "",
  );
  return {
    hostname: files.attribute("/proc/sys/kernel/hostname") ?? "",
    os: release.get("PRETTY_NAME") ?? release.get("NAME") ?? "Linux",
    kernel: files.attribute("/proc/sys/kernel/osrelease") ?? "",
    ...hardware,
  };
}

/** The machine's name as uname(2) has it; a file tells it since kernel 6.1. */
export function machine(files: Files): string {
  return files.attribute("/proc/sys/kernel/arch") ?? Deno.build.arch;
}

/**
 * Parses os-release(5): name to value, quotes taken off.
 *
 *     PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
 */
export function parseOsRelease(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split("\n")) {
    const equals = line.indexOf("=");
    if (equals < 1 || line.startsWith("#")) continue;
    const value = line.slice(equals + 1).trim();
    const quoted = /^(["'])(.*)\1$/.exec(value);
    values.set(
      line.slice(0, equals).trim(),
      quoted ? quoted[2].replace(/\\(["$`\\])/g, "$1") : value,
    );
  }
  return values;
}

/** x86 says `model name`, other architectures say it in words of their own, or not at all. */
function cpuModel(cpuinfo: string): string {
  for (const name of ["model name", "Hardware", "cpu model", "cpu", "uarch", "Processor"]) {
    const found = new RegExp(`^${name}\\s*:\\s*(.+)$`, "m").exec(cpuinfo);
    if (found) return found[1].trim();
  }
  return "";
}

/** What the firmware of a virtual machine calls itself, to the word that systemd-detect-virt(1) uses. */
const FIRMWARE: readonly (readonly [RegExp, string])[] = [
  [/KVM|OpenStack|KubeVirt|Amazon EC2/i, "kvm"],
  [/QEMU/i, "qemu"],
  [/VMware|VMW/i, "vmware"],
  [/innotek|VirtualBox/i, "oracle"],
  [/Xen/i, "xen"],
  [/Parallels/i, "parallels"],
  [/BHYVE/i, "bhyve"],
  [/Hyper-V|Microsoft Corporation Virtual Machine/i, "microsoft"],
  [/Google Compute Engine/i, "google"],
  [/Apple Virtualization/i, "apple"],
];

function virtualization(files: Files, cpuinfo: string): string {
  const firmware = ["sys_vendor", "product_name", "board_vendor", "bios_vendor"]
    .map((name) => files.attribute(`/sys/class/dmi/id/${name}`) ?? "").join(" ");
  for (const [pattern, name] of FIRMWARE) if (pattern.test(firmware)) return name;
  const hypervisor = files.attribute("/sys/hypervisor/type");
  if (hypervisor) return hypervisor;
  return /^flags\s*:.*\bhypervisor\b/m.test(cpuinfo) ? "vm-other" : "none";
}
