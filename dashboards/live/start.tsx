/// <reference lib="dom" />
import { render } from "preact";
import { askAlerts } from "./alerts.tsx";
import { App } from "./app.tsx";
import { Connection } from "./connection.ts";
import { followProgram } from "./replaced.ts";
import { draw, isSeen } from "./state.ts";
import { startTheme } from "./theme.ts";
import { language } from "./words.ts";

/** Milliseconds between questions for alerts, which are evaluated as often. */
const ALERTS = 15_000;
/** Milliseconds for which a page that nobody sees keeps its stream. */
const UNSEEN = 30_000;

/** Puts the page into its place, and brings it to life. */
export function start(): void {
  document.documentElement.lang = language;
  startTheme();
  const stream = new Connection(followProgram);
  stream.open();
  const place = document.getElementById("app")!;
  place.textContent = "";
  render(<App />, place);
  askAlerts();
  setInterval(() => stream.watch(), 1000);
  // Also while nobody sees the page: the tab's title tells of them.
  setInterval(askAlerts, ALERTS);
  addEventListener("online", () => isSeen.value && stream.hurry());
  let unseen: ReturnType<typeof setTimeout>;
  const look = () => {
    isSeen.value = !document.hidden;
    clearTimeout(unseen);
    if (document.hidden) return void (unseen = setTimeout(() => stream.rest(), UNSEEN));
    stream.hurry();
    askAlerts();
    draw();
  };
  document.addEventListener("visibilitychange", look);
  // Opened in another tab than the one that is looked at.
  if (document.hidden) look();
}
