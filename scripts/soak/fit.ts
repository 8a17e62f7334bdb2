/**
 * The straight line that comes nearest to points (least squares).
 *
 * @returns its height at 0, and how much it rises for each 1 to the right
 */
export function fit(points: readonly (readonly [x: number, y: number])[]): {
  readonly base: number;
  readonly slope: number;
} {
  const n = points.length;
  const mean = (of: (point: readonly [number, number]) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / n;
  const x = mean(([x]) => x), y = mean(([, y]) => y);
  const spread = points.reduce((sum, [px]) => sum + (px - x) ** 2, 0);
  const slope = spread === 0
    ? 0
    : points.reduce((sum, [px, py]) => sum + (px - x) * (py - y), 0) / spread;
  return { base: y - slope * x, slope };
}
