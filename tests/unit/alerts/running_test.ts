import { ALERT_FLAGS } from "../../../alerts/flags.ts";
import { start } from "../../../alerts/running.ts";
import { systemClock } from "../../../exporter/clock.ts";
import { History } from "../../../exporter/history.ts";
import { parseFlags, UsageError } from "../../../exporter/options.ts";
import { Registry } from "../../../exporter/prom_client.ts";
import { Engine } from "../../../exporter/query/engine.ts";
import { assertEquals, assertThrows } from "../../assert.ts";
import { withLog } from "./log.ts";

const started = (...flags: string[]) =>
  start({
    options: parseFlags(
      ["--no-alert.builtin-rules", "--alert.state-file=none", ...flags],
      ALERT_FLAGS,
    ),
    history: new History({ instance: () => "a", maxSeries: 10 }),
    engine: () => Promise.resolve(new Engine()),
    telemetry: { registry: new Registry() },
    url: () => "http://a",
    clock: systemClock,
  });

Deno.test("whatever goes wrong when the rules are read anew is one line in the log", async () => {
  const running = await started();
  running.manager.load = () => {
    throw new RangeError("Maximum call stack size exceeded");
  };
  const lines = await withLog(() => running.reload());
  await running.close();
  assertEquals(lines, ["error: the rules stay as they are: Maximum call stack size exceeded"]);
});

Deno.test("rules of a file without a name are a wrong flag", () => {
  assertThrows(
    () => parseFlags(["--alert.rules="], ALERT_FLAGS),
    UsageError,
    "--alert.rules needs a value: FILE",
  );
});
