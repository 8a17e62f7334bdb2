/**
 * The start of a program that serves, as far as it can be known before: its flags, and the files that they name.
 *
 * @module
 */
import { isAbsolute } from "node:path";
import { readAlerting } from "../../alerts/running.ts";
import { listenAddresses } from "../../exporter/flags.ts";
import { scraperOf } from "../../exporter/measuring.ts";
import type { Options } from "../../exporter/options.ts";
import { webFrom } from "../../exporter/web.ts";

/**
 * Reads what the program would read.
 *
 * @returns the files that were read
 * @throws {Error} by which it would end, and a service manager would start it again for ever; also where a path is
 * another one in the directory where services start
 */
export async function rehearse(options: Options): Promise<string[]> {
  const relative = options.paths.find(([, path]) => path !== "none" && !isAbsolute(path));
  if (relative) {
    const [name, path] = relative;
    const wrong = `--${name} must be a path from the root, got ${JSON.stringify(path)}`;
    throw new RangeError(`${wrong}: a service starts in another directory`);
  }
  listenAddresses(options);
  await scraperOf(options);
  const web = options.text("web.config.file");
  const alerts = options.on("alerts") && options.on("history");
  return [...web ? webFrom(web).files : [], ...alerts ? await readAlerting(options) : []];
}
