/**
 * Directories by a pattern, as Go's filepath.Glob finds them, which is what node_exporter's users write.
 *
 * @see https://pkg.go.dev/path/filepath#Match
 * @module
 */

const WINDOWS = Deno.build.os === "windows";
const SEPARATOR = WINDOWS ? /[\\/]+/ : /\/+/;
const MAGIC = WINDOWS ? /[*?[]/ : /[*?[\\]/;

/**
 * The paths that a pattern leads to, sorted within each directory: `*` and `?` are any characters and
 * any character but the separator, `[a-z]` and `[^a-z]` one of them or another; `\` takes the next
 * character as it is (not on Windows). A path without any of these is itself, whether it is there or not.
 * A pattern that leads nowhere is taken for a path too: the error that it then makes names it.
 */
export function glob(pattern: string): string[] {
  if (!MAGIC.test(pattern)) return [pattern];
  const [first, ...segments] = pattern.split(SEPARATOR);
  // An absolute path begins with an empty segment, a relative one with a name.
  let found = first === "" ? ["/"] : matches("", first);
  for (const segment of segments) {
    if (segment !== "") found = found.flatMap((directory) => matches(directory, segment));
  }
  return found.length > 0 ? found : [pattern];
}

/** The paths in a directory whose name matches. */
function matches(directory: string, segment: string): string[] {
  const inside = (name: string) =>
    directory === "" || directory.endsWith("/") ? directory + name : `${directory}/${name}`;
  if (!MAGIC.test(segment)) return [inside(segment)].filter(exists);
  const expression = expressionOf(segment);
  return names(directory || ".").filter((name) => expression.test(name)).map(inside);
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    // Not there, or not for us: it matches nothing, as Go has it.
    return false;
  }
}

/** The names in a directory. */
function names(directory: string): string[] {
  try {
    return [...Deno.readDirSync(directory)].map(({ name }) => name).sort();
  } catch {
    // No directory, or not for us: nothing in it matches, as Go has it.
    return [];
  }
}

const PART = WINDOWS
  ? /\*|\?|\[(\^?)([^\]]+)\]|./gsu
  : /\*|\?|\[(\^?)((?:\\.|[^\]\\])+)\]|\\.|./gsu;

function expressionOf(segment: string): RegExp {
  const source = segment.replace(PART, (part, not, members) => {
    if (part === "*" || part === "?") return part === "*" ? ".*" : ".";
    if (members !== undefined) return `[${not}${literal(members, "-")}]`;
    return literal(part);
  });
  try {
    return new RegExp(`^${source}$`, "su");
  } catch {
    // A range that runs backwards has nothing in it.
    return /$./;
  }
}

/** Part of an expression for these characters, but for one that keeps its meaning. */
function literal(text: string, but?: string): string {
  const escape = WINDOWS ? /()(.)/gsu : /(\\?)(.)/gsu;
  return text.replace(
    escape,
    (_, escaped, char) => !escaped && char === but ? char : RegExp.escape(char),
  );
}
