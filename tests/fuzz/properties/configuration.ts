/** What people write: the web configuration and the command line. */
import fc from "fast-check";
import { collectors } from "../../../collectors/mod.ts";
import { commandLine } from "../../../exporter/commands.ts";
import { allFlags } from "../../../exporter/flags.ts";
import { UsageError } from "../../../exporter/options.ts";
import { parseWebConfig, WebConfigError } from "../../../exporter/web_config.ts";
import { mutatedText } from "../mutation.ts";
import { type FuzzProperty, tried } from "../property.ts";
import { loadRe2 } from "../../../collectors/re2.ts";

await loadRe2();

const WEB_CONFIG = Deno.readFileSync(
  new URL("../../../deploy/web-config.example.yml", import.meta.url),
);
/** YAML that is small, and large when it is read. */
const LAUGHS = new TextEncoder().encode(
  `a: &a ["x","x","x","x","x","x","x","x","x"]\n` +
    "bcdefghi".split("").map((key, i) =>
      `${key}: &${key} [${Array(9).fill(`*${"abcdefgh"[i]}`).join(",")}]\n`
    ).join("") +
    "basic_auth_users: *i\n",
);

const flags = allFlags(collectors);
const word = fc.oneof(
  fc.constantFrom(...flags.map(({ name }) => `--${name}`)),
  fc.constantFrom(...flags.map(({ name }) => `--no-${name}`)),
  fc.tuple(fc.constantFrom(...flags.map(({ name }) => name)), fc.string({ maxLength: 12 }))
    .map(([name, value]) => `--${name}=${value}`),
  fc.constantFrom("-", "--", "---", "-h", "--=", "--=x", "serve", "init", "", "--__proto__=1"),
  fc.constantFrom("0", "9100", "-1", "1e3", "1d", "text", "[::1]:1", ":0", "/", "99999"),
  fc.string({ unit: "binary", maxLength: 12 }),
);

/** The properties. */
export function configuration(): FuzzProperty[] {
  return [
    {
      name: "web configuration: any text is taken, or refused by one line that names the file",
      runs: 500,
      property: fc.property(mutatedText([WEB_CONFIG, WEB_CONFIG, LAUGHS]), (text) => {
        tried(
          () => {
            try {
              return parseWebConfig(text, "web.yml");
            } catch (error) {
              if (!(error as Error).message.includes("web.yml")) throw new TypeError(`${error}`);
              throw error;
            }
            // It is read at the start, and when its owner has changed it.
          },
          [WebConfigError],
          3000,
        );
        return true;
      }),
    },
    {
      name: "command line: any words are taken, or refused by one line",
      runs: 1000,
      property: fc.property(fc.array(word, { maxLength: 6 }), (words) => {
        tried(() => commandLine(words, [], collectors, []), [UsageError]);
        return true;
      }),
    },
  ];
}
