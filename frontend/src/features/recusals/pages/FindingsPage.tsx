// Which experts are tied to which nominations, and what waits for a person's word? Filtered and paged in the address.
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { readFilters, useYear, withFilters } from '../../../shared/address';
import { useBilingual, useLabel, useLanguage } from '../../../shared/i18n';
import { formatCount, formatShare } from '../../../shared/time';
import { Button, type Column, DataTable, EmptyState, Page, Paging, QueryView, RecordText, SearchField, Section, SelectField, Tag } from '../../../shared/ui';
import styles from '../components/recusals.module.css';
import { RecusalTabs } from '../components/Tabs';
import { FINDING_FILTERS, type FindingFilters, useFindings } from '../queries';
import type { FindingFacets, FindingRow } from '../types';
import { toneOfFinding } from '../words';

/** The chips over the list: each a part of the filters. */
const CHIPS = [
  { key: 'all', filters: { severity: '', is_decided: '' } },
  { key: 'undecided', filters: { severity: 'flag', is_decided: 'false' } },
  { key: 'bar', filters: { severity: 'bar', is_decided: '' } },
  { key: 'flag', filters: { severity: 'flag', is_decided: '' } },
  { key: 'note', filters: { severity: 'note', is_decided: '' } },
] as const;

function countOf(key: (typeof CHIPS)[number]['key'], meta: FindingFacets): number {
  if (key === 'undecided') return meta.undecided_flags;
  const { bar = 0, flag = 0, note = 0 } = meta.by_severity;
  return key === 'all' ? bar + flag + note : { bar, flag, note }[key];
}

/** The findings of a round. */
export default function FindingsPage() {
  const { t } = useTranslation();
  const year = useYear();
  const [params, setParams] = useSearchParams();
  const filters = readFilters(params, FINDING_FILTERS);
  const query = useFindings(year, filters);
  const columns = useColumns(year);
  const change = (part: Partial<FindingFilters>, isRefinement = false) => setParams((now) => withFilters(now, part), { replace: isRefinement });
  const isFiltered = FINDING_FILTERS.some((name) => name !== 'cursor' && filters[name] !== '');
  return (
    <Page title={t('recusals.title')} tabTitle={t('recusals.title')} lead={t('recusals.lead')}>
      <RecusalTabs year={year} />
      <Filters filters={filters} meta={query.data?.meta} onChange={change} />
      <Section title={t('recusals.list')} hint={t('recusals.listHint')}>
        <QueryView query={query} rows={10}>
          {({ data, meta: page }) =>
            data.length === 0 ? (
              <EmptyState
                title={t('recusals.none')}
                text={t(isFiltered ? 'recusals.noneOfThese' : 'recusals.noneYet')}
                action={isFiltered && <Button onClick={() => setParams(new URLSearchParams())}>{t('common.clearFilters')}</Button>}
              />
            ) : (
              <>
                <DataTable label={t('recusals.list')} columns={columns} rows={data} rowKey={(row) => row.id} isStale={query.isPlaceholderData} />
                <Paging
                  meta={page}
                  shown={data.length}
                  onMove={(cursor) => {
                    change({ cursor });
                    window.scrollTo({ top: 0 });
                  }}
                />
              </>
            )
          }
        </QueryView>
      </Section>
    </Page>
  );
}

/** The chips with their counts, and the fields. */
function Filters({ filters, meta, onChange }: { filters: FindingFilters; meta: FindingFacets | undefined; onChange: (part: Partial<FindingFilters>, isRefinement?: boolean) => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const label = useLabel();
  const all = { value: '', label: t('common.all') };
  const kinds = [...new Set([...(meta?.by_kind ?? []).map((each) => each.kind), ...(filters.kind === '' ? [] : [filters.kind])])];
  return (
    <Section title={t('common.filters')}>
      <fieldset className={styles.chips} aria-label={t('recusals.columns.standing')}>
        {CHIPS.map((chip) => (
          <button
            key={chip.key}
            type="button"
            className={styles.chip}
            aria-pressed={filters.severity === chip.filters.severity && filters.is_decided === chip.filters.is_decided}
            onClick={() => onChange(chip.filters)}
          >
            {t(`recusals.chips.${chip.key}`)}
            {meta && <span className={styles.chipCount}>{formatCount(countOf(chip.key, meta), language)}</span>}
          </button>
        ))}
      </fieldset>
      <div className={styles.filters}>
        <SelectField label={t('recusals.columns.kind')} value={filters.kind} options={[all, ...kinds.map((value) => ({ value, label: label('conflictKind', value) }))]} onChange={(kind) => onChange({ kind })} />
        <SearchField label={t('recusals.columns.nomination')} placeholder={t('recusals.nominationHint')} value={filters.nomination} onSearch={(nomination, isRefinement) => onChange({ nomination }, isRefinement)} />
        <SearchField label={t('recusals.columns.expert')} placeholder={t('recusals.expertHint')} value={filters.expert} onSearch={(expert, isRefinement) => onChange({ expert }, isRefinement)} />
        <SelectField
          label={t('recusals.assigned')}
          value={filters.is_assigned}
          options={[all, { value: 'true', label: t('recusals.assignedYes') }, { value: 'false', label: t('recusals.assignedNo') }]}
          onChange={(is_assigned) => onChange({ is_assigned })}
        />
      </div>
    </Section>
  );
}

function useColumns(year: number): Column<FindingRow>[] {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  return [
    {
      key: 'kind',
      title: t('recusals.columns.kind'),
      onPhone: 'title',
      render: (row) => (
        <>
          <Link to={`/rounds/${year}/recusals/${row.id}`}>{bilingual({ zh: row.kind_zh, en: row.kind_en })}</Link>
          <span className={styles.line}>
            <RecordText text={bilingual({ zh: row.evidence_zh, en: row.evidence_en })} />
          </span>
        </>
      ),
    },
    {
      key: 'expert',
      title: t('recusals.columns.expert'),
      width: 200,
      render: (row) => (
        <>
          <RecordText text={row.expert.name} />
          <span className={styles.line}>
            <RecordText text={row.expert.unit} />
          </span>
        </>
      ),
    },
    {
      key: 'nomination',
      title: t('recusals.columns.nomination'),
      width: 260,
      render: (row) => (
        <>
          <RecordText text={row.nomination.title} />
          <span className={`${styles.line} ${styles.number}`}>
            <RecordText text={row.nomination.number} />
          </span>
        </>
      ),
    },
    { key: 'confidence', title: t('recusals.columns.confidence'), width: 76, isEnd: true, render: (row) => formatShare(row.confidence) },
    { key: 'standing', title: t('recusals.columns.standing'), width: 150, render: (row) => <Standing row={row} /> },
  ];
}

/** What a finding does now, and by whose word. */
function Standing({ row }: { row: FindingRow }) {
  const { t } = useTranslation();
  const label = useLabel();
  return (
    <>
      <Tag tone={toneOfFinding(row.standing)}>{label('recusals', `standings.${row.standing}`)}</Tag>
      {row.decision && (
        <span className={styles.line}>
          {label('recusals', `outcomes.${row.decision.outcome}`)} · <RecordText text={row.decision.by} />
        </span>
      )}
      {row.is_assigned && <span className={styles.line}>{t('recusals.isAssigned')}</span>}
    </>
  );
}
