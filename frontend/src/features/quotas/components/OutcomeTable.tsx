// How do the societies stand, and what is proposed for each? One list for the simulator, the sheet and the home page.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLabel } from '../../../shared/i18n';
import { type Column, DataTable, EmptyState, IntervalBar, type Lines, Paging, RecordText, Tag, toneOfBand } from '../../../shared/ui';
import { points } from '../figures';
import { filtered, paged, type SheetFilters, sorted } from '../sheet';
import type { Row } from '../shapes';
import { Move } from './Move';
import styles from './quotas.module.css';

export type OutcomeRow = Row & { low: number; high: number; decided?: number };

/** The rows that the filters of the address leave, a page at a time. */
export function OutcomeTable<T extends OutcomeRow>(props: {
  label: string;
  rows: readonly T[];
  lines: Lines | undefined;
  filters: SheetFilters;
  onFilter: (change: Partial<SheetFilters>) => void;
  /** Where a society's explanation stands. */
  linkOf: (row: T) => string | undefined;
  /** The stability of a row in percent, where it is known. */
  stabilityOf?: ((row: T) => ReactNode) | undefined;
  /** A last column, such as what can be done. */
  last?: Column<T>;
}) {
  const { t } = useTranslation();
  const columns = useColumns(props);
  const rows = sorted(filtered(props.rows, props.filters), props.filters.sort);
  const page = paged(rows, props.filters.page);
  if (rows.length === 0) return <EmptyState title={t('quota.noRows')} text={t('quota.noRowsText')} />;
  return (
    <>
      {props.lines && <p className={styles.minor}>{t('quota.legend', { expand: props.lines.expand, shrink: props.lines.shrink })}</p>}
      <DataTable label={props.label} columns={columns} rows={page.rows} rowKey={(row) => row.society_id} sort={props.filters.sort} onSort={(sort) => props.onFilter({ sort })} />
      <Paging meta={page.meta} shown={page.rows.length} onMove={(next) => props.onFilter({ page: next === '0' ? '' : next })} />
    </>
  );
}

function useColumns<T extends OutcomeRow>(props: { lines: Lines | undefined; linkOf: (row: T) => string | undefined; stabilityOf?: ((row: T) => ReactNode) | undefined; last?: Column<T> }): Column<T>[] {
  const { t } = useTranslation();
  const label = useLabel();
  return [
    {
      key: 'society',
      title: t('quota.columns.society'),
      sortKey: 'society',
      onPhone: 'title',
      render: (row) => {
        const to = props.linkOf(row);
        const name = <RecordText text={row.society} />;
        return (
          <>
            {to ? <Link to={to}>{name}</Link> : name}
            <div className={styles.minor}>
              {row.society_id} · {label('societies', `groups.${row.group}`)}
            </div>
          </>
        );
      },
    },
    {
      key: 'score',
      title: t('quota.columns.score'),
      sortKey: 'score',
      width: 290,
      render: (row) => <IntervalBar score={points(row.score)} low={points(row.low)} high={points(row.high)} lines={props.lines} />,
    },
    { key: 'band', title: t('quota.columns.band'), width: 110, render: (row) => <Tag tone={toneOfBand(row.band)}>{label('band', row.band)}</Tag> },
    { key: 'move', title: t('quota.columns.move'), sortKey: 'change', width: 140, render: (row) => <Move from={row.previous} to={row.decided ?? row.proposed} /> },
    ...(props.stabilityOf ? [{ key: 'stability', title: t('quota.columns.stability'), width: 110, render: props.stabilityOf }] : []),
    ...(props.last ? [props.last] : []),
  ];
}
