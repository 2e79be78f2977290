// Which objections wait, and which is due first? The office's queue; the supervisor reads it.
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { readFilters, withFilters } from '../../../shared/address';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { DataTable, EmptyState, Page, Paging, QueryView, RecordText, SearchField, Section, SelectField, Tag } from '../../../shared/ui';
import { Due, toneOfObjection } from '../components/Parts';
import styles from '../components/objections.module.css';
import { OBJECTION_FILTERS, type ObjectionRow, useObjections } from '../queries';

const STATES = ['open', 'received', 'accepted', 'transferred', 'proposed', 'decided', 'refused', 'withdrawn'] as const;
const KINDS = ['academic', 'disciplinary'] as const;
const PARTIES = ['office', 'nominator', 'nominee', 'objector'] as const;

/** The queue of objections. */
export default function ObjectionsPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const [params, setParams] = useSearchParams();
  const filters = readFilters(params, OBJECTION_FILTERS);
  const query = useObjections(filters);
  const change = (part: Record<string, string>, isRefinement = false) => setParams((now) => withFilters(now, part), { replace: isRefinement });
  const all = { value: '', label: t('common.all') };
  return (
    <Page title={t('objection.title')} tabTitle={t('objection.title')} lead={t('objection.lead')}>
      <Section title={t('objection.queue')} hint={t('objection.queueHint')}>
        <div className={styles.filters}>
          <SelectField label={t('objection.state')} value={filters.state} options={[all, ...STATES.map((value) => ({ value, label: label('objection', `states.${value}`) }))]} onChange={(state) => change({ state })} />
          <SelectField label={t('objection.kind')} value={filters.kind} options={[all, ...KINDS.map((value) => ({ value, label: label('objection', `kinds.${value}`) }))]} onChange={(kind) => change({ kind })} />
          <SelectField label={t('objection.waitsFor')} value={filters.waits_for} options={[all, ...PARTIES.map((value) => ({ value, label: label('objection', `parties.${value}`) }))]} onChange={(waits_for) => change({ waits_for })} />
          <SearchField label={t('objection.number')} placeholder={t('objection.numberHint')} value={filters.number} onSearch={(number, isRefinement) => change({ number }, isRefinement)} />
        </div>
        <QueryView query={query} rows={6}>
          {({ data, meta }) =>
            data.length === 0 ? (
              <EmptyState title={t('objection.none')} />
            ) : (
              <>
                <DataTable<ObjectionRow>
                  label={t('objection.title')}
                  rowKey={(row) => row.id}
                  rows={data}
                  isStale={query.isPlaceholderData}
                  columns={[
                    {
                      key: 'number',
                      title: t('objection.number'),
                      onPhone: 'title',
                      render: (row) => (
                        <Link to={`/objections/${row.id}`} className="whole">
                          {row.number}
                        </Link>
                      ),
                    },
                    {
                      key: 'state',
                      title: t('objection.state'),
                      render: (row) => (
                        <>
                          <Tag tone={toneOfObjection(row.state)}>{label('objection', `states.${row.state}`)}</Tag>
                          {row.outcome && row.state === 'decided' && <span className={styles.minor}> {label('objection', `outcomes.${row.outcome}`)}</span>}
                        </>
                      ),
                    },
                    { key: 'due', title: t('objection.due'), render: (row) => (row.next_due_at ? <Due until={row.next_due_at} days={row.days_left} /> : '') },
                    {
                      key: 'nomination',
                      title: t('objection.nomination'),
                      width: '34%',
                      render: (row) => (
                        <span>
                          <RecordText text={row.nomination.title} />
                          <br />
                          <span className={styles.minor}>
                            <RecordText text={row.nomination.number} />
                            {row.nomination.society && (
                              <>
                                {' · '}
                                <RecordText text={row.nomination.society} />
                              </>
                            )}
                          </span>
                        </span>
                      ),
                    },
                    { key: 'kind', title: t('objection.kind'), render: (row) => `${label('objection', `kinds.${row.kind}`)} · ${t(row.is_named ? 'objection.named' : 'objection.anonymous')}` },
                    { key: 'received', title: t('objection.received'), render: (row) => <span className="whole">{formatTime(row.received_at, language)}</span> },
                  ]}
                />
                <Paging meta={meta} shown={data.length} onMove={(cursor) => change({ cursor })} />
              </>
            )
          }
        </QueryView>
      </Section>
    </Page>
  );
}
