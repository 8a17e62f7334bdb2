import { from, same, type Section, text } from "../types.ts";

const WHERE = "{$mount,$host}";
const FREE = `node_filesystem_avail_bytes${WHERE}`;

/**
 * Used share of file systems, as df prints it: the blocks that only root may have are neither used nor
 * available. None of those without any space.
 */
const usage = (where: string): string => {
  const used = `(node_filesystem_size_bytes${where} - node_filesystem_free_bytes${where})`;
  return `100 * ${used} / (${used} + node_filesystem_avail_bytes${where} > 0)`;
};

/** Of all those of the host that fill up: not in memory, and not read only. */
export const DISK_USAGE = `${usage('{fstype!~"tmpfs|ramfs",$host}')}` +
  " unless node_filesystem_readonly{$host} == 1";

/** By the trend of the last six hours, if it began 30 minutes ago at least and leads to the end. */
const UNTIL_FULL = `${FREE} / (-deriv(${FREE}[6h]) > 0) < 30 * 86400 and ${FREE} offset 30m`;

/** Space of file systems. */
export const diskSpace: Section = {
  id: "disk-space",
  title: text("Disk space", "디스크 공간"),
  panels: [
    {
      id: "disk-space",
      title: text("File systems", "파일 시스템"),
      tells: text(
        "How full each mounted file system is, and when it will be full if the last six hours go on (only if that is within 30 days). Above 85 % make room; inodes may run out first.",
        "마운트된 파일 시스템별 사용률과, 최근 6시간 추세가 이어질 때 가득 찰 때까지 남은 시간(30일 이내일 때만)입니다. 85 %를 넘으면 공간을 확보하세요. inode가 먼저 소진될 수도 있습니다.",
      ),
      kind: "bars",
      key: "mountpoint",
      unit: "percent",
      min: 0,
      max: 100,
      queries: [
        { expr: usage(WHERE), legend: text("used", "사용률") },
        { expr: FREE, legend: text("free", "남은 공간"), unit: "bytes", thresholds: [] },
        {
          expr: `node_filesystem_size_bytes${WHERE}`,
          legend: text("size", "크기"),
          unit: "bytes",
          thresholds: [],
        },
        {
          expr:
            `100 * (1 - node_filesystem_files_free${WHERE} / (node_filesystem_files${WHERE} > 0))`,
          legend: text("inodes", "inode"),
          unit: "percent",
        },
        {
          expr: UNTIL_FULL,
          legend: text("full in", "가득 차기까지"),
          unit: "seconds",
          thresholds: [
            { value: 86_400, level: "warning", below: true },
            { value: 4 * 3600, level: "critical", below: true },
          ],
        },
      ],
      thresholds: from(85, 95),
      slow: true,
    },
    {
      id: "disk-usage",
      title: text("Used space over time", "공간 사용률 추이"),
      tells: text(
        "The same over time: a slope shows a leak, a step a job that wrote something large.",
        "사용률의 추이입니다. 꾸준한 기울기는 누수를, 계단은 큰 파일을 쓴 작업을 뜻합니다.",
      ),
      kind: "timeseries",
      unit: "percent",
      min: 0,
      max: 100,
      queries: [{ expr: usage(WHERE), legend: same("{{mountpoint}}") }],
      thresholds: from(85, 95),
      slow: true,
    },
  ],
};
