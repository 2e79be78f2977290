// Which disputes over records wait for an answer, and which were answered?
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { readFilters, withFilters } from '../../../shared/address';
import { useLabel } from '../../../shared/i18n';
import { EmptyState, Page, Paging, QueryView, Section, SelectField, Stats } from '../../../shared/ui';
import { Disputes } from '../components/Disputes';
import styles from '../components/track_record.module.css';
import { DISPUTE_FILTERS, useDisputes } from '../queries';

const STATES = ['filed', 'accepted', 'rejected', 'withdrawn'] as const;

/** The queue of disputes; what waits first unless the address says otherwise. */
export default function DisputesPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const [params, setParams] = useSearchParams();
  const asked = readFilters(params, DISPUTE_FILTERS);
  const shown = asked.state === '' ? 'filed' : asked.state;
  const query = useDisputes({ ...asked, state: shown === 'all' ? '' : shown });
  const change = (part: Record<string, string>) => setParams((now) => withFilters(now, part));
  return (
    <Page title={t('dispute.queue')} tabTitle={t('dispute.queue')} lead={t('dispute.queueLead')}>
      <Section title={t('dispute.list')}>
        <div className={styles.controls}>
          <SelectField label={t('dispute.state')} value={shown} options={[...STATES.map((value) => ({ value, label: label('disputeState', value) })), { value: 'all', label: t('common.all') }]} onChange={(state) => change({ state, cursor: '' })} />
        </div>
        <QueryView query={query} rows={6}>
          {({ data, meta }) => (
            <div className={styles.stack}>
              <Stats
                stats={[
                  { label: t('dispute.waiting'), value: meta.waiting },
                  { label: t('dispute.late'), value: meta.overdue },
                ]}
              />
              {data.length === 0 ? <EmptyState title={t('dispute.none')} text={t('dispute.noneText')} /> : <Disputes disputes={data} showsSociety />}
              <Paging meta={meta} shown={data.length} onMove={(cursor) => change({ cursor })} />
            </div>
          )}
        </QueryView>
      </Section>
    </Page>
  );
}
