// Which copies without names are there, and what do they leave out?
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { readFilters, useQueryInPlace, useYear, withFilters } from '../../../shared/address';
import { useLabel } from '../../../shared/i18n';
import { DataTable, EmptyState, Page, Paging, QueryView, RecordText, Section, SelectField, Stats, Tag } from '../../../shared/ui';
import { CopyEditor } from '../components/CopyEditor';
import { toneOfCopy } from '../components/Parts';
import styles from '../components/reading.module.css';
import { REDACTION_FILTERS, type RedactionRow, useRedaction, useRedactions } from '../office_queries';

const CATEGORIES = ['TOP', 'NAT', 'INV', 'PRO', 'INT'] as const;

/** The nomination that is open, with a way to the next. */
function Open({ id, onNext }: { id: string; onNext: (() => void) | undefined }) {
  const query = useRedaction(id);
  return (
    <QueryView query={query} isFramed>
      {(sight) => (
        <Section
          id="copy"
          title={
            <>
              <RecordText text={sight.title} />{' '}
              <span className={styles.minor}>
                <RecordText text={sight.nomination_id} />
              </span>
            </>
          }
        >
          <CopyEditor key={sight.id} sight={sight} onNext={onNext} />
        </Section>
      )}
    </QueryView>
  );
}

/** The copies without names of a round. */
export default function RedactionPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const year = useYear();
  const [params, change] = useQueryInPlace();
  const filters = readFilters(params, REDACTION_FILTERS);
  const open = params.get('nomination') ?? '';
  const query = useRedactions(year, filters);
  const rows = query.data?.data ?? [];
  const at = rows.findIndex((row) => row.id === open);
  // Behind the one that is open, the first that is not done.
  const next = rows.slice(at + 1).find((row) => !row.is_released);
  const toNext = next === undefined ? undefined : () => change((now) => withNomination(now, next.id), { isKept: true });
  return (
    <Page title={t('nav.redactions')} tabTitle={t('nav.redactions')} lead={t('reading.redactionLead')}>
      <Section title={t('reading.copies')}>
        <div className={styles.filters}>
          <SelectField label={t('reading.category')} value={filters.category} options={[{ value: '', label: t('common.all') }, ...CATEGORIES.map((value) => ({ value, label: label('category', value) }))]} onChange={(category) => change((now) => withFilters(now, { category, nomination: '' }))} />
        </div>
        <QueryView query={query}>
          {({ data, meta }) =>
            data.length === 0 ? (
              <EmptyState title={t('reading.noNominations')} />
            ) : (
              <>
                <Stats
                  stats={[
                    { label: t('reading.needed'), value: t(meta.is_needed ? 'reading.isNeeded' : 'reading.isNotNeeded') },
                    { label: t('reading.releasedCount'), value: t('common.count', { value: `${meta.released}／${meta.total}` }) },
                  ]}
                />
                <DataTable<RedactionRow>
                  label={t('reading.copies')}
                  rowKey={(row) => row.id}
                  rows={data}
                  isStale={query.isPlaceholderData}
                  columns={[
                    {
                      key: 'title',
                      title: t('reading.nomination'),
                      onPhone: 'title',
                      render: (row) => (
                        <Link to={`?${withNomination(params, row.id)}#copy`}>
                          <RecordText text={row.title} />
                        </Link>
                      ),
                    },
                    { key: 'number', title: t('reading.number'), render: (row) => <RecordText text={row.nomination_id} /> },
                    { key: 'category', title: t('reading.category'), render: (row) => label('category', row.category) },
                    { key: 'state', title: t('reading.copyState'), render: (row) => <Tag tone={toneOfCopy(row.state)}>{label('reading', `copyStates.${row.state ?? 'none'}`)}</Tag> },
                  ]}
                />
                <Paging meta={meta} shown={data.length} onMove={(cursor) => change((now) => withFilters(now, { cursor }), { isTurned: true })} />
              </>
            )
          }
        </QueryView>
      </Section>
      {open !== '' && <Open id={open} onNext={toNext} />}
    </Page>
  );
}

/** The address with a nomination open. */
function withNomination(params: URLSearchParams, id: string): URLSearchParams {
  const next = new URLSearchParams(params);
  next.set('nomination', id);
  return next;
}
