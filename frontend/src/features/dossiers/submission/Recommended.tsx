// What became of the recommendation to CAST? Its society is told when and why.
import { useTranslation } from 'react-i18next';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { By, RecordText, Section, Tag } from '../../../shared/ui';
import styles from './submission.module.css';
import type { DossierSubmissions } from './types';

const TONES: Record<string, 'green' | 'gold' | 'blue' | 'neutral'> = { waiting: 'blue', returned: 'gold', forwarded: 'green' };

/** What its reason is called, of one that has come back. */
const REASONS = { returned: 'recommendation.returnReason', taken_back: 'recommendation.takenBackReason' } as const;

/** The newest recommendation; nothing where there is none. */
export function Recommended({ known }: { known: DossierSubmissions }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const one = known.recommendation;
  if (one === null || one === undefined) return null;
  const reason = one.state === 'returned' || one.state === 'taken_back' ? REASONS[one.state] : undefined;
  return (
    <Section id="recommendation" title={t('recommendation.title')} hint={<By name={one.recommended_by} time={formatTime(one.recommended_at, language)} />}>
      <div className={styles.stack}>
        <p>
          <Tag tone={TONES[one.state] ?? 'neutral'}>{label('recommendation', `states.${one.state}`)}</Tag> {label('recommendation', `told.${one.state}`)}
        </p>
        {reason && one.reason && (
          <p className={styles.text}>
            {t(reason)}
            {t('common.colon')}
            <RecordText text={one.reason} />
          </p>
        )}
        {one.answered_at && (
          <p className={styles.minor}>
            <By name={one.answered_by} time={formatTime(one.answered_at, language)} />
          </p>
        )}
      </div>
    </Section>
  );
}
