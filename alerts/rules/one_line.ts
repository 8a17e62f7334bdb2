/** Strings, which keep their spaces; comments; spaces, with parentheses around them. */
const PARTS = /("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`)|([([{]?)(?:\s|#.*)+([)\]},]?)/g;

/** An expression without comments and line breaks, for links and tables. */
export function oneLine(expr: string): string {
  return expr.replace(PARTS, (_, string, open, close) => {
    if (string !== undefined) return string;
    return open || close ? `${open}${close}` : " ";
  }).trim();
}
