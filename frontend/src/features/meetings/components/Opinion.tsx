// What does the body say of an item, and who stands behind it?
import { useTranslation } from 'react-i18next';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { Names } from '../../../shared/names';
import { formatTime } from '../../../shared/time';
import { By, QueryView, RecordText, Tag } from '../../../shared/ui';
import { useOpinion } from '../queries';
import type { GroupOpinion } from '../types';
import styles from './meetings.module.css';

/** The opinion on an item, for the office. */
export function Opinion({ item }: { item: string }) {
  const query = useOpinion(item);
  return (
    <QueryView query={query} rows={4}>
      {(opinion) => (
        <Names value={opinion.names}>
          <Whole opinion={opinion} />
        </Names>
      )}
    </QueryView>
  );
}

function Whole({ opinion }: { opinion: GroupOpinion }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  return (
    <div className={styles.stack}>
      <p className={styles.text}>
        <RecordText text={opinion.text} />
      </p>
      <p className={styles.minor}>
        {t('meetings.draftedBy')} <By name={opinion.drafted_by} time={formatTime(opinion.locked_at, language)} />
      </p>
      {opinion.digest && <p className={styles.digest}>SHA-256 {opinion.digest}</p>}
      <ul className={styles.stack} aria-label={t('meetings.signatures')}>
        {opinion.signatures.map((one) => (
          <li key={one.number} className={styles.row}>
            <span className={styles.number}>{one.number}</span>
            <RecordText text={one.name} />
            <Tag tone={one.answer === 'agree' ? 'green' : 'gold'}>{label('meetings', `answers.${one.answer}`)}</Tag>
            <span className={styles.minor}>{formatTime(one.signed_at, language)}</span>
            {one.words && <RecordText text={one.words} />}
          </li>
        ))}
      </ul>
      {opinion.waiting.length > 0 && <p className={styles.minor}>{t('meetings.waitingFor', { seats: opinion.waiting.join(t('common.separator')) })}</p>}
    </div>
  );
}
