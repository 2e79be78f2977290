import { describe, expect, it } from 'vitest';
import { timeLeft } from './deadline';

const END = '2027-03-16T00:00:00Z';
const end = Date.parse(END);

describe('timeLeft', () => {
  it('counts down and never rounds up', () => {
    expect(timeLeft(end - 86_400_000, END)).toEqual({ days: 1, hours: 0, minutes: 0, isOver: false });
    expect(timeLeft(end - 86_399_000, END)).toEqual({ days: 0, hours: 23, minutes: 59, isOver: false });
    expect(timeLeft(end - 1, END)).toEqual({ days: 0, hours: 0, minutes: 0, isOver: false });
    expect(timeLeft(end, END)?.isOver).toBe(true);
  });
  it('knows no deadline', () => {
    expect(timeLeft(0, null)).toBeUndefined();
    expect(timeLeft(0, 'soon')).toBeUndefined();
  });
});
