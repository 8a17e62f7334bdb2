/**
 * The command line of telling.
 *
 * @module
 */
import { duration, type Flag, oneOf, seconds } from "../../collectors/flags.ts";
import { NotLoaded } from "../../collectors/re2.ts";
import { FORMATS } from "./formats.ts";
import { parseSilence } from "./silence_parse.ts";

/** What silences an alert; `hostvitals check` has it as well. */
export const SILENCE_FLAG: Flag = {
  name: "alert.silence",
  value: "MATCHERS",
  help: "tell nobody of these alerts: alertname=DiskFull,mountpoint=/data,until=2027-01-01",
  repeatable: true,
  check: silence,
};

/** The flags of receivers. */
export const NOTIFY_FLAGS: readonly Flag[] = [
  {
    name: "alertmanager.url",
    value: "URL",
    help: "tell this Alertmanager; user:password@ before the host is sent as basic auth",
    repeatable: true,
  },
  {
    name: "alert.webhook-url",
    value: "URL",
    help: "tell this webhook, without any Alertmanager",
    repeatable: true,
  },
  {
    name: "alert.webhook-format",
    value: "FORMAT",
    help: `what it takes: ${Object.keys(FORMATS).join(", ")} (alertmanager); one each, or for all`,
    repeatable: true,
    check: oneOf(...Object.keys(FORMATS)),
  },
  {
    name: "alert.webhook-header-file",
    value: "FILE",
    help: "headers for it, a line each, like Authorization: Bearer …; one each, or none",
    repeatable: true,
  },
  SILENCE_FLAG,
  {
    name: "alert.group-wait",
    value: "DURATION",
    help: "webhooks: before the first message on a group of alerts",
    default: "30s",
    check: between(0, "0s", 3600, "1h"),
  },
  {
    name: "alert.group-interval",
    value: "DURATION",
    help: "webhooks: between two messages on a group",
    default: "5m",
    check: between(1, "1s", 86_400, "1d"),
  },
  {
    name: "alert.repeat-interval",
    value: "DURATION",
    help: "webhooks: before what still fires is told again",
    default: "4h",
    check: between(1, "1s", 30 * 86_400, "30d"),
  },
];

function between(least: number, leastText: string, most: number, mostText: string) {
  return (value: string): string | undefined => {
    const span = seconds(value);
    return duration(value) ??
      (span >= least && span <= most
        ? undefined
        : `must be a duration of ${leastText} to ${mostText}`);
  };
}

function silence(value: string): string | undefined {
  try {
    parseSilence(value);
  } catch (error) {
    if (error instanceof NotLoaded) throw error;
    return (error as Error).message;
  }
}
