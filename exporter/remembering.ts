/** How many texts are remembered; clients send the same ones all their life. */
const REMEMBERED = 32;

/** Remembers what a function made of the last few texts. */
export function remembering<T>(of: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    let value = known.get(text);
    if (value === undefined) {
      if (known.size >= REMEMBERED) known.clear();
      known.set(text, value = of(text));
    }
    return value;
  };
}
