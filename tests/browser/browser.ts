/**
 * A real browser that looks at a started program.
 *
 * @module
 */
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { tool } from "../tools.ts";

/** Where Chromium is; undefined, and said, where it cannot be had. */
export const CHROMIUM: string | undefined = await tool("chromium", "chromium");

/** Without what would ask other machines. */
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ARGS });
}

/** A page that is looked at, and what went wrong on it. */
export interface Looked extends AsyncDisposable {
  readonly page: Page;
  /** Errors that the page threw or that its console has. */
  readonly errors: string[];
  /** Addresses of all that it asked for. */
  readonly requests: string[];
}

/** Opens a page in a context of its own. */
export async function look(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Looked> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: "en-US",
    ...options,
  });
  const page = await context.newPage();
  const errors: string[] = [], requests: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  page.on("console", (said) => {
    if (said.type() === "error" || said.type() === "warning") errors.push(said.text());
  });
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(url);
  return { page, errors, requests, [Symbol.asyncDispose]: () => context.close() };
}

/** Waits until an expression in the page is true, and fails with the words. */
export async function until(page: Page, expression: string, words: string): Promise<void> {
  // Not by waitForFunction, which needs eval in the page: its policy forbids that.
  for (const end = performance.now() + 20_000; performance.now() < end;) {
    if (await page.evaluate(`Boolean(${expression})`)) return;
    await page.waitForTimeout(50);
  }
  throw new Error(`${words}: ${await page.evaluate("document.body.innerText.slice(0, 400)")}`);
}

/** The text of the first element that a selector finds. */
export async function textOf(page: Page, selector: string): Promise<string> {
  return (await page.locator(selector).first().innerText()).trim();
}

/** How many pixels of a canvas are drawn at all, in shares of all of them. */
export function drawnShare(page: Page, selector: string): Promise<number> {
  return page.evaluate(`(() => {
    const canvas = document.querySelector(${JSON.stringify(selector)});
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let drawn = 0;
    for (let i = 3; i < data.length; i += 4) if (data[i] > 0) drawn++;
    return drawn / (data.length / 4);
  })()`);
}

/** Drags over a chart, from its middle to nine tenths of it. */
export async function drag(page: Page, panel: string): Promise<void> {
  const { x, y, width, height } = (await page.locator(`${panel} .u-over`).boundingBox())!;
  const middle = y + height / 2;
  await page.mouse.move(x + width * 0.5, middle);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.9, middle, { steps: 4 });
  await page.mouse.up();
}
