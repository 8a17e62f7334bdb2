/** Which part may import which: ARCHITECTURE.md says it in words, this holds it. */
import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { assert, assertEquals } from "../assert.ts";

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A part of the house, and the parts that it may import beside itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "collectors": [],
  "exporter": ["collectors"],
  "alerts": ["collectors", "exporter"],
  "dashboards": [],
  "deploy": ["alerts", "dashboards", "exporter"],
};

function sources(dir: string): string[] {
  if (!existsSync(join(ROOT, dir))) return [];
  return [...Deno.readDirSync(join(ROOT, dir))].flatMap(({ name, isDirectory }) => {
    const path = join(dir, name);
    return isDirectory ? sources(path) : /\.tsx?$/.test(name) ? [path] : [];
  });
}

function importsOf(path: string): string[] {
  const text = Deno.readTextFileSync(join(ROOT, path));
  const found = text.matchAll(
    /^(?:import|export)\b[^;]*?\bfrom\s+"(\.[^"]+)"|\bimport\(\s*"(\.[^"]+)"/gm,
  );
  return [...found].map(([, fixed, dynamic]) =>
    relative(ROOT, join(ROOT, dirname(path), fixed ?? dynamic))
  );
}

for (const [part, others] of Object.entries(MAY_IMPORT)) {
  Deno.test(`${part} imports only itself${others.map((other) => ` and ${other}`).join("")}`, () => {
    for (const path of sources(part)) {
      for (const imported of importsOf(path)) {
        const allowed = [part, ...others].some((dir) => imported.startsWith(`${dir}/`));
        assert(allowed, `${path} imports ${imported}`);
      }
    }
  });
}

Deno.test("the check sees imports at all", () => {
  assertEquals(importsOf("main.ts").includes("collectors/mod.ts"), true);
  assertEquals(importsOf("exporter/measuring.ts").includes("collectors/portable/source.ts"), true);
});

Deno.test("no module does anything when it is imported, but for main", async () => {
  // Timers, listeners or files that an import left open would show as a leak of this test.
  for (const path of Object.keys(MAY_IMPORT).flatMap(sources)) {
    await import(join("file://", ROOT, path));
  }
});
