/** As Go's `url.QueryEscape` has it. */
export function queryEscape(text: string): string {
  const escaped = encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return escaped.replaceAll("%20", "+");
}

/** The page of Prometheus that shows an expression's values. */
export function tablePath(expr: string): string {
  return `/graph?g0.expr=${queryEscape(expr)}&g0.tab=1`;
}

/** The page of Prometheus that shows an expression over time. */
export function graphPath(expr: string): string {
  return `/graph?g0.expr=${queryEscape(expr)}&g0.tab=0`;
}
