// How far is a run? Stages passed, the one at work, and the share of the whole.
import type { MatchRun } from '../../api/types';

/** Stages in the order in which a run goes through them. */
export const STAGES = ['reading', 'indexing', 'conflicts', 'affinity', 'assignment', 'reasons', 'storing'] as const;
export type Stage = (typeof STAGES)[number];

export type StageState = 'done' | 'now' | 'waiting';

/** State of every stage, and the whole in percent: each stage counts the same, the one at work by its share. */
export function progressOf(run: Pick<MatchRun, 'state' | 'progress'>): { stages: { stage: Stage; state: StageState }[]; percent: number } {
  const { stage, done, total } = run.progress;
  const isOver = run.state === 'done' || stage === 'done';
  const at = isOver ? STAGES.length : run.state === 'queued' ? -1 : STAGES.indexOf(stage as Stage);
  const share = total > 0 ? Math.min(1, Math.max(0, done / total)) : 0;
  return {
    stages: STAGES.map((name, index) => ({ stage: name, state: index < at ? 'done' : index === at ? 'now' : 'waiting' })),
    percent: isOver ? 100 : Math.min(99, Math.floor(((Math.max(at, 0) + (at < 0 ? 0 : share)) / STAGES.length) * 100)),
  };
}
