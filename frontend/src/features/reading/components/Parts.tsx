// How is it shown where a question or a copy without names stands, and until when something is due?
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import type { Tone } from '../../../shared/ui';
import styles from './reading.module.css';

/** Tone of where a question stands. */
export function toneOfQuestion(state: string): Tone {
  if (state === 'asked' || state === 'answered') return 'gold';
  if (state === 'late' || state === 'refused') return 'red';
  return state === 'released' ? 'green' : 'blue';
}

/** Tone of where a copy stands; none of a nomination that has none. */
export function toneOfCopy(state: string | null | undefined): Tone {
  if (state === 'released') return 'green';
  return state === 'checked' ? 'blue' : state === 'draft' ? 'gold' : 'neutral';
}

/** An end, told as late where its time is over. */
export function Until({ due, isLate = false }: { due: string | null | undefined; isLate?: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (!due) return null;
  return (
    <span className={isLate ? styles.late : styles.minor}>
      {t('reading.until')} <span className="whole">{formatTime(due, language)}</span>
      {isLate && ` ${t('reading.over')}`}
    </span>
  );
}
