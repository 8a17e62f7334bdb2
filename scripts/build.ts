/**
 * Makes what the program embeds: bundles the live page into `dashboards/dist/page.json`, and takes the rules that are
 * built in apart into `alerts/dist/system_alerts.json`.
 *
 *     deno task build            builds what is of other sources than those that are there
 *     build.ts --watch           and again at every change
 *
 * @module
 */
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { parse as parseYaml } from "yaml";
import type { Asset, PageBundle } from "../exporter/live/page.ts";
import { writeWhole } from "../exporter/write_whole.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const DIST = `${ROOT}dashboards/dist`;
const OUTPUT = `${DIST}/page.json`;
/** What the page is made of, and how. */
const SOURCES = ["dashboards", "deno.json", "scripts/build.ts"];

/** The rules, as people write them, and as the program has them. */
const ALERTS = `${ROOT}alerts`;
const RULES = `${ALERTS}/system_alerts.yml`;
const RULES_DIST = `${ALERTS}/dist`;
const RULES_OUTPUT = `${RULES_DIST}/system_alerts.json`;

/** The page's files by the name that the HTML has for them. */
const ENTRIES = [
  { placeholder: "SCRIPT", entry: "entry.js", type: "text/javascript; charset=utf-8" },
  { placeholder: "STYLE", entry: "style.css", type: "text/css; charset=utf-8" },
] as const;

/** Takes the rules apart: texts, lists and maps. What would be the same is not written: others watch it. */
export function buildRules(): void {
  const rules = parseYaml(Deno.readTextFileSync(RULES), { schema: "failsafe" });
  const text = JSON.stringify(rules);
  if (textOf(RULES_OUTPUT) === text) return;
  Deno.mkdirSync(RULES_DIST, { recursive: true });
  writeWhole(RULES_OUTPUT, text);
}

function textOf(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    // Not built yet.
    return undefined;
  }
}

/** Builds the page, unless what is there is of the same sources. @returns whether it was built */
export async function build(): Promise<boolean> {
  const source = hash([...files(SOURCES)].map((path) => Deno.readFileSync(path)));
  if (builtFrom() === source) return false;
  const live = `${ROOT}dashboards/live`;
  const assets: Record<string, Asset> = {};
  let html = Deno.readTextFileSync(`${live}/page.html`);
  for (const { placeholder, entry, type } of ENTRIES) {
    const text = await bundled(`${live}/${entry}`);
    const name = asset(entry, text);
    assets[name] = compressed(type, text);
    html = html.replaceAll(`%${placeholder}%`, name);
  }
  const icon = Deno.readTextFileSync(`${live}/icon.svg`);
  assets[asset("icon.svg", icon)] = compressed("image/svg+xml", icon);
  html = html.replaceAll("%ICON%", asset("icon.svg", icon)).replaceAll(/>\s+</g, "><");
  const page: PageBundle = { html, assets };
  Deno.mkdirSync(DIST, { recursive: true });
  writeWhole(OUTPUT, JSON.stringify({ source, ...page }));
  return true;
}

function* files(paths: readonly string[]): Generator<string> {
  for (const path of paths) {
    const full = `${ROOT}${path}`;
    if (full === DIST || full.endsWith("/grafana")) continue;
    if (Deno.statSync(full).isFile) yield full;
    else {
      const names = [...Deno.readDirSync(full)].map(({ name }) => name).sort();
      yield* files(names.map((name) => `${path}/${name}`));
    }
  }
}

function builtFrom(): string | undefined {
  try {
    return JSON.parse(textOf(OUTPUT) ?? "{}").source;
  } catch {
    // Not built to its end.
    return undefined;
  }
}

async function bundled(entry: string): Promise<string> {
  const output = Deno.makeTempFileSync({ suffix: entry.slice(entry.lastIndexOf(".")) });
  try {
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["bundle", "--quiet", "--platform", "browser", "--minify", "-o", output, entry],
      cwd: ROOT,
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).output();
    if (!success) throw new Error(`cannot bundle ${entry}: ${new TextDecoder().decode(stderr)}`);
    return literal(Deno.readTextFileSync(output));
  } finally {
    Deno.removeSync(output);
  }
}

/** Hangul as itself: the bundler escapes it, which doubles its bytes. */
function literal(script: string): string {
  return script.replace(
    /\\u([ab][0-9a-f]{3}|c[0-9a-f]{3}|d[0-7][0-9a-f]{2})/gi,
    (_, code: string) => String.fromCharCode(parseInt(code, 16)),
  );
}

/** `live.js` with its content's hash: whatever has this name never changes. */
function asset(entry: string, text: string): string {
  return `live-${hash([new TextEncoder().encode(text)]).slice(0, 10)}${
    entry.slice(entry.lastIndexOf("."))
  }`;
}

function compressed(type: string, text: string): Asset {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  return {
    type,
    brotli: brotliCompressSync(text, { params }).toString("base64"),
  };
}

function hash(parts: readonly Uint8Array[]): string {
  const sum = createHash("sha256");
  for (const part of parts) sum.update(part);
  return sum.digest("hex");
}

async function watch(): Promise<void> {
  for await (const { paths } of Deno.watchFs([`${ROOT}dashboards`, ALERTS])) {
    if (paths.every((path) => path.startsWith(DIST) || path.startsWith(RULES_DIST))) continue;
    try {
      buildRules();
      if (await build()) console.error("build: the page was built");
    } catch (error) {
      // While it is being edited it may be wrong; the page before stays.
      console.error(`build: ${(error as Error).message}`);
    }
  }
}

if (import.meta.main) {
  buildRules();
  await build();
  if (Deno.args.includes("--watch")) await watch();
}
