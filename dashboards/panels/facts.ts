import { type Fact, same, text } from "../types.ts";
import { MEMORY_TOTAL } from "./memory.ts";

/** hostvitals' inventory, else node_exporter's. */
const HOST = "node_host_info{$host} or on (instance) node_uname_info{$host}";

/** What the host is: the header of a page about it. */
export const facts: readonly Fact[] = [
  {
    id: "name",
    title: text("Host", "호스트"),
    expr: HOST,
    label: "{{hostname}}{{nodename}}",
    unit: "number",
  },
  {
    id: "system",
    title: text("System", "운영체제"),
    expr: "node_host_info{$host} or on (instance) node_os_info{$host}",
    label: "{{os}}{{pretty_name}}",
    unit: "number",
  },
  {
    id: "kernel",
    title: text("Kernel", "커널"),
    expr: HOST,
    label: "{{kernel}}{{release}} {{arch}}{{machine}}",
    unit: "number",
  },
  {
    id: "cpu",
    title: same("CPU"),
    expr: "node_host_info{$host}",
    label: "{{cpu_model}}",
    unit: "number",
  },
  {
    id: "cpus",
    title: text("CPUs", "CPU 수"),
    expr: 'count(node_cpu_seconds_total{mode="idle",$host})',
    unit: "count",
  },
  {
    id: "memory",
    title: text("Memory", "메모리"),
    expr: MEMORY_TOTAL,
    unit: "bytes",
  },
  {
    id: "uptime",
    title: text("Uptime", "가동 시간"),
    expr: "node_time_seconds{$host} - node_boot_time_seconds{$host}",
    unit: "seconds",
  },
  {
    id: "booted",
    title: text("Booted", "부팅 시각"),
    expr: "1000 * node_boot_time_seconds{$host}",
    unit: "date",
  },
];
