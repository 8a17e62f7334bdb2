import { from, same, type Section, text } from "../types.ts";
import { PRESSURE } from "./needs.ts";

/**
 * Seconds a second that each CPU had nothing to do. Waiting for I/O is that too: the CPU could do
 * something else.
 */
const IDLE =
  'sum by (instance, cpu) (rate(node_cpu_seconds_total{mode=~"idle|iowait",$host}[$rate]))';

/** Busy share of a host. */
export const CPU_BUSY = `100 * (1 - avg by (instance) (${IDLE}))`;

/** CPU. */
export const cpu: Section = {
  id: "cpu",
  title: same("CPU"),
  panels: [
    {
      id: "cpu-usage",
      title: text("CPU usage", "CPU 사용률"),
      tells: text(
        "Busy share of all CPUs together; waiting for I/O is not busy. Minutes above 80 % mean that there is no room for a peak.",
        "전체 CPU의 사용률입니다. I/O 대기는 포함하지 않습니다. 80 %를 넘는 상태가 몇 분씩 이어지면 피크를 감당할 여유가 없습니다.",
      ),
      kind: "timeseries",
      unit: "percent",
      min: 0,
      max: 100,
      queries: [{ expr: CPU_BUSY, legend: text("busy", "사용 중") }],
      thresholds: from(80, 95),
    },
    {
      id: "cpu-modes",
      title: text("CPU by mode", "모드별 CPU"),
      tells: text(
        "What the CPUs do. A lot of system or softirq: the kernel or the network is busy; steal: the hypervisor gives the time to others; iowait: idle, but a disk is waited for.",
        "CPU 시간이 어디에 쓰이는지 보여 줍니다. system·softirq가 높으면 커널이나 네트워크가 바쁘고, steal은 하이퍼바이저가 다른 VM에 시간을 내준 것이며, iowait는 디스크를 기다리는 유휴 시간입니다.",
      ),
      kind: "timeseries",
      stack: true,
      unit: "percent",
      min: 0,
      max: 100,
      queries: [{
        expr: '100 * avg by (mode) (rate(node_cpu_seconds_total{mode!="idle",$host}[$rate]))',
        legend: same("{{mode}}"),
      }],
    },
    {
      id: "cpu-cores",
      title: text("Each core", "코어별 사용률"),
      tells: text(
        "Busy share of each logical CPU. One at 100 % while the others rest: a program with a single thread is at its limit.",
        "논리 CPU별 사용률입니다. 나머지는 한가한데 하나만 100 %라면 단일 스레드 프로그램이 한계에 이른 것입니다.",
      ),
      kind: "strip",
      unit: "percent",
      min: 0,
      max: 100,
      queries: [{ expr: `100 * (1 - ${IDLE})`, legend: same("{{cpu}}") }],
      thresholds: from(80, 95),
    },
    {
      id: "load",
      title: text("Load", "로드 평균"),
      tells: text(
        "Tasks that run or wait, for a CPU or for a disk, as averages of 1, 5 and 15 minutes. Above the number of CPUs something waits; the pressure tells what for.",
        "실행 중이거나 CPU·디스크를 기다리는 태스크 수의 1·5·15분 평균입니다. CPU 수를 넘으면 무언가 기다리고 있다는 뜻이며, 무엇을 기다리는지는 압박 지표에서 확인할 수 있습니다.",
      ),
      kind: "timeseries",
      unit: "number",
      min: 0,
      queries: [
        { expr: "node_load1{$host}", legend: text("1 min", "1분") },
        { expr: "node_load5{$host}", legend: text("5 min", "5분") },
        { expr: "node_load15{$host}", legend: text("15 min", "15분") },
        {
          expr: 'count(node_cpu_seconds_total{mode="idle",$host})',
          legend: text("CPUs", "CPU 수"),
          reference: true,
        },
      ],
    },
    {
      id: "cpu-pressure",
      title: text("CPU pressure", "CPU 압박(PSI)"),
      tells: text(
        "Share of the time in which at least one task had to wait for a CPU. Busy CPUs are well used until somebody waits: above 80 % for minutes, work gets noticeably slower.",
        "하나 이상의 태스크가 CPU를 기다린 시간의 비율입니다. CPU가 바쁜 것만으로는 문제가 아니지만, 80 %가 넘는 상태가 몇 분간 이어지면 체감될 만큼 느려집니다.",
      ),
      kind: "timeseries",
      unit: "percent",
      min: 0,
      queries: [{
        expr: "100 * rate(node_pressure_cpu_waiting_seconds_total{$host}[$rate])",
        legend: text("some wait", "일부 대기"),
      }],
      thresholds: from(80),
      needs: PRESSURE,
    },
  ],
};
