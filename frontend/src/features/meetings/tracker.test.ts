import { describe, expect, it } from 'vitest';
import { isOver, newer } from './tracker';
import type { MeetingTracker } from './types';

const at = (version: number, state = 'open') => ({ version, state, present: { count: 0, of: 0 } }) as MeetingTracker;

describe('a tracker', () => {
  it('is over with its meeting', () => {
    expect(['draft', 'called', 'open', 'closed', 'cancelled'].map((state) => isOver({ state }))).toEqual([false, false, false, true, true]);
  });
  it('never goes back', () => {
    expect(newer(undefined, at(1)).version).toBe(1);
    expect(newer(at(3), at(2)).version).toBe(3);
    expect(newer(at(3), at(3, 'closed')).state).toBe('closed');
  });
});
