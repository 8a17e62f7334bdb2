import { PATH, reference } from "../../../scripts/metrics.ts";
import { collectors } from "../../../collectors/mod.ts";
import { metricsOf } from "../../../collectors/seldom.ts";
import { assert, assertEquals } from "../../assert.ts";

Deno.test("METRICS.md is what `deno task metrics` writes", async () => {
  assertEquals(Deno.readTextFileSync(PATH), await reference());
});

Deno.test("every family that a scrape of this host gives stands in its collector's list", async () => {
  const { Files } = await import("../../../collectors/linux/files.ts");
  const { LinuxSource } = await import("../../../collectors/linux/source.ts");
  const { allFlags } = await import("../../../exporter/flags.ts");
  const { parseFlags } = await import("../../../exporter/options.ts");
  const files = new Files({ proc: "/proc", sys: "/sys", root: "/", udev: "/run/udev/data" });
  for (const collector of collectors) {
    const running = collector.start({
      files,
      source: new LinuxSource(files),
      flags: parseFlags([], allFlags(collectors)),
      log: { debug() {}, info() {}, warn() {} },
      monotonic: () => performance.now(),
      now: () => Date.now() / 1000,
    });
    const patterns = (await metricsOf(collector)).map(({ name }) =>
      new RegExp(`^${name.replace(/<\w+>/g, "\\w+")}$`)
    );
    let families;
    try {
      families = await running.collect(5000);
    } catch {
      // This host has none of it.
      continue;
    }
    for (const { metric } of families) {
      assert(
        patterns.some((pattern) => pattern.test(metric.name)),
        `${collector.name}: ${metric.name}`,
      );
    }
  }
  files.close();
});
