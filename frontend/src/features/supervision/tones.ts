// Which colour goes with which standing of supervision?
import type { Tone } from '../../shared/ui';

/** Tone of a taskbook's state. */
export function toneOfTaskbook(state: string): Tone {
  if (state === 'executing') return 'green';
  if (state === 'suspended') return 'red';
  if (state === 'signed') return 'blue';
  return state === 'draft' ? 'gold' : 'neutral';
}

/** Tone of a finding's grade. */
export function toneOfFinding(grade: string): Tone {
  if (grade === 'sound') return 'green';
  return grade === 'serious' ? 'red' : 'gold';
}

/** A target or an actual value with its unit: no blank before a per cent sign. */
export function withUnit(value: number, unit: string, sign = ''): string {
  const gap = unit.startsWith('%') || unit.startsWith('‰') ? '' : ' ';
  return `${sign}${value}${gap}${unit}`.trimEnd();
}

/** The sign before a target. */
export const signOf = (aim: string): string => (aim === 'at_most' ? '≤' : '≥');
