// Which nominations are in the round? Searched, filtered, sorted and paged, all of it in the address.
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { NominationRow } from '../../../api/types';
import { readFilters, useYear, withFilters } from '../../../shared/address';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatCount } from '../../../shared/time';
import { Button, type Column, DataTable, EmptyState, Page, Paging, QueryView, RecordText, ScoreBar, SearchField, Section, SelectField, Tag, toneOfState } from '../../../shared/ui';
import { readsWholeRound } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import styles from '../components/nominations.module.css';
import { FILTERS, useNominations } from '../queries';

type Facet = readonly { value: string; count: number }[];

/** The columns that suit the reader: those of matching only for who may see matches. */
function useColumns(year: number, seesMatch: boolean): Column<NominationRow>[] {
  const { t } = useTranslation();
  const label = useLabel();
  return [
    { key: 'number', title: t('nominations.columns.number'), sortKey: 'number', width: 150, render: (row) => <RecordText text={row.nomination_id} /> },
    {
      key: 'title',
      title: t('nominations.columns.title'),
      sortKey: 'title',
      onPhone: 'title',
      render: (row) => (
        <Link to={`/rounds/${year}/nominations/${row.id}`}>
          <RecordText text={row.title} />
        </Link>
      ),
    },
    { key: 'category', title: t('nominations.columns.category'), width: 112, render: (row) => label('categoryShort', row.category) },
    { key: 'panel', title: t('nominations.columns.panel'), sortKey: 'panel', width: 150, render: (row) => <RecordText text={row.panel} /> },
    {
      key: 'firstCompleter',
      title: t('nominations.columns.firstCompleter'),
      width: 170,
      render: (row) => (
        <>
          <RecordText text={row.first_completer} />
          {row.first_unit && (
            <div className={styles.minor}>
              <RecordText text={row.first_unit} />
            </div>
          )}
        </>
      ),
    },
    { key: 'state', title: t('nominations.columns.state'), width: 118, render: (row) => <Tag tone={toneOfState(row.state)}>{label('state', row.state)}</Tag> },
    ...(seesMatch
      ? [
          {
            key: 'assigned',
            title: t('nominations.columns.assigned'),
            width: 96,
            render: (row: NominationRow) =>
              row.assigned == null || row.demand == null ? (
                <span className={styles.minor}>{t('nominations.notMatched')}</span>
              ) : (
                <span className={row.assigned < row.demand ? styles.short : undefined}>
                  {t('nominations.assignedOf', { assigned: row.assigned, demand: row.demand })}
                </span>
              ),
          },
          { key: 'lowestScore', title: t('nominations.columns.lowestScore'), sortKey: 'lowest_score', width: 150, render: (row: NominationRow) => <ScoreBar score={row.lowest_score} /> },
        ]
      : []),
  ];
}

/** The list of nominations. */
export default function NominationsPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const year = useYear();
  const [params, setParams] = useSearchParams();
  const filters = readFilters(params, FILTERS);
  const query = useNominations(year, filters);
  const seesMatch = readsWholeRound(useAccount());
  const columns = useColumns(year, seesMatch);
  const change = (part: Record<string, string>, replace = false) => setParams((now) => withFilters(now, part), { replace });
  const isFiltered = filters.q !== '' || filters.category !== '' || filters.panel !== '' || filters.state !== '';

  const options = (facet: Facet | undefined, chosen: string, name: (value: string) => string) => {
    const known = facet ?? [];
    // A chosen value stays in the list even where nothing of it is left.
    const all = chosen === '' || known.some((entry) => entry.value === chosen) ? known : [{ value: chosen, count: 0 }, ...known];
    return [
      { value: '', label: t('common.all') },
      ...all.map((entry) => ({ value: entry.value, label: `${name(entry.value)} (${formatCount(entry.count, language)})` })),
    ];
  };
  const facets = query.data?.meta.facets;
  const sorts = ['number', 'title', 'panel', ...(seesMatch ? (['lowest_score', '-lowest_score'] as const) : []), ...(filters.q === '' ? [] : (['relevance'] as const))] as const;
  const sort = filters.sort === '' ? (filters.q === '' ? 'number' : 'relevance') : filters.sort;
  const sortOptions = sorts.map((value) => ({ value, label: t(`nominations.sorts.${value}`) }));
  if (!sortOptions.some((option) => option.value === sort)) {
    const plain = sort.replace(/^-/, '');
    sortOptions.push({ value: sort as 'number', label: `${label('nominations', `sorts.${plain}`)} · ${t('table.descending')}` as never });
  }

  return (
    <Page title={t('nominations.title')} tabTitle={t('nominations.title')} lead={t('frame.roundOption', { year })}>
      <Section title={t('common.filters')}>
        <div className={styles.filters}>
          <div className={styles.searchSlot}>
            <SearchField label={t('nominations.searchLabel')} placeholder={t('nominations.searchHint')} value={filters.q} onSearch={(q, isRefinement) => change({ q, ...(q === '' && filters.sort === 'relevance' ? { sort: '' } : {}) }, isRefinement)} />
          </div>
          <SelectField label={t('nominations.category')} value={filters.category} options={options(facets?.category, filters.category, (value) => label('category', value))} onChange={(category) => change({ category })} />
          <SelectField label={t('nominations.panel')} value={filters.panel} options={options(facets?.panel, filters.panel, (value) => value)} onChange={(panel) => change({ panel })} />
          <SelectField label={t('nominations.state')} value={filters.state} options={options(facets?.state, filters.state, (value) => label('state', value))} onChange={(state) => change({ state })} />
          <SelectField label={t('nominations.sort')} value={sort} options={sortOptions} onChange={(next) => change({ sort: next })} />
        </div>
        {isFiltered && (
          <div className={styles.filterFoot}>
            <Button size="small" onClick={() => change({ q: '', category: '', panel: '', state: '', sort: '' })}>
              {t('common.clearFilters')}
            </Button>
          </div>
        )}
      </Section>
      <Section title={t('nominations.table')}>
        <QueryView query={query} rows={10}>
          {({ data, meta }) =>
            data.length === 0 ? (
              <>
                <EmptyState title={t('nominations.emptyTitle')} text={isFiltered ? t('nominations.emptyText') : t('nominations.emptyRoundText')} />
                <Paging meta={meta} shown={0} onMove={(cursor) => change({ cursor })} />
              </>
            ) : (
              <>
                <DataTable label={t('nominations.table')} columns={columns} rows={data} rowKey={(row) => row.id} sort={sort} onSort={(next) => change({ sort: next })} isStale={query.isPlaceholderData} />
                <Paging
                  meta={meta}
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
