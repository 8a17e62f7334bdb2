/**
 * The command line of alerting.
 *
 * @module
 */
import type { Flag, FlagValues } from "../collectors/flags.ts";
import { notEmpty } from "../exporter/flag_checks.ts";
import { NOTIFY_FLAGS } from "./notify/flags.ts";

/** The flags of rules, states and links. */
export const RULE_FLAGS: readonly Flag[] = [
  { name: "alerts", help: "evaluate alerting rules (on)", default: true },
  {
    name: "alert.rules",
    value: "FILE",
    help: "also these rules, in Prometheus' format; * and ? stand for many files",
    repeatable: true,
    check: notEmpty,
  },
  { name: "alert.builtin-rules", help: "evaluate the rules that are built in (on)", default: true },
  {
    name: "alert.state-file",
    value: "FILE",
    help: "keep pending and firing alerts over a restart here, or none",
  },
  {
    name: "web.external-url",
    value: "URL",
    help: "where others reach this host's pages, for links in alerts",
    check: webUrl,
  },
];

/** All flags of alerting. */
export const ALERT_FLAGS: readonly Flag[] = [...RULE_FLAGS, ...NOTIFY_FLAGS];

/** The name of this host in its external URL, if it has one. */
export function externalHost(options: FlagValues): string[] {
  const url = URL.parse(options.text("web.external-url"));
  return url ? [url.hostname] : [];
}

function webUrl(value: string): string | undefined {
  return URL.canParse(value) && /^https?:/.test(value)
    ? undefined
    : "must be a URL of http or https";
}
