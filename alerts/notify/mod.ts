/**
 * Tells somebody of alerts.
 *
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { seconds } from "../../collectors/flags.ts";
import { systemClock } from "../../exporter/clock.ts";
import { type Options, UsageError } from "../../exporter/options.ts";
import type { Registry } from "../../exporter/prom_client.ts";
import type { Notice, Notifier } from "../notice.ts";
import type { StateStore } from "../state_file.ts";
import { type Address, addressOf } from "./address.ts";
import { Alertmanager, byFingerprint } from "./alertmanager.ts";
import type { World } from "./courier.ts";
import { FORMATS } from "./formats.ts";
import type { Silenced } from "./group.ts";
import { headersFrom } from "./header_file.ts";
import { NotificationMetrics } from "./metrics.ts";
import { withoutProxyToLoopback } from "./proxies.ts";
import type { Receiver } from "./receiver.ts";
import { memories } from "./saved.ts";
import { type Silence, silencedBy } from "./silences.ts";
import { Webhook, type WebhookOptions } from "./webhook.ts";

/** What telling needs beside the command line. */
export interface NotifierOptions {
  readonly silences: readonly Silence[];
  /** Closed after the notifier. */
  readonly store: StateStore;
  /** Where it counts. */
  readonly registry: Registry;
  /** Of this host's pages; asked when something is told. */
  readonly externalURL: () => string;
  readonly world?: World;
}

/** What the system gives. */
export const SYSTEM: World = {
  clock: systemClock,
  fetch: (url, init) => fetch(url, init),
  random: Math.random,
};

/**
 * The receivers that a command line names, as one.
 *
 * @returns undefined where it names none
 * @throws {UsageError}
 */
export function notifierOf(flags: Options, needs: NotifierOptions): Notifier | undefined {
  const addresses = (flag: string) =>
    flags.list(flag).map((text, i) => addressOf(text, `--${flag}`, i + 1));
  const alertmanagers = addresses("alertmanager.url");
  for (const [i, { url }] of alertmanagers.entries()) {
    if (!new URL(url).pathname.includes("/api/v")) continue;
    throw new UsageError(`--alertmanager.url (number ${i + 1}) must end before /api/`);
  }
  const webhooks = addresses("alert.webhook-url");
  sayWhatIsOdd(flags, alertmanagers, webhooks);
  if (alertmanagers.length + webhooks.length === 0) return undefined;
  withoutProxyToLoopback();
  const metrics = new NotificationMetrics(needs.registry);
  const { world = SYSTEM } = needs;
  const silenced: Silenced = (labels, now) => silencedBy(needs.silences, labels, now).length > 0;
  return new Receivers([
    ...alertmanagers.map((address, i) => {
      const number = i + 1;
      const options = { address, number, metrics: metrics.of("alertmanager", number) };
      return new Alertmanager({ ...options, world, silenced });
    }),
    ...webhooksOf(flags, webhooks, needs, metrics, { world, silenced }),
  ]);
}

function webhooksOf(
  flags: Options,
  addresses: readonly Address[],
  { store, externalURL }: NotifierOptions,
  metrics: NotificationMetrics,
  rest: Pick<WebhookOptions, "world" | "silenced">,
): Webhook[] {
  const formats = oneEach(flags, "alert.webhook-format", addresses.length);
  const files = oneEach(flags, "alert.webhook-header-file", addresses.length);
  const milliseconds = (flag: string) => 1000 * seconds(flags.text(flag));
  const waits = {
    wait: milliseconds("alert.group-wait"),
    interval: milliseconds("alert.group-interval"),
    repeat: milliseconds("alert.repeat-interval"),
  };
  const remembered = memories(store, flags.list("alert.webhook-url"));
  return addresses.map((address, i) => {
    const number = i + 1;
    return new Webhook({
      address,
      number,
      format: FORMATS[formats[i] ?? "alertmanager"],
      headers: headerReader(files[i]),
      waits,
      metrics: metrics.of("webhook", number),
      externalURL,
      memory: remembered[i],
      ...rest,
    });
  });
}

/** The values of a flag that stands once for all webhooks, or once for each. */
function oneEach(flags: Options, name: string, webhooks: number): readonly string[] {
  const values = flags.list(name);
  if (values.length === 0 || values.length === webhooks) return values;
  if (values.length === 1 && name === "alert.webhook-format") {
    return Array(webhooks).fill(values[0]);
  }
  throw new UsageError(
    `--${name} must stand as often as --alert.webhook-url (${webhooks}), got ${values.length}`,
  );
}

function headerReader(file: string | undefined): () => Record<string, string> {
  if (file === undefined || file === "none") return () => ({});
  const read = () => {
    try {
      return headersFrom(file);
    } catch (error) {
      throw new UsageError(`--alert.webhook-header-file: ${(error as Error).message}`);
    }
  };
  // A wrong one is said at the start.
  const first = read();
  // A pipe gives what it has once: who reads it again waits for ever.
  return Deno.statSync(file).isFile ? read : () => first;
}

function sayWhatIsOdd(
  flags: Options,
  alertmanagers: readonly Address[],
  webhooks: readonly Address[],
): void {
  const log = getLogger(["hostvitals", "alerts"]);
  const of = (name: string) => `--${name} is for --alert.webhook-url: there is none`;
  for (const name of WEBHOOK_FLAGS) {
    if (webhooks.length === 0 && flags.has(name)) log.warn("{note}", { note: of(name) });
  }
  const tellers = [...alertmanagers, ...webhooks].map(({ host }) => host);
  if (tellers.length > 0) {
    log.info("alerts are told to {receivers}", { receivers: tellers.join(" ") });
  }
}

const WEBHOOK_FLAGS = [
  "alert.webhook-format",
  "alert.webhook-header-file",
  "alert.group-wait",
  "alert.group-interval",
  "alert.repeat-interval",
];

/** All receivers as one. What goes wrong in one is said, and costs the others nothing. */
class Receivers implements Notifier {
  #said = false;

  constructor(private readonly receivers: readonly Receiver[]) {}

  notice(now: number, alerts: readonly Notice[]): void {
    const found = byFingerprint(alerts);
    for (const receiver of this.receivers) {
      try {
        receiver.notice(now, found);
      } catch (error) {
        this.#say(error as Error);
      }
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.receivers.map((receiver) => receiver.close()));
  }

  #say({ message }: Error): void {
    if (this.#said) return;
    this.#said = true;
    getLogger(["hostvitals", "alerts"]).error("alerts are not told: {message}", { message });
  }
}
