import { stringsAnd } from "../../exporter/query/lexical.ts";

/** Strings, which keep their spaces; comments; spaces, with parentheses around them. */
const PARTS = stringsAnd(/([([{]?)(?:\s|#.*)+([)\]},]?)/);

/** An expression without comments and line breaks, for links and tables. */
export function oneLine(expr: string): string {
  return expr.replace(PARTS, (part, open, close) => {
    if (open === undefined) return part;
    return open || close ? `${open}${close}` : " ";
  }).trim();
}
