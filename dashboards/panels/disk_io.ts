import { from, type PanelQuery, same, type Section, text } from "../types.ts";
import { PRESSURE } from "./needs.ts";

const WHERE = "{$disk,$host}";
const rate = (name: string): string => `rate(node_disk_${name}${WHERE}[$rate])`;

/** node_exporter's family, else hostvitals' own: outside Linux there is only that. */
const either = (name: string, own: string): string => `${rate(name)} or ${rate(own)}`;

/** Reads upwards, writes downwards. */
const both = (reads: string, writes: string): readonly PanelQuery[] => [
  { expr: reads, legend: text("{{device}} read", "{{device}} 읽기") },
  { expr: writes, legend: text("{{device}} write", "{{device}} 쓰기"), down: true },
];

/** Work of disks. */
export const diskIo: Section = {
  id: "disk-io",
  title: text("Disk I/O", "디스크 I/O"),
  panels: [
    {
      id: "disk-throughput",
      title: text("Throughput", "처리량"),
      tells: text(
        "Bytes read (up) and written (down) by each disk. A flat top is the limit of the disk or of the cloud volume.",
        "디스크별 읽기(위)와 쓰기(아래) 바이트입니다. 그래프 윗부분이 평평하면 디스크나 클라우드 볼륨의 한계에 닿은 것입니다.",
      ),
      kind: "timeseries",
      unit: "bytes/s",
      queries: both(
        either("read_bytes_total", "io_read_bytes_total"),
        either("written_bytes_total", "io_write_bytes_total"),
      ),
    },
    {
      id: "disk-iops",
      title: text("Operations", "IOPS"),
      tells: text(
        "Reads (up) and writes (down) a second of each disk. Cloud volumes are limited in these too.",
        "디스크별 초당 읽기(위)와 쓰기(아래) 횟수입니다. 클라우드 볼륨에는 IOPS 한도도 있습니다.",
      ),
      kind: "timeseries",
      unit: "ops/s",
      queries: both(
        either("reads_completed_total", "io_reads_total"),
        either("writes_completed_total", "io_writes_total"),
      ),
    },
    {
      id: "disk-latency",
      title: text("Latency", "지연 시간"),
      tells: text(
        "Mean time of a read (up) and a write (down), waiting included; nothing where nothing was done. SSDs take less than 1 ms, spinning disks about 10 ms.",
        "읽기(위)와 쓰기(아래) 한 번에 걸린 평균 시간이며 대기 시간을 포함합니다. 작업이 없으면 그리지 않습니다. SSD는 1 ms 미만, 하드디스크는 10 ms 안팎이 보통입니다.",
      ),
      kind: "timeseries",
      unit: "seconds",
      queries: both(
        `${rate("read_time_seconds_total")} / ${rate("reads_completed_total")}`,
        `${rate("write_time_seconds_total")} / ${rate("writes_completed_total")}`,
      ),
    },
    {
      id: "disk-busy",
      title: text("Busy", "사용 시간 비율"),
      tells: text(
        "Share of the time in which a disk had something to do. At 100 % a spinning disk is at its limit; an SSD, which does many things at once, may have room left: look at its latency.",
        "디스크가 작업 중이던 시간의 비율입니다. 100 %면 하드디스크는 한계에 이른 것이고, 동시에 여러 작업을 처리하는 SSD는 아직 여유가 있을 수 있으니 지연 시간을 함께 보세요.",
      ),
      kind: "timeseries",
      unit: "percent",
      min: 0,
      max: 100,
      queries: [{
        expr: `100 * ${rate("io_time_seconds_total")}`,
        legend: same("{{device}}"),
      }],
      thresholds: from(90),
    },
    {
      id: "io-pressure",
      title: text("I/O pressure", "I/O 압박(PSI)"),
      tells: text(
        "Share of the time in which some tasks, or all of them, waited for a disk. Whether a busy disk hurts anybody is told here: it does when all stand still for more than 40 %.",
        "일부 또는 모든 태스크가 디스크를 기다린 시간의 비율입니다. 바쁜 디스크가 실제로 문제가 되는지는 여기서 알 수 있으며, 전체 정지가 40 %를 넘으면 심각합니다.",
      ),
      kind: "timeseries",
      unit: "percent",
      min: 0,
      queries: [
        {
          expr: "100 * rate(node_pressure_io_waiting_seconds_total{$host}[$rate])",
          legend: text("some wait", "일부 대기"),
        },
        {
          expr: "100 * rate(node_pressure_io_stalled_seconds_total{$host}[$rate])",
          legend: text("all stand still", "전체 정지"),
        },
      ],
      thresholds: from(40, 80),
      needs: PRESSURE,
    },
  ],
};
