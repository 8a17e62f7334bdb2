/**
 * The commands that stand in the documentation.
 *
 * @module
 */

/** A command of a page, in one line. */
export interface DocsCommand {
  readonly page: string;
  readonly text: string;
  /** What the page shows as its output; empty where it shows none. */
  readonly output: string;
}

/** Languages of blocks that hold commands alone; others do where a line begins with `$`. */
const SHELL = ["sh", "console", "crontab"];

/** All commands of a page, in order. */
export function commandsOf(page: string, markdown: string): DocsCommand[] {
  return blocksOf(markdown).flatMap(({ language, lines }) => {
    const prompted = lines.some((line) => line.startsWith("$ "));
    if (prompted) return promptedIn(page, lines);
    return SHELL.includes(language)
      ? lines.filter((line) => line !== "" && !/^(#|PATH=)/.test(line))
        .map((line) => ({
          page,
          // Without the times of cron, and without a comment behind it, whose words may change.
          text: line.replace(/^(\S+ ){5}(?=hostvitals|out=)/, "").replace(/\s{2,}# .*$/, ""),
          output: "",
        }))
      : [];
  });
}

function blocksOf(markdown: string): { language: string; lines: string[] }[] {
  return [...markdown.matchAll(/^( *)```(\w*)\n(.*?)^ *```$/gms)].map((
    [, indent, language, body],
  ) => ({
    language,
    lines: body.replaceAll(/\\\n\s*/g, "").split("\n").map((line) =>
      line.startsWith(indent) ? line.slice(indent.length) : line
    ),
  }));
}

function promptedIn(page: string, lines: readonly string[]): DocsCommand[] {
  const found: { page: string; text: string; output: string }[] = [];
  for (const line of lines) {
    if (line.startsWith("$ ")) found.push({ page, text: line.slice(2), output: "" });
    else if (found.length > 0) found.at(-1)!.output += `${line}\n`;
  }
  return found.map((one) => ({ ...one, output: one.output.trim() }));
}
