export type Labels = Readonly<Record<string, string>>;

/** A series by its labels, which come in one order. */
export function keyOf(labels: Labels): string {
  return JSON.stringify(labels);
}
