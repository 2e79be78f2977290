// How are a sheet, its total and what it lacks told to a reviewer?
import { useTranslation } from 'react-i18next';
import type { Fault } from './law';
import type { Sheet } from './types';

/** What a nomination is called: its name, or what stands for it. */
export const nameOf = (sheet: Sheet): string => sheet.title ?? sheet.alias ?? sheet.nomination_id ?? '';

/** A total as it is written, with two decimals; a dash before there is one. */
export const totalText = (total: number | undefined): string => (total === undefined ? '—' : total.toFixed(2));

/** The address of the page of a sheet, or of the queue where there is none. */
export const sheetPath = (id: string | undefined): string => (id === undefined ? '/my-sheets' : `/my-sheets/${id}`);

/** The id of the control of a criterion, and of its reason. */
export const controlId = (criterion: string): string => `score-${criterion}`;
export const reasonId = (criterion: string): string => `reason-${criterion}`;

/** The sentence for something that a sheet lacks. */
export function useFaultText(): (fault: Fault | undefined) => string | undefined {
  const { t } = useTranslation();
  return (fault) => {
    if (fault === undefined) return undefined;
    if (fault.code === 'reason') return t('scoring.fault.reason', { least: fault.bound });
    if (fault.code === 'long') return t('scoring.fault.long', { most: fault.bound });
    return t(fault.part === 'choices' ? 'scoring.fault.choose' : 'scoring.fault.points');
  };
}
