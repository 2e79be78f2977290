// What does a society's page tell of its record? The telling figures, what waits, and the way to the rest.
import { useTranslation } from 'react-i18next';
import { Alert, ButtonLink, EmptyState, QueryView, Section } from '../../../shared/ui';
import { useRecord } from '../queries';
import { Tiles } from './Tiles';
import styles from './track_record.module.css';

/** The record of a society in short, for a page that is about more than that. */
export function RecordSummary({ code }: { code: string }) {
  const { t } = useTranslation();
  const query = useRecord(code);
  return (
    <Section title={t('record.title')}>
      <QueryView query={query} rows={3}>
        {(record) => (
          <div className={styles.stack}>
            {record.is_suspended && <Alert type="warning" showIcon title={t('record.suspended')} />}
            {record.rounds.length === 0 ? <EmptyState title={t('record.none')} /> : <Tiles record={record} />}
            <div>
              <ButtonLink to={`/societies/${code}/record`}>{t('record.open')}</ButtonLink>
            </div>
          </div>
        )}
      </QueryView>
    </Section>
  );
}
