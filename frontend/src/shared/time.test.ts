import { describe, expect, it } from 'vitest';
import { formatClock, formatScore, formatShare, formatTime, secondsBetween } from './time';

describe('times', () => {
  it('are written in Beijing time whatever the machine', () => {
    expect(formatTime('2026-11-22T16:30:05Z', 'zh-CN')).toBe('2026-11-23 00:30');
    expect(formatTime('2026-11-22T16:30:05Z', 'zh-CN', true)).toBe('2026-11-23 00:30:05');
    expect(formatTime('2026-11-22T16:30:05Z', 'en')).toBe('23 Nov 2026, 00:30');
  });
  it('say the day only where it is another', () => {
    const now = new Date('2026-11-22T17:00:00Z');
    expect(formatClock('2026-11-22T16:30:05Z', 'zh-CN', now)).toBe('00:30:05');
    expect(formatClock('2026-11-22T15:30:05Z', 'zh-CN', now)).toBe('2026-11-22 23:30:05');
  });
  it('are a dash when missing or unreadable', () => {
    expect(formatTime(null, 'en')).toBe('—');
    expect(formatTime('soon', 'zh-CN')).toBe('—');
  });
  it('give durations only when both ends are known and in order', () => {
    expect(secondsBetween('2026-01-01T00:00:00Z', '2026-01-01T00:00:12.5Z')).toBe(12.5);
    expect(secondsBetween('2026-01-01T00:00:00Z', null)).toBeUndefined();
    expect(secondsBetween('2026-01-01T00:00:10Z', '2026-01-01T00:00:00Z')).toBeUndefined();
  });
});

describe('figures', () => {
  it('never round an incomplete share up to the whole', () => {
    expect(formatShare(6454 / 6455)).toBe('99.9%');
    expect(formatShare(6437 / 6455)).toBe('99.7%');
    expect(formatShare(1)).toBe('100%');
    expect(formatShare(0.034)).toBe('3.4%');
    expect(formatShare(0)).toBe('0%');
  });
  it('give a score two decimals or a dash', () => {
    expect(formatScore(0.5)).toBe('0.50');
    expect(formatScore(null)).toBe('—');
  });
});
