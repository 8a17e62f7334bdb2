/**
 * What the page says beside the panels, and in which language.
 *
 * @module
 */
import type { Text } from "../panels.ts";

export type Language = keyof Text;

/** A text in the page's language. */
export function say(text: Text): string {
  return text[language];
}

const text = (en: string, ko: string): Text => ({ en, ko });

/** The words of the page. */
export const words = {
  title: text("hostvitals", "hostvitals"),
  range: text("Time range", "기간"),
  live: text("5 min", "5분"),
  hour: text("1 h", "1시간"),
  hours: text("6 h", "6시간"),
  day: text("24 h", "24시간"),
  pause: text("Pause", "일시정지"),
  resume: text("Resume", "다시 시작"),
  paused: text("Paused", "일시정지됨"),
  wholeRange: text("Whole range", "전체 기간"),
  theme: text("Colours", "색상"),
  system: text("System", "시스템"),
  light: text("Light", "밝게"),
  dark: text("Dark", "어둡게"),
  connecting: text("Connecting", "연결 중"),
  liveNow: text("Live", "실시간"),
  lost: text("No connection: trying again.", "연결이 끊겼습니다. 다시 연결하는 중입니다."),
  late: text("No new values.", "새 값이 오지 않습니다."),
  full: text(
    "Too many pages are open: trying again.",
    "열린 페이지가 너무 많습니다. 다시 시도합니다.",
  ),
  shownFrom: text("What is shown is {age} old.", "표시된 값은 {age} 전의 값입니다."),
  noAlerts: text("No alert is firing", "발생한 경보 없음"),
  alertsOff: text("Alerts are off", "경보 꺼짐"),
  moreAlerts: text("{count} more", "{count}개 더 보기"),
  alerts: text("Alerts", "경보"),
  pending: text("pending", "대기 중"),
  since: text("for {age}", "{age}째"),
  runbook: text("What to do", "대응 방법"),
  ok: text("fine", "정상"),
  warning: text("warning", "주의"),
  critical: text("critical", "위험"),
  nothing: text("nothing here yet", "아직 값이 없습니다"),
  noValues: text("No values in this range.", "이 기간에는 값이 없습니다."),
  loading: text("Loading", "불러오는 중"),
  failed: text("Cannot be loaded: {problem}", "불러올 수 없습니다: {problem}"),
  table: text("Table", "표"),
  time: text("Time", "시각"),
  series: text("Series", "항목"),
  more: text("the {shown} largest of {all}", "전체 {all}개 중 큰 순서로 {shown}개"),
  keys: text(
    "Arrow keys move the cursor, plus and minus zoom, Escape shows the whole range.",
    "화살표 키로 커서를 옮기고, +와 -로 확대·축소하며, Esc로 전체 기간을 봅니다.",
  ),
  sections: text("Sections", "섹션"),
  processes: text("Processes", "프로세스"),
  processesTell: text(
    "Who uses most now, in percent of one CPU and in memory held. Read only while this is on screen.",
    "지금 CPU(코어 하나 기준 %)와 메모리를 가장 많이 쓰는 프로세스입니다. 이 영역이 화면에 보일 때만 읽습니다.",
  ),
  byCpu: text("By CPU", "CPU 순"),
  byMemory: text("By memory", "메모리 순"),
  process: text("Process", "프로세스"),
  memory: text("Memory", "메모리"),
  processesOf: text("{count} processes", "프로세스 {count}개"),
  forbidden: text(
    "Shown only to browsers on this host, or with a password (--web.config.file).",
    "이 호스트의 브라우저이거나 비밀번호(--web.config.file)로 접속한 경우에만 표시됩니다.",
  ),
  unsupported: text("This system does not tell.", "이 시스템에서는 알 수 없습니다."),
  metrics: text("Metrics", "메트릭"),
  query: text("PromQL API", "PromQL API"),
  health: text("Health", "상태 확인"),
  skip: text("Skip to the numbers", "본문으로 건너뛰기"),
} satisfies Readonly<Record<string, Text>>;

/** The language of the page, by what the browser's user reads: the first of those that there are. */
export function languageOf(wanted: readonly string[]): Language {
  const found = wanted.map((one) => one.slice(0, 2).toLowerCase()).find((one) =>
    one in words.title
  );
  return (found ?? "en") as Language;
}

/** Of this browser. */
export const language: Language = languageOf(globalThis.navigator?.languages ?? []);

/** A text with something put in: `{age}`. */
export function fill(text: Text, values: Readonly<Record<string, string>>): string {
  return say(text).replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
}
