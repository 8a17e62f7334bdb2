import { NoData } from "../collector.ts";
import { quote } from "./text.ts";

/**
 * What a program writes, in the C locale.
 *
 * @param signal when it fires, the program is killed and not waited for
 * @throws {NoData} where there is no such program
 * @throws {Deno.errors.TimedOut} where the signal fires first
 * @throws {Error} where it fails, with what it wrote to its standard error
 */
export async function run(
  program: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  if (signal.aborted) throw late(program);
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command(program, {
      args: [...args],
      env: { LC_ALL: "C" },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw new NoData(`there is no ${program}`);
    throw error;
  }
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const kill = () => {
    try {
      child.kill("SIGKILL");
    } catch {
      // It ended just now.
    }
    reject(late(program));
  };
  signal.addEventListener("abort", kill);
  try {
    const { success, code, stdout, stderr } = await Promise.race([child.output(), aborted]);
    if (success) return new TextDecoder().decode(stdout);
    const said = quote(new TextDecoder().decode(stderr).trim());
    throw new Error(`${program} ${args[0]} ended with ${code}: ${said}`);
  } finally {
    signal.removeEventListener("abort", kill);
  }
}

const late = (program: string) =>
  new Deno.errors.TimedOut(`${program} gave no answer before the deadline and was killed`);
