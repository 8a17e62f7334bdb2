/** Characters of what an error tells; a query may be as long as a book. */
const LONGEST = 500;

/** A text for an error: of a long one the begin. */
export const shortened = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
