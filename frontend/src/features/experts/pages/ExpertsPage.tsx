// Who is in the pool? Found by Chinese name, pinyin, English, unit or field.
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { ExpertRow } from '../../../api/types';
import { readFilters, withFilters } from '../../../shared/address';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatCount } from '../../../shared/time';
import { Button, type Column, DataTable, EmptyState, LoadBar, Page, Paging, QueryView, RecordText, SearchField, Section, SelectField, Tag, Tags } from '../../../shared/ui';
import styles from '../components/experts.module.css';
import { FILTERS, useExperts } from '../queries';

const KEYWORDS_SHOWN = 3;

function useColumns(): Column<ExpertRow>[] {
  const { t } = useTranslation();
  const language = useLanguage();
  return [
    { key: 'number', title: t('experts.columns.number'), sortKey: 'number', width: 120, render: (row) => <RecordText text={row.expert_id} /> },
    {
      key: 'name',
      title: t('experts.columns.name'),
      sortKey: 'name',
      width: 190,
      onPhone: 'title',
      render: (row) => (
        <>
          <span className={styles.nameLine}>
            <Link to={`/experts/${row.id}`}>
              <RecordText text={row.name} />
            </Link>
            {row.is_academician && <Tag tone="gold">{t('experts.academician')}</Tag>}
          </span>
          {(row.name_en || row.title) && (
            <div className={styles.minor}>
              {row.name_en && <RecordText text={row.name_en} />}
              {row.name_en && row.title && ' · '}
              {row.title && <RecordText text={row.title} />}
            </div>
          )}
        </>
      ),
    },
    { key: 'unit', title: t('experts.columns.unit'), sortKey: 'unit', render: (row) => <RecordText text={row.unit} /> },
    {
      key: 'disciplines',
      title: t('experts.columns.disciplines'),
      width: 190,
      render: (row) =>
        row.disciplines.length === 0
          ? '—'
          : row.disciplines.slice(0, 2).map((discipline) => (
              <div key={discipline.code}>
                <span className="tabular">{discipline.code}</span> {discipline.name && <RecordText text={discipline.name} />}
              </div>
            )),
    },
    {
      key: 'keywords',
      title: t('experts.columns.keywords'),
      render: (row) =>
        row.keywords.length === 0 ? (
          '—'
        ) : (
          <Tags>
            {row.keywords.slice(0, KEYWORDS_SHOWN).map((keyword) => (
              <Tag key={keyword}>
                <RecordText text={keyword} />
              </Tag>
            ))}
            {row.keywords.length > KEYWORDS_SHOWN && <span className={styles.minor}>+{row.keywords.length - KEYWORDS_SHOWN}</span>}
          </Tags>
        ),
    },
    { key: 'publications', title: t('experts.columns.publications'), sortKey: 'publications', width: 110, isEnd: true, render: (row) => formatCount(row.publications_count, language) },
    { key: 'load', title: t('experts.columns.load'), sortKey: 'load', width: 140, render: (row) => <LoadBar load={row.load} limit={row.max_load} /> },
  ];
}

const SORTS = ['number', 'name', 'unit', 'load', '-load', 'publications', '-publications'] as const;

/** The pool of experts. */
export default function ExpertsPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const [params, setParams] = useSearchParams();
  const filters = readFilters(params, FILTERS);
  const query = useExperts(filters);
  const columns = useColumns();
  const change = (part: Record<string, string>, replace = false) => setParams((now) => withFilters(now, part), { replace });
  const isFiltered = filters.q !== '' || filters.discipline !== '';
  const sort = filters.sort === '' ? (filters.q === '' ? 'number' : 'relevance') : filters.sort;
  const sortOptions: { value: string; label: string }[] = SORTS.map((value) => ({ value, label: t(`experts.sorts.${value}`) }));
  if (filters.q !== '') sortOptions.push({ value: 'relevance', label: t('experts.sorts.relevance') });
  if (!sortOptions.some((option) => option.value === sort)) {
    sortOptions.push({ value: sort, label: `${label('experts', `sorts.${sort.replace(/^-/, '')}`)} · ${t('table.descending')}` });
  }
  return (
    <Page title={t('experts.title')} tabTitle={t('experts.title')}>
      <Section title={t('common.filters')}>
        <div className={styles.filters}>
          <SearchField label={t('experts.searchLabel')} placeholder={t('experts.searchHint')} value={filters.q} onSearch={(q, isRefinement) => change({ q, ...(q === '' && filters.sort === 'relevance' ? { sort: '' } : {}) }, isRefinement)} />
          <SearchField label={t('experts.discipline')} placeholder={t('experts.disciplineHint')} value={filters.discipline} onSearch={(discipline, isRefinement) => change({ discipline }, isRefinement)} />
          <SelectField label={t('experts.sort')} value={sort} options={sortOptions} onChange={(next) => change({ sort: next })} />
        </div>
        {isFiltered && (
          <div className={styles.filterFoot}>
            <Button size="small" onClick={() => change({ q: '', discipline: '', sort: '' })}>
              {t('common.clearFilters')}
            </Button>
          </div>
        )}
      </Section>
      <Section title={t('experts.table')}>
        <QueryView query={query} rows={10}>
          {({ data, meta }) => (
            <>
              {data.length === 0 ? (
                <EmptyState title={t('experts.emptyTitle')} text={t('experts.emptyText')} />
              ) : (
                <DataTable label={t('experts.table')} columns={columns} rows={data} rowKey={(row) => row.id} sort={sort} onSort={(next) => change({ sort: next })} isStale={query.isPlaceholderData} />
              )}
              <Paging
                meta={meta}
                shown={data.length}
                onMove={(cursor) => {
                  change({ cursor });
                  window.scrollTo({ top: 0 });
                }}
              />
            </>
          )}
        </QueryView>
      </Section>
    </Page>
  );
}
