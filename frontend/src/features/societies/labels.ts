// Which colour goes with which standing of a society, and in which groups are they?
import type { Tone } from '../../shared/ui';

/** The groups of disciplines, as they are written in the register. */
export const GROUPS = ['理科', '工科', '农科', '医科', '交叉学科'] as const;

/** Tone of a standing with the right to nominate, or of an application's state. */
export function toneOfQualification(standing: string): Tone {
  if (standing === 'granted') return 'green';
  if (['probation', 'applying', 'submitted', 'checked'].includes(standing)) return 'blue';
  if (['appealed', 'returned', 'suspended'].includes(standing)) return 'gold';
  return ['refused', 'revoked', 'expired'].includes(standing) ? 'red' : 'neutral';
}

/** Tone of a standing with CAST. */
export function toneOfStatus(status: string | null | undefined): Tone {
  if (status === 'suspended') return 'gold';
  return ['merged', 'deregistered', 'left'].includes(status ?? '') ? 'red' : 'neutral';
}

/** Tone of the nearness of an end. */
export function toneOfAlert(alert: string | null | undefined): Tone {
  if (alert === 'overdue' || alert === 'within7') return 'red';
  return alert === 'within30' ? 'gold' : alert === 'within90' ? 'blue' : 'neutral';
}

/** Tone of the result of an annual check. */
export function toneOfCheck(result: string | null | undefined): Tone {
  if (result === 'passed') return 'green';
  return result === 'failed' ? 'red' : result === 'basically_passed' ? 'gold' : 'neutral';
}
