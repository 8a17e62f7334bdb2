import { gauge, Labels, NoData, type Reader, type Sample } from "./collector.ts";
import { parseVulnerability } from "./linux/vulnerability.ts";
import { Memo } from "./memo.ts";

const DIR = "/sys/devices/system/cpu/vulnerabilities";

const info = gauge(
  "node_cpu_vulnerabilities_info",
  "Details of each CPU vulnerability reported by sysfs. The value of the series is an int encoded " +
    "state of the vulnerability. The same state is stored as a string in the label",
  "codename",
  "state",
  "mitigation",
);

/** Which vulnerabilities the CPUs have, and what the kernel does against them; the value is always 1. */
export const cpu_vulnerabilities: Reader = {
  metrics: [info],
  start({ files }) {
    const labels = new Memo((key) => {
      const [codename, text] = key.split("\n");
      return new Labels({ codename, ...parseVulnerability(text) });
    });
    return {
      collect() {
        const names = files.list(DIR);
        if (names.length === 0) throw new NoData("this kernel tells of no CPU vulnerabilities");
        labels.round();
        const samples: Sample[] = [];
        for (const codename of names) {
          // Changes while the system runs: with microcode, with SMT.
          const text = files.attribute(`${DIR}/${codename}`);
          if (text) samples.push({ labels: labels.get(`${codename}\n${text}`), value: 1 });
        }
        return [info.of(samples)];
      },
    };
  },
};
