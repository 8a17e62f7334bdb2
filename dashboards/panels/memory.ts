import { from, type Section, text } from "../types.ts";
import { PRESSURE } from "./needs.ts";

/** Bytes of memory: hostvitals' own, read every second, else node_exporter's. */
const bytes = (type: string, field: string): string =>
  `max(node_memory_bytes{type="${type}",$host} or node_memory_${field}_bytes{$host})`;

/** All memory that there is. */
export const MEMORY_TOTAL = bytes("total", "MemTotal");
const FREE = bytes("free", "MemFree");

/**
 * The kernel counts the cache of ZFS as in use, although it gives back all but its minimum. One that is larger
 * than what is in use is not of this memory: a container is told the cache of its host.
 */
const ZFS_CACHE = "(node_zfs_arc_size{$host} - node_zfs_arc_c_min{$host} > 0" +
  " < node_memory_MemTotal_bytes{$host} - node_memory_MemAvailable_bytes{$host})";
/** Both of one reading, every 15 s: beside memory of every second a cache that grows would be wrong. */
const AVAILABLE = `(max(node_memory_MemAvailable_bytes{$host} + ${ZFS_CACHE})` +
  ` or ${bytes("available", "MemAvailable")})`;

/** Used share of the memory, as the rule MemoryFull has it (alerts/system_alerts.yml). */
export const MEMORY_USED = "max by (instance) (" +
  `100 - 100 * (node_memory_MemAvailable_bytes{$host} + ${ZFS_CACHE}) / node_memory_MemTotal_bytes{$host}` +
  " or node_memory_usage_percent{$host}" +
  " or 100 * (1 - node_memory_MemAvailable_bytes{$host} / node_memory_MemTotal_bytes{$host}))";

/** Memory. */
export const memory: Section = {
  id: "memory",
  title: text("Memory", "메모리"),
  panels: [
    {
      id: "memory-composition",
      title: text("Memory", "메모리 구성"),
      tells: text(
        "What the memory is used for; together it is all there is. Cache gives way when programs need room; when only memory in use is left, the kernel kills.",
        "메모리가 어디에 쓰이는지 보여 주며, 합은 전체 메모리입니다. 캐시는 프로그램이 필요로 하면 비워집니다. 사용 중인 메모리만 남게 되면 커널이 프로세스를 강제 종료합니다.",
      ),
      kind: "timeseries",
      stack: true,
      unit: "bytes",
      min: 0,
      queries: [
        { expr: `${MEMORY_TOTAL} - ${AVAILABLE}`, legend: text("in use", "사용 중") },
        {
          expr: `clamp_min(${AVAILABLE} - ${FREE}, 0)`,
          legend: text("cache that gives way", "회수 가능한 캐시"),
        },
        { expr: FREE, legend: text("free", "여유") },
      ],
    },
    {
      id: "swap",
      title: text("Swap", "스왑"),
      tells: text(
        "How much of the swap is in use. That some is used is fine; that it grows while memory is short is not.",
        "사용 중인 스왑입니다. 조금 쓰이는 것은 괜찮지만, 메모리가 부족한데 계속 늘어나면 문제입니다.",
      ),
      kind: "timeseries",
      unit: "bytes",
      min: 0,
      queries: [
        {
          expr: 'max(node_swap_bytes{type="used",$host}' +
            " or node_memory_SwapTotal_bytes{$host} - node_memory_SwapFree_bytes{$host})",
          legend: text("in use", "사용 중"),
        },
        {
          expr: 'max(node_swap_bytes{type="total",$host} or node_memory_SwapTotal_bytes{$host})',
          legend: text("size", "전체"),
          reference: true,
        },
      ],
    },
    {
      id: "swap-io",
      title: text("Swapping", "스왑 입출력"),
      tells: text(
        "Pages that go out to the swap (down) and come back (up). Both at once, for minutes: programs push each other out, and the host crawls.",
        "스왑으로 나가는 페이지(아래)와 돌아오는 페이지(위)입니다. 몇 분 동안 양쪽이 함께 높으면 프로그램끼리 서로를 밀어내는 중이며 호스트가 극도로 느려집니다.",
      ),
      kind: "timeseries",
      unit: "per second",
      queries: [
        {
          expr: "rate(node_vmstat_pswpin{$host}[$slow])",
          legend: text("pages in", "스왑 인"),
        },
        {
          expr: "rate(node_vmstat_pswpout{$host}[$slow])",
          legend: text("pages out", "스왑 아웃"),
          down: true,
        },
      ],
      slow: true,
    },
    {
      id: "memory-pressure",
      title: text("Memory pressure", "메모리 압박(PSI)"),
      tells: text(
        "Share of the time in which some tasks, or all of them, stood still for want of memory. It says earlier than the free bytes that there is too little: above 10 % is much.",
        "메모리가 부족해 일부 또는 모든 태스크가 멈춘 시간의 비율입니다. 여유 용량보다 먼저 부족을 알려 주며, 10 %가 넘으면 심각한 편입니다.",
      ),
      kind: "timeseries",
      unit: "percent",
      min: 0,
      queries: [
        {
          expr: "100 * rate(node_pressure_memory_waiting_seconds_total{$host}[$rate])",
          legend: text("some wait", "일부 대기"),
        },
        {
          expr: "100 * rate(node_pressure_memory_stalled_seconds_total{$host}[$rate])",
          legend: text("all stand still", "전체 정지"),
        },
      ],
      thresholds: from(10),
      needs: PRESSURE,
    },
    {
      id: "oom-kills",
      title: text("OOM kills in the last hour", "최근 1시간 OOM 종료"),
      tells: text(
        "Processes that the kernel killed for want of memory. Any is one too many: the kernel log tells which.",
        "메모리 부족으로 커널이 강제 종료한 프로세스 수입니다. 하나라도 있으면 문제이며, 어떤 프로세스인지는 커널 로그에 있습니다.",
      ),
      kind: "stat",
      unit: "count",
      min: 0,
      queries: [{
        expr: "increase(node_vmstat_oom_kill{$host}[1h])",
        legend: text("killed", "종료됨"),
      }],
      thresholds: [{ value: 1, level: "critical" }],
      slow: true,
    },
  ],
};
