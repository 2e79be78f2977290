// Which nominations has the plan, and which of them are not as they should be?
import { useTranslation } from 'react-i18next';
import { useLabel } from '../../../shared/i18n';
import { formatScore } from '../../../shared/time';
import { EmptyState, Paging, QueryView, RecordText, SearchField, SelectField, Tag } from '../../../shared/ui';
import { type ColumnFilters, useCoverage } from '../queries';
import type { Coverage } from '../types';
import styles from './assignments.module.css';

const SORTS = ['number', 'assigned', 'lowest', '-lowest', 'total', '-total'] as const;
const CATEGORIES = ['TOP', 'NAT', 'INV', 'PRO', 'INT'] as const;
const GRAVE = new Set(['bar', 'frozen', 'unfilled']);

/** The first column. */
export function NominationsColumn({ plan, filters, onFilter, onChoose }: { plan: string; filters: ColumnFilters; onFilter: (part: Partial<ColumnFilters>, isRefinement?: boolean) => void; onChoose: (row: Coverage) => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const query = useCoverage(plan, filters);
  const all = { value: '', label: t('common.all') };
  return (
    <section className={styles.column} data-column="nominations" aria-label={t('assignments.columns.nominations')}>
      <div className={styles.columnHead}>
        <h2>{t('assignments.columns.nominations')}</h2>
        <SearchField label={t('assignments.search')} placeholder={t('assignments.nominationHint')} value={filters.q} onSearch={(q, isRefinement) => onFilter({ q, cursor: '' }, isRefinement)} />
        <div className={styles.pair}>
          <SelectField label={t('nominations.category')} value={filters.category} options={[all, ...CATEGORIES.map((value) => ({ value, label: label('categoryShort', value) }))]} onChange={(category) => onFilter({ category, cursor: '' })} />
          <SelectField label={t('assignments.sort')} value={filters.sort === '' ? 'number' : filters.sort} options={SORTS.map((value) => ({ value, label: t(`assignments.nominationSorts.${value}`) }))} onChange={(sort) => onFilter({ sort, cursor: '' })} />
        </div>
        <label className={styles.tick}>
          <input type="checkbox" checked={filters.problem === 'true'} onChange={(event) => onFilter({ problem: event.target.checked ? 'true' : '', cursor: '' })} />
          <span>{t('assignments.problemsOnly')}</span>
        </label>
      </div>
      <div className={styles.rows}>
        <QueryView query={query} rows={8}>
          {({ data, meta }) =>
            data.length === 0 ? (
              <EmptyState title={t('assignments.noNominations')} text={t('assignments.noNominationsText')} />
            ) : (
              <>
                <ul aria-busy={query.isPlaceholderData} className={query.isPlaceholderData ? styles.stale : undefined}>
                  {data.map((row) => (
                    <Row key={row.nomination.id} row={row} isCurrent={row.nomination.id === filters.nomination} onChoose={() => onChoose(row)} />
                  ))}
                </ul>
                <Paging label={t('assignments.columns.nominations')} meta={meta} shown={data.length} onMove={(cursor) => onFilter({ cursor })} />
              </>
            )
          }
        </QueryView>
      </div>
    </section>
  );
}

function Row({ row, isCurrent, onChoose }: { row: Coverage; isCurrent: boolean; onChoose: () => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  return (
    <li className={styles.row} data-current={isCurrent}>
      <button type="button" className={styles.rowHead} data-row={row.nomination.id} aria-current={isCurrent} onClick={onChoose}>
        <span className={styles.rowTitle}>
          <RecordText text={row.nomination.title} />
        </span>
        <span className={styles.rowLine}>
          <span className={styles.minor}>
            <RecordText text={row.nomination.nomination_id} /> · {label('categoryShort', row.nomination.category)}
          </span>
          <span className={styles.filled} data-short={row.assigned < row.demand}>
            <span className="visually-hidden">{t('assignments.filledWords')} </span>
            {row.assigned}/{row.demand}
          </span>
        </span>
        <span className={styles.rowLine}>
          <span className={styles.minor}>
            {t('assignments.totalOf', { total: row.total.toFixed(2), lowest: formatScore(row.lowest) })}
            {row.pinned > 0 && ` · ${t('assignments.pinnedOf', { count: row.pinned })}`}
          </span>
        </span>
        {row.problems.length > 0 && (
          <span className={styles.tags}>
            {row.problems.map((code) => (
              <Tag key={code} tone={GRAVE.has(code) ? 'red' : 'gold'}>
                {label('assignments', `problems.${code}`)}
              </Tag>
            ))}
          </span>
        )}
      </button>
    </li>
  );
}
