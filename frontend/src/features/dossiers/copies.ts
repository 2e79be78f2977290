// Of the copies of a queue, in local storage and on the disk, which was written last? Plain data in, plain data out.
import { EMPTY, type Queue } from './queue';

/** A queue as it was written down, with the count of its page's writings: of two copies the higher is the newer. */
export interface Copy {
  queue: Queue;
  count: number;
}

export const written = (queue: Queue, count: number): string => JSON.stringify({ ...queue, count });

/** Stands in local storage where all up to a count is done, until the disk has forgotten it: no older copy comes back. */
export const tombstone = (count: number): string => written(EMPTY, count);

/** What a text says; nothing where it is torn or of something else. */
function read(text: string | null | undefined): Copy | undefined {
  if (text === null || text === undefined) return undefined;
  try {
    const { count = 0, batches, waiting, met, refused } = JSON.parse(text) as Queue & { count?: number };
    return [batches, waiting, met, refused].every(Array.isArray) ? { queue: { batches, waiting, met, refused }, count } : undefined;
  } catch {
    return undefined;
  }
}

/** The copy that was written last. */
export function newest(texts: readonly (string | null | undefined)[]): Copy | undefined {
  let last: Copy | undefined;
  for (const text of texts) {
    const copy = read(text);
    if (copy !== undefined && (last === undefined || copy.count > last.count)) last = copy;
  }
  return last;
}
