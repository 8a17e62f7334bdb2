/**
 * The bodies that webhooks take.
 *
 * @module
 */
import type { Message, ToldAlert } from "./message.ts";
import { rankOf } from "./message.ts";

/** A message as it is sent. */
export interface Formatted {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Characters of a text for people: ntfy takes 4,096 bytes, of which one may be three. */
const LONGEST = 1300;
/** Characters of a title, and of a link in a text. */
const LONGEST_TITLE = 200;
const LONGEST_LINK = 500;
/** Alerts that such a text lists. */
const LISTED = 10;

/** By name, as `--alert.webhook-format` has it. */
export const FORMATS: Readonly<Record<string, (message: Message) => Formatted>> = {
  alertmanager: ({ firing: _, ...body }) => json(body),
  slack: (message) => {
    const text = `${mark(message)} *${slackText(title(message))}*\n${slackText(lines(message))}`;
    return json({ text });
  },
  ntfy: (message) => ({
    headers: {
      "content-type": "text/plain; charset=utf-8",
      title: headerText(title(message)),
      priority: String(priority(message)),
      tags: message.status === "resolved" ? "white_check_mark" : "rotating_light",
    },
    body: lines(message),
  }),
};

const json = (value: unknown): Formatted => ({
  headers: { "content-type": "application/json" },
  body: JSON.stringify(value),
});

/** `[FIRING:2] DiskFull on web-1:9100`, as Alertmanager's own templates begin. */
function title(message: Message): string {
  const { status, firing, groupLabels, externalURL } = message;
  const count = status === "firing" ? `FIRING:${firing}` : "RESOLVED";
  // A rule may have summed the instance away: then it is at least this host that tells.
  const { alertname, instance = URL.parse(externalURL)?.host } = groupLabels;
  return cut(oneLine(`[${count}] ${alertname}${instance ? ` on ${instance}` : ""}`), LONGEST_TITLE);
}

/** An alert a line, with what to do where all have the same to do. */
function lines(message: Message): string {
  const { alerts, truncatedAlerts, commonAnnotations } = message;
  const more = alerts.length - LISTED + truncatedAlerts;
  const link = oneLine(commonAnnotations.runbook_url ?? "");
  const end = [
    ...more > 0 ? [`and ${more} more`] : [],
    ...link !== "" && link.length <= LONGEST_LINK ? [link] : [],
  ].map((line) => `\n${line}`).join("");
  return cut(alerts.slice(0, LISTED).map(line).join("\n"), LONGEST - end.length) + end;
}

function line({ status, labels, annotations }: ToldAlert): string {
  const { summary, description, message } = annotations;
  const said = [summary, description ?? message].filter(Boolean).join(": ") || pairs(labels);
  return `${status === "resolved" ? "resolved" : labels.severity ?? "firing"}: ${oneLine(said)}`;
}

const pairs = (labels: ToldAlert["labels"]) =>
  Object.entries(labels).map(([name, value]) => `${name}=${value}`).join(", ");

/** An emoji by its name, as Slack, Mattermost, Rocket.Chat and Discord all know them. */
function mark(message: Message): string {
  if (message.status === "resolved") return ":white_check_mark:";
  return [":rotating_light:", ":warning:", ":information_source:"][worst(message)] ?? ":warning:";
}

/** ntfy's: 5 rings on and on, 4 rings, 2 makes no sound. */
function priority(message: Message): number {
  return message.status === "resolved" ? 2 : [5, 4, 2][worst(message)] ?? 4;
}

/** Of a message that fires; its alerts begin with the worst. One that is none of ours is a warning. */
const worst = ({ alerts }: Message) => rankOf(alerts[0].labels.severity);

/** The three characters that mean something in Slack's texts. */
const slackText = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** A header is of ASCII: what is not is written as in mail (RFC 2047). */
function headerText(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  return `=?UTF-8?B?${new TextEncoder().encode(text).toBase64()}?=`;
}

// deno-lint-ignore no-control-regex -- labels may hold anything
const oneLine = (text: string) => text.replace(/[\s\x00-\x1f\x7f]+/g, " ").trim();

function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  // Not in the middle of a character that takes two.
  return `${text.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
