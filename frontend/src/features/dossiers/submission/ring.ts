// How much of a ring is filled? The places taken of those there are.

export interface Ring {
  /** Length of the whole line. */
  length: number;
  /** Length of the filled part. */
  filled: number;
  /** Every place is taken. */
  isFull: boolean;
}

/** The line of a ring with this radius; without a limit, or without a place, nothing is filled. */
export function ring(used: number, places: number | null | undefined, radius: number): Ring {
  const length = 2 * Math.PI * radius;
  const has = places !== null && places !== undefined;
  const share = has && places > 0 ? Math.min(1, Math.max(0, used / places)) : 0;
  return { length, filled: share * length, isFull: has && used >= places };
}
