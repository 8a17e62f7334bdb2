/// <reference lib="dom" />
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { age } from "./format.ts";
import { type Connection, connection, heard, paused } from "./state.ts";
import { fill, say, words } from "./words.ts";

const SAID: Readonly<Record<Connection, keyof typeof words>> = {
  connecting: "connecting",
  live: "liveNow",
  late: "late",
  lost: "lost",
  full: "full",
};

/** Whether values come; while they do not, how old those are that are shown. */
export function Banner() {
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => now.value = Date.now(), 1000);
    return () => clearInterval(timer);
  }, []);
  const state = connection.value;
  const isBad = state !== "live" && state !== "connecting";
  return (
    <>
      <p class={`state ${paused.value ? "paused" : state}`} role="status">
        <i aria-hidden="true" /> {say(paused.value ? words.paused : words[SAID[state]])}
      </p>
      {isBad && (
        <p class="banner" role="alert">
          <i aria-hidden="true">▲</i> {say(words[SAID[state]])}{" "}
          {heard.value > 0 && (
            <span aria-live="off">
              {fill(words.shownFrom, { age: age(now.value - heard.value) })}
            </span>
          )}
        </p>
      )}
    </>
  );
}
