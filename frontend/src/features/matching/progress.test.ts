import { describe, expect, it } from 'vitest';
import { progressOf } from './progress';

const run = (state: 'queued' | 'running' | 'done', stage: 'reading' | 'affinity' | 'storing' | 'done', done: number, total: number) => ({
  state,
  progress: { stage, done, total },
});

describe('progressOf', () => {
  it('grows from stage to stage and says 100 only at the end', () => {
    const percents = [run('queued', 'reading', 0, 0), run('running', 'reading', 1, 2), run('running', 'affinity', 0, 10), run('running', 'affinity', 10, 10), run('running', 'storing', 10, 10), run('done', 'done', 0, 0)].map(
      (each) => progressOf(each).percent,
    );
    expect(percents).toEqual([0, 7, 42, 57, 99, 100]);
  });
  it('marks stages passed, at work and waiting', () => {
    expect(progressOf(run('running', 'affinity', 1, 3)).stages.map((stage) => stage.state)).toEqual(['done', 'done', 'done', 'now', 'waiting', 'waiting', 'waiting']);
    expect(progressOf(run('queued', 'reading', 0, 0)).stages.every((stage) => stage.state === 'waiting')).toBe(true);
  });
});
