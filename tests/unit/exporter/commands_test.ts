import { collectors } from "../../../collectors/mod.ts";
import { type Command, commandLine } from "../../../exporter/commands.ts";
import { UsageError } from "../../../exporter/options.ts";
import { commandHelp, help } from "../../../exporter/help.ts";
import { assertEquals, assertStringIncludes, assertThrows } from "../../assert.ts";
import { table, Thrown } from "../../table.ts";
import { loadRe2 } from "../../../collectors/re2.ts";

await loadRe2();

const command = (name: string, words: string[], measures: boolean): Command => ({
  name,
  words,
  help: `does ${name}`,
  flags: [{ name: "force", help: "all the same", default: false }],
  measures,
  run: () => Promise.resolve(0),
});
const COMMANDS = [command("write", ["DIR"], false), command("check", [], true)];
const parse = (line: string) =>
  commandLine(line === "" ? [] : line.split(" "), COMMANDS, collectors, [
    { name: "loud", help: "says more", default: false },
  ]);
const wrong = (words: string) => new Thrown(UsageError, words);

table("a wrong command", (line: string) => void parse(line), [
  ["misspelt", "chek", wrong('unknown command "chek": did you mean check?')],
  ["a flag without its dashes", "help", wrong('unknown command "help": did you mean --help?')],
  ["behind a flag", "--debug check", wrong("check must come first: hostvitals check [FLAG]...")],
  ["like none", "xyzzy", wrong('unknown command "xyzzy": commands are write, check; see --help')],
  ["a word too few", "write --force", wrong("DIR is missing: see --help")],
  ["a word too many", "check now", wrong('unknown word "now": flags begin with --')],
  ["a flag of serving alone", "write . --port=1", wrong("unknown flag --port")],
]);

Deno.test("an empty word is like no command", () => {
  assertThrows(
    () => commandLine([""], COMMANDS, collectors, []),
    UsageError,
    'unknown command "": commands are write, check; see --help',
  );
});

Deno.test("an empty word is a missing one", () => {
  assertThrows(
    () => commandLine(["write", ""], COMMANDS, collectors, []),
    UsageError,
    "DIR is missing: see --help",
  );
});

Deno.test("every command tells the version, for which no word is needed", () => {
  assertEquals(parse("write --version").options.on("version"), true);
  assertEquals(parse("check --version").options.on("version"), true);
});

Deno.test("a command has its words, its flags and those that it shares", () => {
  const { command, options } = parse("write . --force --log.level=debug");
  assertEquals([command?.name, options.words, options.on("force")], ["write", ["."], true]);
  assertEquals(parse("check --path.sysfs=/s").options.text("path.sysfs"), "/s");
});

Deno.test("without a command all flags of the program are there", () => {
  const { command, options } = parse("--loud --no-history");
  assertEquals([command, options.on("loud"), options.on("history")], [undefined, true, false]);
});

Deno.test("help lists the commands, and each has its own, for which no word is needed", () => {
  const all = help("1.0.0", collectors, COMMANDS);
  assertStringIncludes(all, "       hostvitals write DIR [FLAG]...\n");
  assertStringIncludes(
    all,
    "\n  write DIR [FLAG]...  does write\n  check [FLAG]...      does check\n",
  );
  const { command, options } = parse("write --help");
  assertEquals(options.on("help"), true);
  assertStringIncludes(commandHelp(command!), "Usage: hostvitals write DIR [FLAG]...");
  assertStringIncludes(commandHelp(command!), "--force");
});
