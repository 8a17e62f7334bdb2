/**
 * Pictures of the live page for the documentation, of this host as it is: `deno task screenshots`.
 *
 * @module
 */
import { type Browser, chromium } from "playwright-core";
import { Program } from "../tests/program.ts";
import { tool } from "../tests/tools.ts";

/** A picture, and how the page is looked at. */
interface Picture {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly scheme?: "dark";
  readonly phone?: true;
  readonly locale?: string;
}

const PICTURES: readonly Picture[] = [
  { file: "live-light", width: 1280, height: 1000 },
  { file: "live-dark", width: 1280, height: 1000, scheme: "dark" },
  { file: "live-phone", width: 390, height: 844, phone: true },
  { file: "live-phone-ko", width: 390, height: 844, phone: true, locale: "ko-KR", scheme: "dark" },
];

/** Milliseconds of history that the pictures show, unless another program is asked that has more. */
const HISTORY = 100_000;

async function take(browser: Browser, url: string, dir: string, picture: Picture): Promise<void> {
  const { file, width, height, scheme = "light", phone = false, locale = "en-US" } = picture;
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: scheme,
    locale,
    deviceScaleFactor: phone ? 1.5 : 1,
    isMobile: phone,
    hasTouch: phone,
  });
  await page.goto(url);
  await page.waitForSelector(".chart canvas");
  await page.waitForTimeout(2500);
  await page.screenshot({ path: `${dir}/${file}.png` });
  await page.close();
}

/** @param args an address of a program that runs already, and a directory; else one is started, for docs/ */
async function main([address, dir = "docs"]: readonly string[]): Promise<void> {
  const executablePath = await tool("chromium", "chromium");
  if (!executablePath) Deno.exit(1);
  const program = address ? undefined : await Program.start();
  if (program) await new Promise((resolve) => setTimeout(resolve, HISTORY));
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  for (const picture of PICTURES) await take(browser, address ?? program!.url, dir, picture);
  await browser.close();
  await program?.end();
}

if (import.meta.main) await main(Deno.args);
