/**
 * What webhooks were told, over a restart.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { Notice } from "../notice.ts";
import type { StateStore } from "../state_file.ts";
import type { Told } from "./grouping.ts";

/** The part of the state that is ours. */
const SECTION = "webhook";

/** A group as it is kept. */
export interface SavedGroup {
  readonly labels: Readonly<Record<string, string>>;
  /** By fingerprint. */
  readonly alerts: readonly (readonly [string, Notice])[];
  readonly told?: Told;
  /** Whether it was to be told and is not yet. */
  readonly due: boolean;
}

/** What one webhook remembers. */
export interface Memory {
  load(): readonly SavedGroup[];
  save(groups: readonly SavedGroup[]): void;
}

/**
 * The memories of webhooks, each under a hash of its URL: the URL may be a secret. What other URLs were told
 * is forgotten.
 *
 * @returns one for each URL, in their order
 */
export function memories(store: StateStore, urls: readonly string[]): Memory[] {
  const saved = store.get<unknown>(SECTION);
  const kept: Record<string, readonly SavedGroup[]> = {};
  return urls.map((url) => {
    const key = createHash("sha256").update(url).digest("hex").slice(0, 16);
    const groups = isObject(saved) && Array.isArray(saved[key]) ? saved[key].filter(isGroup) : [];
    if (groups.length > 0) kept[key] = groups;
    return {
      load: () => groups,
      save(groups) {
        if (groups.length > 0) kept[key] = groups;
        else delete kept[key];
        store.set(SECTION, { ...kept });
      },
    };
  });
}

// The file may be of another version, or have been edited.

function isGroup(value: unknown): value is SavedGroup {
  return isObject(value) && isTexts(value.labels) && typeof value.due === "boolean" &&
    (value.told === undefined || isTold(value.told)) && Array.isArray(value.alerts) &&
    value.alerts.every((pair) =>
      Array.isArray(pair) && typeof pair[0] === "string" && isNotice(pair[1])
    );
}

function isTold(value: unknown): value is Told {
  return isObject(value) && typeof value.at === "number" && isList(value.firing);
}

function isNotice(value: unknown): value is Notice {
  return isObject(value) && isTexts(value.labels) && isTexts(value.annotations) &&
    isTime(value.startsAt) && (value.endsAt === undefined || isTime(value.endsAt)) &&
    typeof value.generatorURL === "string";
}

/** Whether it is a number of milliseconds that can be written as a date. */
const isTime = (value: unknown) => typeof value === "number" && Math.abs(value) <= 8.64e15;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isList = (value: unknown) =>
  Array.isArray(value) && value.every((text) => typeof text === "string");

const isTexts = (value: unknown) =>
  isObject(value) && Object.values(value).every((text) => typeof text === "string");
