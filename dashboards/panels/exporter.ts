import { from, same, type Section, text } from "../types.ts";

/** Mean seconds of what a histogram counts. */
const mean = (name: string): string =>
  `rate(${name}_sum{$host}[$slow]) / rate(${name}_count{$host}[$slow])`;

/** What the exporter itself costs. */
export const exporter: Section = {
  id: "exporter",
  title: text("The exporter itself", "익스포터 자체"),
  panels: [
    {
      id: "exporter-cpu",
      title: text("CPU of the exporter", "익스포터 CPU"),
      tells: text(
        "What measuring costs, as a share of one core. Some tenths of a percent are usual; more while a live page or a dashboard is open.",
        "측정에 드는 비용을 코어 하나 기준으로 나타냅니다. 보통 1 % 미만이며, 라이브 화면이나 대시보드를 열어 두면 늘어납니다.",
      ),
      kind: "timeseries",
      unit: "percent",
      min: 0,
      queries: [{
        expr: "100 * rate(process_cpu_seconds_total{$host}[$slow])",
        legend: text("of one core", "코어 1개 기준"),
      }],
      thresholds: from(10),
      slow: true,
    },
    {
      id: "exporter-memory",
      title: text("Memory of the exporter", "익스포터 메모리"),
      tells: text(
        "Resident memory of the process, and the part of it that holds the history. It should be flat.",
        "프로세스의 상주 메모리와 그중 이력 저장에 쓰는 부분입니다. 일정해야 정상입니다.",
      ),
      kind: "timeseries",
      unit: "bytes",
      min: 0,
      queries: [
        {
          expr: "process_resident_memory_bytes{$host}",
          legend: text("resident", "상주 메모리"),
        },
        { expr: "hostvitals_history_bytes{$host}", legend: text("history", "이력") },
      ],
      slow: true,
    },
    {
      id: "exporter-durations",
      title: text("Scrapes and queries", "스크레이프와 쿼리"),
      tells: text(
        "Mean time of a scrape and of a query of the history; nothing where nobody asked.",
        "스크레이프와 이력 쿼리에 걸린 평균 시간입니다. 요청이 없으면 그리지 않습니다.",
      ),
      kind: "timeseries",
      unit: "seconds",
      min: 0,
      queries: [
        {
          expr: mean("hostvitals_scrape_duration_seconds"),
          legend: text("scrape", "스크레이프"),
        },
        { expr: mean("hostvitals_query_duration_seconds"), legend: text("query", "쿼리") },
      ],
      slow: true,
    },
    {
      id: "collectors",
      title: text("Slowest collectors", "가장 느린 수집기"),
      tells: text(
        "Seconds that the slowest collectors took at the last reading. One that gets slow over time has found something that does not answer.",
        "마지막 측정에서 가장 오래 걸린 수집기입니다. 점점 느려지는 수집기는 응답하지 않는 무언가를 만난 것입니다.",
      ),
      kind: "timeseries",
      unit: "seconds",
      min: 0,
      queries: [{
        expr: "topk(5, node_scrape_collector_duration_seconds{$host})",
        legend: same("{{collector}}"),
      }],
      thresholds: from(1),
      slow: true,
    },
  ],
};
