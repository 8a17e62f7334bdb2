import { same, type Section, text } from "../types.ts";

/** Who asks hostvitals. */
export const clients: Section = {
  id: "clients",
  title: text("Clients", "클라이언트"),
  panels: [
    {
      id: "open-connections",
      title: text("Open connections", "열린 연결"),
      tells: text(
        "Connections of clients, and how many of them are live pages.",
        "클라이언트 연결 수와 그중 라이브 화면의 수입니다.",
      ),
      kind: "timeseries",
      unit: "count",
      min: 0,
      queries: [
        { expr: "hostvitals_http_connections{$host}", legend: text("connections", "연결") },
        { expr: "hostvitals_live_viewers{$host}", legend: text("live pages", "라이브 화면") },
      ],
      slow: true,
    },
    {
      id: "closed-connections",
      title: text("Connections closed on clients", "강제 종료한 연결"),
      tells: text(
        "Clients that were too slow to ask or to read, idle for long, or too many. More than now and then: somebody misuses this port.",
        "요청이나 읽기가 너무 느리거나, 오래 유휴 상태이거나, 너무 많아서 끊은 연결입니다. 잦으면 누군가 이 포트를 잘못 쓰고 있는 것입니다.",
      ),
      kind: "timeseries",
      unit: "per second",
      min: 0,
      queries: [{
        expr: "rate(hostvitals_http_connections_closed_total{$host}[$slow])",
        legend: same("{{reason}}"),
      }],
      slow: true,
    },
  ],
};
