import { type Collector, gauge } from "./collector.ts";
import { parseOsRelease } from "./linux/inventory.ts";
import { Rarely } from "./rarely.ts";

const enabled_ = gauge("node_selinux_enabled", "SELinux is enabled, 1 is true, 0 is false");
const configMode = gauge("node_selinux_config_mode", "Configured SELinux enforcement mode");
const currentMode = gauge("node_selinux_current_mode", "Current SELinux enforcement mode");

/** The modes as numbers (selinux(8)); disabled is anything else. */
const MODES: Readonly<Record<string, number>> = { enforcing: 1, permissive: 0 };
const DISABLED = -1;

const ENFORCE = "/sys/fs/selinux/enforce";

/** Whether SELinux is on, and whether it only warns. */
export const selinux: Collector = {
  name: "selinux",
  help: "SELinux modes (/sys/fs/selinux, /etc/selinux/config)",
  system: "linux",
  metrics: [enabled_, configMode, currentMode],
  start({ files, monotonic }) {
    // Settled at boot. Before a policy is loaded every process is in the context `kernel`.
    const enabled = files.exists(ENFORCE) &&
      files.attribute("/proc/self/attr/current")?.replace(/\0$/, "") !== "kernel";
    // The file has the form of os-release: SELINUX=enforcing
    const configured = new Rarely(monotonic, () => {
      const config = parseOsRelease(files.attribute("/etc/selinux/config") ?? "");
      return MODES[config.get("SELINUX")?.toLowerCase() ?? ""] ?? DISABLED;
    });
    const off = [enabled_.one(0)];
    return {
      collect() {
        if (!enabled) return off;
        return [
          enabled_.one(1),
          configMode.one(configured.get()),
          currentMode.one(files.number(ENFORCE) ?? DISABLED),
        ];
      },
    };
  },
};
