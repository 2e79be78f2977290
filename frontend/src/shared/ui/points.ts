// How large is a point that stands for several? Its area counts, not its width; the smallest can still be seen.
const LEAST_PIXELS = 8;
const MOST_PIXELS = 34;

/** Width in pixels of the point for `count`, where the largest point stands for `most`. */
export function pointSize(count: number, most: number): number {
  const share = most <= 0 ? 0 : Math.min(1, Math.max(0, count / most));
  return Math.max(LEAST_PIXELS, MOST_PIXELS * Math.sqrt(share));
}
