// How are the terms of a sum written so that what is read adds up, and where does each bar begin?

/**
 * Rounds terms to multiples of `unit` so that they still sum to the rounded sum: each is cut down, and the units
 * left over go to those that lost most (the earlier term where two lost the same).
 */
export function roundedToSum(values: readonly number[], unit: number): number[] {
  const cut = values.map((value) => Math.floor(value / unit));
  const total = Math.round(values.reduce((sum, value) => sum + value, 0) / unit);
  const missing = total - cut.reduce((sum, value) => sum + value, 0);
  const order = values
    .map((value, index) => ({ index, lost: value / unit - (cut[index] ?? 0) }))
    .sort((left, right) => right.lost - left.lost || left.index - right.index);
  const raised = new Set(order.slice(0, Math.max(0, missing)).map((entry) => entry.index));
  return cut.map((value, index) => (value + (raised.has(index) ? 1 : 0)) * unit);
}

/** Left edge and width of each bar of a waterfall, in percent of the span that the running sum covers. */
export function steps(values: readonly number[]): { left: number; width: number }[] {
  let sum = 0;
  const spans = values.map((value) => {
    const from = sum;
    sum += value;
    return { low: Math.min(from, sum), high: Math.max(from, sum) };
  });
  const low = Math.min(0, ...spans.map((span) => span.low));
  const high = Math.max(0, ...spans.map((span) => span.high));
  const whole = high - low || 1;
  return spans.map((span) => ({ left: ((span.low - low) / whole) * 100, width: ((span.high - span.low) / whole) * 100 }));
}
