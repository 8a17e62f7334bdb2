import { from, same, type Section, text } from "../types.ts";

const RECEIVER = text(
  "Needs a receiver: --alertmanager.url or --alert.webhook-url.",
  "수신자가 필요합니다: --alertmanager.url 또는 --alert.webhook-url.",
);

/** What hostvitals does for alerts. */
export const rules: Section = {
  id: "rules",
  title: text("Rules and notifications", "규칙과 알림"),
  panels: [
    {
      id: "alerts-by-state",
      title: text("Alerts by state", "상태별 경보"),
      tells: text(
        "Alerts of the binary's own rules: pending until they have lasted long enough, then firing.",
        "바이너리가 평가한 규칙의 경보 수입니다. 지정된 시간 동안 이어지면 pending에서 firing으로 바뀝니다.",
      ),
      kind: "timeseries",
      unit: "count",
      min: 0,
      queries: [{ expr: "hostvitals_alerts{$host}", legend: same("{{state}}") }],
      slow: true,
    },
    {
      id: "rule-evaluations",
      title: text("Evaluations of rules", "규칙 평가"),
      tells: text(
        "Rules evaluated a second, and those that failed. Any failure means that an alert cannot fire: the log says which.",
        "초당 평가한 규칙 수와 실패 수입니다. 실패한 규칙의 경보는 발생할 수 없으며, 어떤 규칙인지는 로그에 있습니다.",
      ),
      kind: "timeseries",
      unit: "per second",
      min: 0,
      queries: [
        {
          expr: "rate(hostvitals_rule_evaluations_total{$host}[$slow])",
          legend: text("evaluated", "평가"),
        },
        {
          expr: "rate(hostvitals_rule_evaluation_failures_total{$host}[$slow])",
          legend: text("failed", "실패"),
        },
      ],
      slow: true,
    },
    {
      id: "rules-duration",
      title: text("Time for all rules", "규칙 평가 시간"),
      tells: text(
        "How long the last evaluation of all rules took. They are evaluated every 15 s.",
        "마지막으로 모든 규칙을 평가하는 데 걸린 시간입니다. 규칙은 15초마다 평가됩니다.",
      ),
      kind: "timeseries",
      unit: "seconds",
      min: 0,
      queries: [{
        expr: "hostvitals_rules_last_duration_seconds{$host}",
        legend: text("all rules", "전체 규칙"),
      }],
      thresholds: from(1, 5),
      slow: true,
    },
    {
      id: "notifications",
      title: text("Notifications", "알림 전송"),
      tells: text(
        "Requests that receivers took (up) and did not take (down), and alerts of which they are not told at all. What is not taken is tried again.",
        "수신자가 받은 요청(위)과 받지 않은 요청(아래), 그리고 끝내 전달하지 못한 경보 수입니다. 받지 않은 요청은 다시 시도합니다.",
      ),
      kind: "timeseries",
      unit: "per second",
      queries: [
        {
          expr: "rate(hostvitals_notifications_sent_total{$host}[$slow])",
          legend: text("{{kind}} {{number}} taken", "{{kind}} {{number}} 성공"),
        },
        {
          expr: "rate(hostvitals_notifications_failed_total{$host}[$slow])",
          legend: text("{{kind}} {{number}} not taken", "{{kind}} {{number}} 실패"),
          down: true,
        },
        {
          expr: "rate(hostvitals_notifications_dropped_total{$host}[$slow])",
          legend: text("{{kind}} {{number}} dropped", "{{kind}} {{number}} 포기"),
          down: true,
        },
      ],
      slow: true,
      needs: RECEIVER,
    },
    {
      id: "notifications-waiting",
      title: text("Alerts waiting for a receiver", "전송 대기 중인 경보"),
      tells: text(
        "Alerts that receivers have not been told of yet. A queue that stays: the receiver does not answer.",
        "수신자에게 아직 전달되지 않은 경보 수입니다. 줄어들지 않으면 수신자가 응답하지 않는 것입니다.",
      ),
      kind: "timeseries",
      unit: "count",
      min: 0,
      queries: [{
        expr: "hostvitals_notifications_queue_length{$host}",
        legend: same("{{kind}} {{number}}"),
      }],
      slow: true,
      needs: RECEIVER,
    },
  ],
};
