/** The parsers of interrupts, control groups, processes and vulnerabilities. */
import { parseCgroups } from "../../../../collectors/linux/cgroups.ts";
import { parseCpuTable } from "../../../../collectors/linux/cpu_table.ts";
import { parseProcessStat } from "../../../../collectors/linux/process_stat.ts";
import { parseVulnerability } from "../../../../collectors/linux/vulnerability.ts";
import { malformed, table } from "../../../table.ts";

const INTERRUPTS = `           CPU0       CPU2       
 10: 3287008667        105     GICv3  27 Level     arch_timer
IPI0:     1251       7134       Rescheduling interrupts
TLB:          1          2
ERR:          0
`;

table("a table of CPUs", (text: string) => parseCpuTable(text, "interrupts"), [
  ["rows that have a count for each CPU, of those online", INTERRUPTS, {
    cpus: ["0", "2"],
    rows: [
      {
        name: "10",
        counts: [3287008667, 105],
        rest: ["GICv3", "27", "Level", "arch_timer"],
      },
      { name: "IPI0", counts: [1251, 7134], rest: ["Rescheduling", "interrupts"] },
      { name: "TLB", counts: [1, 2], rest: [] },
    ],
  }],
  ["no space behind the colon", "      CPU0\n 10:3287008667  GICv3\n", {
    cpus: ["0"],
    rows: [{ name: "10", counts: [3287008667], rest: ["GICv3"] }],
  }],
  ["only the head", "   CPU0   CPU1\n", { cpus: ["0", "1"], rows: [] }],
  ["empty", "", malformed("interrupts")],
  ["no head", "  1:  17960  i8042\n", malformed("i8042")],
  ["a word for a count", "   CPU0\n  1:  many  i8042\n", malformed('"many" is not a number')],
]);

table("/proc/cgroups", parseCgroups, [
  [
    "a controller a line",
    "#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpuset\t5\t47\t1\nmemory\t0\t234\t0\n",
    [{ name: "cpuset", cgroups: 47, enabled: 1 }, { name: "memory", cgroups: 234, enabled: 0 }],
  ],
  ["empty", "", []],
  ["cut off", "cpuset\t5\n", malformed("cpuset")],
  ["a word", "cpuset\t5\tmany\t1\n", malformed('"many" is not a number')],
]);

const FIELDS = "1 8 8 0 -1 4194560 9061 9416 94 2620 36 98 544 138 20 0";

table("/proc/PID/stat", parseProcessStat, [
  ["state and threads", `8 (bash) S ${FIELDS} 3 0 29 10960 2507\n`, { state: "S", threads: 3 }],
  ["a name like the end of a name", `8 (a) R (b) D ${FIELDS} 1 0 29\n`, { state: "D", threads: 1 }],
  ["empty", "", malformed("PID/stat")],
  ["cut off", `8 (bash) S ${FIELDS}`, malformed("PID/stat")],
  ["a word", `8 (bash) S ${FIELDS} x 0 29`, malformed('"x" is not a number')],
]);

table("a CPU vulnerability", parseVulnerability, [
  ["not affected", "Not affected\n", { state: "not affected", mitigation: "" }],
  ["vulnerable", "Vulnerable\n", { state: "vulnerable", mitigation: "" }],
  ["vulnerable, and how", "Vulnerable: eIBRS with unprivileged eBPF\n", {
    state: "vulnerable",
    mitigation: "eIBRS with unprivileged eBPF",
  }],
  ["mitigated", "Mitigation: PTE Inversion; VMX: cache flushes, SMT vulnerable\n", {
    state: "mitigation",
    mitigation: "PTE Inversion; VMX: cache flushes, SMT vulnerable",
  }],
  ["vulnerable in part", "Vulnerable, IBPB: disabled, STIBP: disabled\n", {
    state: "vulnerable",
    mitigation: "IBPB: disabled, STIBP: disabled",
  }],
  ["of KVM: node_exporter knows no state in it", "KVM: Mitigation: VMX disabled\n", {
    state: "unknown",
    mitigation: "KVM: Mitigation: VMX disabled",
  }],
  ["unknown to the kernel", "Unknown: Dependent on hypervisor status\n", {
    state: "unknown",
    mitigation: "Dependent on hypervisor status",
  }],
  ["words that are new", "Half open\n", { state: "unknown", mitigation: "Half open" }],
  ["empty", "", { state: "unknown", mitigation: "" }],
]);
