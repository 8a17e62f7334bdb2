import { from, same, text, type Tile } from "../types.ts";
import { CPU_BUSY } from "./cpu.ts";
import { DISK_USAGE } from "./disk_space.ts";
import { MEMORY_USED } from "./memory.ts";
import { traffic } from "./network.ts";

const NETWORK = [
  { expr: traffic("receive"), legend: text("in", "수신") },
  { expr: traffic("transmit"), legend: text("out", "송신") },
] as const;

/** The four numbers that tell whether the host is fine. The trends are by instance, for many hosts too. */
export const tiles: readonly Tile[] = [
  {
    id: "tile-cpu",
    title: same("CPU"),
    tells: text("Busy share of all CPUs.", "전체 CPU 사용률입니다."),
    section: "cpu",
    unit: "percent",
    min: 0,
    max: 100,
    values: [{ expr: CPU_BUSY, legend: text("busy", "사용 중") }],
    trend: [{ expr: CPU_BUSY, legend: text("busy", "사용 중") }],
    thresholds: from(80, 95),
  },
  {
    id: "tile-memory",
    title: text("Memory", "메모리"),
    tells: text(
      "Memory that programs use and that cannot be taken from caches.",
      "프로그램이 사용 중이며 캐시에서 회수할 수 없는 메모리의 비율입니다.",
    ),
    section: "memory",
    unit: "percent",
    min: 0,
    max: 100,
    values: [{ expr: MEMORY_USED, legend: text("in use", "사용 중") }],
    trend: [{ expr: MEMORY_USED, legend: text("in use", "사용 중") }],
    thresholds: from(90, 97),
  },
  {
    id: "tile-disk",
    title: text("Fullest disk", "가장 찬 디스크"),
    tells: text(
      "The file system with the largest used share, of those that can fill up.",
      "쓰기 가능한 파일 시스템 가운데 사용률이 가장 높은 것입니다.",
    ),
    section: "disk-space",
    unit: "percent",
    min: 0,
    max: 100,
    values: [{ expr: `topk(1, ${DISK_USAGE})`, legend: same("{{mountpoint}}") }],
    trend: [{ expr: `max by (instance) (${DISK_USAGE})`, legend: text("fullest", "최고 사용률") }],
    thresholds: from(85, 95),
    slow: true,
  },
  {
    id: "tile-network",
    title: text("Network", "네트워크"),
    tells: text(
      "What comes in and goes out over the interfaces that lead out of the host.",
      "호스트 외부로 연결된 인터페이스의 수신·송신량입니다.",
    ),
    section: "network",
    unit: "bits/s",
    min: 0,
    values: NETWORK,
    trend: NETWORK,
  },
];
