/**
 * Runs a program to its end.
 *
 * @returns what it printed
 * @throws {Error} with the last line that it said, where it fails or is not there
 */
export async function run(
  path: string,
  args: readonly string[],
  options: Pick<Deno.CommandOptions, "cwd" | "env"> = {},
): Promise<string> {
  const command = new Deno.Command(path, {
    args: [...args],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    ...options,
    env: { NO_COLOR: "1", ...options.env },
  });
  const { success, code, stdout, stderr } = await command.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  if (!success) throw new Error(problem(text(stderr)) || `${path} ${args[0]} ended with ${code}`);
  return text(stdout);
}

/** What a Deno that failed says is wrong, in one line. */
function problem(said: string): string {
  const lines = said.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const from = lines.findIndex((line) => /^error/i.test(line));
  const causes = lines.slice(from === -1 ? -1 : from).filter((line) =>
    !/^Stack backtrace/.test(line)
  );
  return causes.slice(0, 4).join(" ");
}
