/**
 * A webhook in a world that a test holds.
 *
 * @module
 */
import type { Notice } from "../../../../alerts/notice.ts";
import { FORMATS } from "../../../../alerts/notify/formats.ts";
import { memories } from "../../../../alerts/notify/saved.ts";
import { Webhook } from "../../../../alerts/notify/webhook.ts";
import { memoryStore, type StateStore } from "../../../../alerts/state_file.ts";
import { alert, type HeldWorld } from "./fixture.ts";

interface More {
  readonly store?: StateStore;
  readonly capacity?: number;
  readonly silenced?: (labels: Notice["labels"], now: number) => boolean;
}

/** A webhook that a test holds. */
export function webhook(
  world: HeldWorld,
  { store = memoryStore(), silenced, capacity }: More = {},
) {
  const url = "http://hook/path";
  return new Webhook({
    address: { url, headers: {}, host: "hook" },
    number: 1,
    format: FORMATS.alertmanager,
    headers: () => ({ "x-token": "secret" }),
    waits: { wait: 30_000, interval: 300_000, repeat: 4 * 3600_000 },
    metrics: world.metrics,
    world,
    silenced: silenced ?? (() => false),
    externalURL: () => "http://web:9100/",
    memory: memories(store, [url])[0],
    capacity,
  });
}

/** When messages came, and what each said: names of what fires, names of what ended. */
export const heard = (world: HeldWorld) =>
  world.made.map(({ at, body }) => {
    const names = (status: string) =>
      body.alerts.filter((one: { status: string }) => one.status === status)
        .map(({ labels }: Notice) => labels.device ?? labels.severity).sort().join("+");
    return `${at} firing:${names("firing")} resolved:${names("resolved")}`;
  });

/** An alert of a disk. @param from seconds, as the end */
export const disk = (device: string, from = 0, to?: number) =>
  alert("DiskFull", { device }, from, to);
