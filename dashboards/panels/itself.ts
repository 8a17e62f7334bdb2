import { from, same, type Section, text } from "../types.ts";

/** The slowest of 99 of 100, of what a histogram counts. */
const slowest = (name: string): string =>
  `histogram_quantile(0.99, sum by (le) (rate(${name}_bucket{$host}[$slow])))`;

/** More about hostvitals itself than what it costs: for whoever operates it. */
export const itself: readonly Section[] = [
  {
    id: "scrapes",
    title: text("Scrapes", "스크레이프"),
    panels: [
      {
        id: "scrapes-by-code",
        title: text("Scrapes by status", "상태별 스크레이프"),
        tells: text(
          "Answers to scrapes by HTTP status. Anything but 200 is somebody without a password, or too fast.",
          "HTTP 상태별 스크레이프 응답 수입니다. 200이 아니면 비밀번호가 없거나 너무 자주 요청하는 경우입니다.",
        ),
        kind: "timeseries",
        unit: "per second",
        min: 0,
        queries: [{
          expr: "sum by (code) (rate(hostvitals_scrapes_total{$host}[$slow]))",
          legend: same("{{code}}"),
        }],
        slow: true,
      },
      {
        id: "scrape-slowest",
        title: text("Slow scrapes", "느린 스크레이프"),
        tells: text(
          "99 of 100 scrapes are faster than this. Prometheus gives up after its scrape timeout, 10 s by default.",
          "스크레이프의 99 %는 이보다 빠릅니다. Prometheus는 타임아웃(기본 10초)이 지나면 포기합니다.",
        ),
        kind: "timeseries",
        unit: "seconds",
        min: 0,
        queries: [{
          expr: slowest("hostvitals_scrape_duration_seconds"),
          legend: text("99 of 100", "99번째 백분위"),
        }],
        thresholds: from(1, 5),
        slow: true,
      },
      {
        id: "scrape-bytes",
        title: text("Bytes sent to scrapers", "스크레이프 전송량"),
        tells: text(
          "What all scrapes together sent, as it was sent: compressed for those who take it.",
          "모든 스크레이프가 보낸 바이트입니다. 압축을 받는 쪽에는 압축된 크기입니다.",
        ),
        kind: "timeseries",
        unit: "bytes/s",
        min: 0,
        queries: [{
          expr: "rate(hostvitals_scrape_response_bytes_total{$host}[$slow])",
          legend: text("sent", "전송"),
        }],
        slow: true,
      },
    ],
  },
  {
    id: "history",
    title: text("History and queries", "이력과 쿼리"),
    panels: [
      {
        id: "ticks",
        title: text("Ticks of the sampler", "샘플러 틱"),
        tells: text(
          "Readings a second, and those that came more than 100 ms late. It should be one a second; less, or late ones, mean that the host is too busy to be measured in time.",
          "초당 측정 횟수와 100 ms 넘게 늦은 횟수입니다. 초당 1회가 정상이며, 그보다 적거나 늦으면 호스트가 제때 측정하지 못할 만큼 바쁜 것입니다.",
        ),
        kind: "timeseries",
        unit: "per second",
        min: 0,
        queries: [
          {
            expr: "rate(hostvitals_sampler_ticks_total{$host}[$slow])",
            legend: text("ticks", "틱"),
          },
          {
            expr: "rate(hostvitals_sampler_tick_late_total{$host}[$slow])",
            legend: text("late", "지연"),
          },
        ],
        slow: true,
      },
      {
        id: "history-series",
        title: text("Series in the history", "이력의 시계열 수"),
        tells: text(
          "How many series are remembered, and how many were left out for want of a place since the start (added up over readings). The second should be 0.",
          "기억하는 시계열 수와, 시작 이후 자리가 없어 제외된 시계열 수(측정마다 누적)입니다. 후자는 0이어야 합니다.",
        ),
        kind: "timeseries",
        unit: "count",
        min: 0,
        queries: [
          { expr: "hostvitals_history_series{$host}", legend: text("remembered", "저장됨") },
          {
            expr: "increase(hostvitals_history_series_dropped_total{$host}[$slow])",
            legend: text("left out", "제외됨"),
          },
        ],
        slow: true,
      },
      {
        id: "queries",
        title: text("Queries by result", "결과별 쿼리"),
        tells: text(
          "Queries of the history, by success or by type of error. Empty until somebody asks.",
          "이력 쿼리를 성공 또는 오류 유형별로 셉니다. 쿼리가 없으면 비어 있습니다.",
        ),
        kind: "timeseries",
        unit: "per second",
        min: 0,
        queries: [{
          expr: "sum by (result) (rate(hostvitals_queries_total{$host}[$slow]))",
          legend: same("{{result}}"),
        }],
        slow: true,
      },
    ],
  },
  {
    id: "process",
    title: text("Process", "프로세스"),
    panels: [
      {
        id: "open-files",
        title: text("Open files", "열린 파일"),
        tells: text(
          "File descriptors of the process, and how many it may have. Files of /proc stay open on purpose; a steady climb is a leak.",
          "프로세스의 파일 디스크립터 수와 한도입니다. /proc 파일은 의도적으로 열어 두며, 계속 늘어나면 누수입니다.",
        ),
        kind: "timeseries",
        unit: "count",
        min: 0,
        queries: [
          { expr: "process_open_fds{$host}", legend: text("open", "열림") },
          { expr: "process_max_fds{$host}", legend: text("limit", "한도"), reference: true },
        ],
        slow: true,
      },
      {
        id: "process-uptime",
        title: text("Running for", "실행 시간"),
        tells: text(
          "Time since the process started. A saw tooth: something restarts it.",
          "프로세스가 시작된 뒤 지난 시간입니다. 톱니 모양이면 무언가가 재시작시키고 있는 것입니다.",
        ),
        kind: "timeseries",
        unit: "seconds",
        min: 0,
        queries: [{
          expr: "node_time_seconds{$host} - process_start_time_seconds{$host}",
          legend: text("running", "실행"),
        }],
        slow: true,
      },
      {
        id: "collectors-without-data",
        title: text("Collectors without data", "데이터가 없는 수집기"),
        tells: text(
          "1 for each collector that gave nothing at the last reading: this host has none of it, or it failed, which the log tells.",
          "마지막 측정에서 아무것도 내지 못한 수집기는 1입니다. 호스트에 해당 항목이 없거나 실패한 것이며, 실패는 로그에 남습니다.",
        ),
        kind: "timeseries",
        unit: "count",
        min: 0,
        queries: [{
          expr: "1 - (node_scrape_collector_success{$host} == 0)",
          legend: same("{{collector}}"),
        }],
        slow: true,
      },
    ],
  },
];
