/**
 * Writes to standard output, all of it.
 *
 * @param text with the end of its last line
 * @throws {Error} where it is full, or closed
 */
export async function print(text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  try {
    for (let written = 0; written < bytes.length;) {
      written += await Deno.stdout.write(bytes.subarray(written));
    }
  } catch (error) {
    throw new Error(`standard output cannot be written: ${(error as Error).message}`);
  }
}
