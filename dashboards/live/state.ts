/**
 * What the page shows now; components follow these signals.
 *
 * @module
 */
import { batch, type Signal, signal } from "@preact/signals";
import { Feed, type GroupName } from "./feed.ts";
import type { Table } from "./table.ts";

/** How far back charts go. */
export type RangeName = "live" | "hour" | "hours" | "day";

/** A span of time, milliseconds. */
export interface Span {
  readonly min: number;
  readonly max: number;
}

/** How the stream does. */
export type Connection = "connecting" | "live" | "late" | "lost" | "full";

/** Milliseconds that the live range shows. */
export const LIVE_SPAN = 300_000;

/** What the stream said. */
export const feed: Feed = new Feed();

export const range: Signal<RangeName> = signal("live");
export const paused: Signal<boolean> = signal(false);
/** What charts show of the range, if not all of it. */
export const zoom: Signal<Span | undefined> = signal(undefined);
export const connection: Signal<Connection> = signal("connecting");
/** Milliseconds of the browser's clock when the last values came; 0 if none did. */
export const heard: Signal<number> = signal(0);
/** Milliseconds by which the host's clock is ahead of the browser's; 0 before the first tick. */
export const ahead: Signal<number> = signal(0);
/** Whether somebody can see the page. */
export const isSeen: Signal<boolean> = signal(true);
/** Counts the colours' changes: charts draw anew. */
export const colours: Signal<number> = signal(0);
/** Counts what is to be drawn: it stands still while nobody sees it, and in a pause. */
export const frame: Signal<number> = signal(0);
/** The same for what is new every 15 s. */
export const slowFrame: Signal<number> = signal(0);
/** The tables that are shown: in a pause, those of its begin. */
export const shown: Signal<Readonly<Record<GroupName, Table>>> = signal(feed.tables);

/** Milliseconds that ticks may be under way: such a difference is none of the clocks. */
const UNDER_WAY = 1000;

/** Groups that have news for the next frame. */
const news = new Set<GroupName>();

/** New values came. */
export function arrived(group: GroupName): void {
  news.add(group);
  heard.value = Date.now();
  draw();
}

/** A tick came that the host made at this time, milliseconds. */
export function hostIsAt(time: number): void {
  const now = time - Date.now();
  // Whoever shows an age follows this: it changes with a clock, not every second.
  if (Math.abs(now - ahead.peek()) > UNDER_WAY) ahead.value = now;
}

/**
 * Milliseconds of the host's clock now. Values and alerts have its times, and the browser's clock may be
 * wrong by hours.
 */
export function hostNow(): number {
  return Date.now() + ahead.value;
}

/** Up to when charts show values, milliseconds of the host's clock: now, or when the pause began. */
export function shownUntil(): number {
  return paused.value && shown.value.fast.last || hostNow();
}

/** Draws what is new, if somebody sees it. */
export function draw(): void {
  if (!isSeen.value || paused.value) return;
  batch(() => {
    if (news.has("slow")) slowFrame.value++;
    if (news.size > 0) frame.value++;
  });
  news.clear();
}

/** Holds what is shown, or lets it go on. */
export function pause(on: boolean): void {
  batch(() => {
    paused.value = on;
    shown.value = on
      ? { fast: feed.tables.fast.copy(), slow: feed.tables.slow.copy() }
      : feed.tables;
    if (!on) {
      zoom.value = undefined;
      frame.value++;
      slowFrame.value++;
    }
  });
}

/** Shows a part of the range. The live one would run out of it, so it is held. */
export function zoomTo(span: Span | undefined): void {
  batch(() => {
    if (span && !paused.value) pause(true);
    zoom.value = span;
  });
}

/** Shows another range, all of it. */
export function showRange(name: RangeName): void {
  batch(() => {
    range.value = name;
    zoom.value = undefined;
    if (paused.value) pause(false);
  });
}
