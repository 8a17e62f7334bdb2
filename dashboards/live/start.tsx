/// <reference lib="dom" />
import { render } from "preact";

/** Puts the page into its place. */
export function start(): void {
  render(<p>soon</p>, document.getElementById("app")!);
}
