import { describe, expect, it } from 'vitest';
import { attentionTarget, pipelineOf } from './pipeline';
import { currentRound } from './queries';

describe('pipelineOf', () => {
  it('loses no nomination, whatever its state', () => {
    const byState = [
      { state: 'accepted', count: 1200 },
      { state: 'form_check', count: 30 },
      { state: 'withdrawn', count: 2 },
      { state: 'something_new', count: 5 },
      { state: 'awarded', count: 0 },
    ];
    const steps = pipelineOf(byState);
    expect(steps.reduce((sum, step) => sum + step.count, 0)).toBe(1237);
    expect(steps.at(-1)).toMatchObject({ group: 'other', count: 5 });
    expect(steps.find((step) => step.group === 'awarded')?.states).toEqual([]);
  });
  it('knows the states of the remote review', () => {
    const steps = pipelineOf([{ state: 'network_review', count: 3 }, { state: 'network_review_done', count: 4 }]);
    expect(steps.find((step) => step.group === 'network')?.count).toBe(7);
    expect(steps.some((step) => step.group === 'other')).toBe(false);
  });
  it('keeps the order of the process', () => {
    expect(pipelineOf([]).map((step) => step.group)).toEqual([
      'preparing', 'submitted', 'accepted', 'objection', 'network', 'panel', 'committee', 'awarded', 'ended',
    ]);
  });
});

describe('attentionTarget', () => {
  it('leads to the report that explains the count', () => {
    expect(attentionTarget('nominations_unfilled', 2025, 'r1')).toBe('/rounds/2025/matching/r1#unfilled');
    expect(attentionTarget('nominations_unfilled', 2025, undefined)).toBe('/rounds/2025/matching#unfilled');
    expect(attentionTarget('new_code', 2025, 'r1')).toBeUndefined();
  });
});

describe('currentRound', () => {
  const round = (year: number, state: 'draft' | 'open' | 'reviewing' | 'closed') => ({ year, state, name: '', nominations: 0 });
  it('prefers the newest round under way', () => {
    expect(currentRound([round(2023, 'closed'), round(2025, 'reviewing'), round(2027, 'draft')])?.year).toBe(2025);
    expect(currentRound([round(2021, 'closed'), round(2023, 'closed')])?.year).toBe(2023);
    expect(currentRound([])).toBeUndefined();
  });
});
