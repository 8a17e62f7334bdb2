/// <reference lib="dom" />
import { type Signal, signal } from "@preact/signals";
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

/** Those that fire, the worst first; undefined where none are evaluated. */
export const firing: Signal<readonly Alert[] | undefined> = signal(undefined);

/** Asks which alerts fire. What cannot be told stays as it was: the stream says that nothing answers. */
export async function askAlerts(): Promise<void> {
  try {
    const response = await fetch("/api/v1/alerts");
    const { data } = response.ok ? await response.json() : { data: undefined };
    firing.value = (data?.alerts as readonly Alert[] | undefined)
      ?.filter(({ state }) => state === "firing")
      .sort((a, b) => RANKS[levelOf(b)] - RANKS[levelOf(a)]);
  } catch {
    // The banner says that the program does not answer.
  }
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
      {alerts.length === 0
        ? (
          <p class="ok">
            <i>{SIGNS.ok}</i> {say(words.noAlerts)}
          </p>
        )
        : (
          <ul>
            {alerts.map((alert) => <AlertOf key={JSON.stringify(alert.labels)} alert={alert} />)}
          </ul>
        )}
    </section>
  );
}

function AlertOf({ alert }: { readonly alert: Alert }) {
  const { labels, annotations, activeAt } = alert;
  const level = levelOf(alert);
  const runbook = annotations.runbook_url ?? "";
  return (
    <li class={level}>
      <i>{SIGNS[level]}</i>
      <div>
        <b>{annotations.summary ?? labels.alertname}</b>
        <span class="of">
          {labels.alertname} · {say(words[level])} ·{" "}
          {fill(words.since, { age: age(hostNow() - Date.parse(activeAt)) })}
        </span>
        {annotations.description && <p>{annotations.description}</p>}
        {/^https?:\/\//.test(runbook) && <a href={runbook} rel="noreferrer">{say(words.runbook)}
        </a>}
      </div>
    </li>
  );
}
