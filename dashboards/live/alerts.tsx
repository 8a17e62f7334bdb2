/// <reference lib="dom" />
import { type Signal, signal } from "@preact/signals";
import { addressOf } from "./address.ts";
import { ask } from "./asking.ts";
import { age } from "./format.ts";
import { type Level, SIGNS } from "./levels.ts";
import { hostNow } from "./state.ts";
import { fill, say, words } from "./words.ts";

/** An alert as Prometheus' API gives it. */
export interface Alert {
  readonly state: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** RFC 3339. */
  readonly activeAt: string;
}

/** Those that fire, the worst first; `off` where none are evaluated, undefined before that is known. */
export const firing: Signal<readonly Alert[] | "off" | undefined> = signal(undefined);

/** Those whose condition holds, but not for as long as their rule says. */
export const pending: Signal<readonly Alert[]> = signal([]);

/** Of so many each stands for itself: the numbers below them are to be seen, too. */
const MOST_OPEN = 5;

/** Whether it is known that there are rules. */
let evaluated = false;

/** Asks which alerts fire. What cannot be told stays as it was: the stream says that nothing answers. */
export async function askAlerts(): Promise<void> {
  try {
    const response = await ask(addressOf("api/v1/alerts"));
    if (!response.ok) return;
    const alerts = (await response.json()).data.alerts as readonly Alert[];
    evaluated ||= alerts.length > 0 || await hasRules();
    const those = (wanted: string) =>
      alerts.filter(({ state }) => state === wanted)
        .sort((a, b) => RANKS[levelOf(b)] - RANKS[levelOf(a)]);
    firing.value = evaluated ? those("firing") : "off";
    pending.value = those("pending");
  } catch {
    // The banner says that the program does not answer.
  }
}

/** @throws {Error} where that cannot be told */
async function hasRules(): Promise<boolean> {
  const response = await ask(addressOf("api/v1/rules?type=alert"));
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return (await response.json()).data.groups.length > 0;
}

const RANKS: Readonly<Record<Level, number>> = { ok: 0, warning: 1, critical: 2 };

function levelOf({ labels }: Alert): Level {
  return ["critical", "page", "error"].includes(labels.severity) ? "critical" : "warning";
}

/** What is wrong by the alerts, and what to do. */
export function Alerts() {
  const alerts = firing.value;
  if (!alerts) return null;
  return (
    <section class="alerts" aria-live="polite" aria-label={say(words.alerts)}>
      {alerts === "off"
        ? <p class="note">{say(words.alertsOff)}</p>
        : alerts.length === 0
        ? (
          <p class="ok">
            <i>{SIGNS.ok}</i> {say(words.noAlerts)}
          </p>
        )
        : <List alerts={alerts} />}
      {pending.value.length > 0 && (
        <div class="pending" aria-live="off">
          <List alerts={pending.value} />
        </div>
      )}
    </section>
  );
}

function List({ alerts }: { readonly alerts: readonly Alert[] }) {
  const list = (some: readonly Alert[]) => (
    <ul>
      {some.map((alert) => <AlertOf key={JSON.stringify(alert.labels)} alert={alert} />)}
    </ul>
  );
  const others = alerts.slice(MOST_OPEN);
  return (
    <>
      {list(alerts.slice(0, MOST_OPEN))}
      {others.length > 0 && (
        <details class="others">
          <summary>{fill(words.moreAlerts, { count: String(others.length) })}</summary>
          {list(others)}
        </details>
      )}
    </>
  );
}

function AlertOf({ alert }: { readonly alert: Alert }) {
  const { state, labels, annotations, activeAt } = alert;
  const fires = state === "firing";
  const level = levelOf(alert);
  const runbook = annotations.runbook_url ?? "";
  return (
    <li class={level}>
      <i>{SIGNS[level]}</i>
      <div>
        <b>{annotations.summary ?? labels.alertname}</b>
        {/* Its age is not news to whoever listens. */}
        <span class="of" aria-live="off">
          {labels.alertname} · {say(words[fires ? level : "pending"])} ·{" "}
          {fill(words.since, { age: age(hostNow() - Date.parse(activeAt)) })}
        </span>
        {fires && annotations.description && <p>{annotations.description}</p>}
        {fires && /^https?:\/\//.test(runbook) && (
          <a href={runbook} rel="noreferrer">{say(words.runbook)}</a>
        )}
      </div>
    </li>
  );
}
