// What became of the recommendation to CAST? Its society is told when and why.
import { useTranslation } from 'react-i18next';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { RecordText, Section, Tag } from '../../../shared/ui';
import { By } from '../process/By';
import styles from './submission.module.css';
import type { DossierSubmissions } from './types';

/** The newest recommendation; nothing where there is none. */
export function Recommended({ known }: { known: DossierSubmissions }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const one = known.recommendation;
  if (one === null || one === undefined) return null;
  const isReturned = one.state === 'returned';
  return (
    <Section id="recommendation" title={t('recommendation.title')} hint={<By name={one.recommended_by} time={formatTime(one.recommended_at, language)} />}>
      <div className={styles.stack}>
        <p>
          <Tag tone={isReturned ? 'gold' : one.state === 'forwarded' ? 'green' : 'blue'}>{label('recommendation', `states.${one.state}`)}</Tag> {label('recommendation', `told.${one.state}`)}
        </p>
        {isReturned && one.reason && (
          <p className={styles.text}>
            {t('recommendation.returnReason')}
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
