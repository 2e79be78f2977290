// Is a reason long enough? As the server counts it.

/** Shortest reason that the server takes. */
export const REASON_LEAST = 4;

/** Whether a reason is long enough, blanks around it apart. */
export const isReason = (text: string): boolean => [...text.trim()].length >= REASON_LEAST;
