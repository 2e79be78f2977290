// How is a list of records shown? A table where there is room, cards on a phone, the same columns in both.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n';
import { formatCount } from '../time';
import styles from './kit.module.css';
import { Button } from './primitives';
import { useIsPhone } from './useIsPhone';

export interface Column<Row> {
  key: string;
  title: string;
  render: (row: Row) => ReactNode;
  /** Name of the sort key, when the server can sort by this column. */
  sortKey?: string;
  width?: number | string;
  isEnd?: boolean;
  /** On a phone: the title of the card, hidden, or a labelled line (the default). */
  onPhone?: 'title' | 'hidden';
}

/** Has a card nothing to say here? Then it leaves the line out. */
const isEmpty = (cell: ReactNode) => cell === '' || cell === null || cell === undefined;

/** A table of one page of rows; sorting is asked of the server by `onSort`. */
export function DataTable<Row>(props: {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  sort?: string;
  onSort?: (sort: string) => void;
  isStale?: boolean;
}) {
  const isPhone = useIsPhone();
  const className = `${styles.tableWrap} ${props.isStale ? styles.stale : ''}`;
  if (isPhone) {
    return (
      <div className={className} aria-busy={props.isStale === true}>
        <Cards {...props} />
      </div>
    );
  }
  return (
    <div className={className} aria-busy={props.isStale === true}>
      <table className={styles.dataTable} aria-label={props.label}>
        <colgroup>
          {props.columns.map((column) => (
            <col key={column.key} style={column.width === undefined ? undefined : { width: column.width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {props.columns.map((column) => (
              <HeadCell key={column.key} column={column} sort={props.sort ?? ''} onSort={props.onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={props.rowKey(row)}>
              {props.columns.map((column) => (
                <td key={column.key} className={column.isEnd ? styles.alignEnd : undefined}>
                  {column.render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A column's head; a button where the server can sort by it: first rising, then falling. */
function HeadCell<Row>(props: { column: Column<Row>; sort: string; onSort: ((sort: string) => void) | undefined }) {
  const { column, sort, onSort } = props;
  const { sortKey } = column;
  const className = column.isEnd ? styles.alignEnd : undefined;
  if (sortKey === undefined || onSort === undefined) {
    return (
      <th scope="col" className={className}>
        {column.title}
      </th>
    );
  }
  const order = sort === sortKey ? 'ascending' : sort === `-${sortKey}` ? 'descending' : undefined;
  return (
    <th scope="col" className={className} aria-sort={order ?? 'none'}>
      <button type="button" className={styles.sortButton} onClick={() => onSort(order === 'ascending' ? `-${sortKey}` : sortKey)}>
        {column.title}
        <span className={styles.sortMark} data-order={order} aria-hidden="true" />
      </button>
    </th>
  );
}

function Cards<Row>(props: {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
}) {
  const { t } = useTranslation();
  const title = props.columns.find((column) => column.onPhone === 'title');
  const lines = props.columns.filter((column) => column.onPhone === undefined);
  return (
    <ul className={styles.cards} aria-label={props.label}>
      {props.rows.map((row) => (
        <li key={props.rowKey(row)} className={styles.card}>
          {title && <div className={styles.cardTitle}>{title.render(row)}</div>}
          <dl>
            {lines.map((column) => {
              const cell = column.render(row);
              if (isEmpty(cell)) return null;
              return (
                <div key={column.key} className={styles.cardRow}>
                  <dt>{column.title || t('common.details')}</dt>
                  <dd>{cell}</dd>
                </div>
              );
            })}
          </dl>
        </li>
      ))}
    </ul>
  );
}

interface PlainRows {
  label: string;
  /** The texts are too long to stand beside each other on a phone, few as the columns are. */
  isWordy?: boolean;
  head: readonly { key: string; title: string; isEnd?: boolean }[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
}

/** As many columns as stand beside each other on a phone. */
const COLUMNS_ON_PHONE = 3;

/** The rows as cards: the first cell is the title, the others labelled lines; empty ones are left out. */
function PlainCards({ label, head, rows }: PlainRows) {
  const { t } = useTranslation();
  return (
    <ul className={styles.cards} aria-label={label}>
      {rows.map((row) => (
        <li key={row.key} className={styles.card}>
          <div className={styles.cardTitle}>{row.cells[0]}</div>
          <dl>
            {row.cells.slice(1).map((cell, index) => {
              const column = head[index + 1];
              if (isEmpty(cell)) return null;
              return (
                <div key={column?.key ?? index} className={styles.cardRow}>
                  <dt>{column?.title || t('common.details')}</dt>
                  <dd>{cell}</dd>
                </div>
              );
            })}
          </dl>
        </li>
      ))}
    </ul>
  );
}

/** A small table without sorting or paging, such as the figures under a chart; cards on a phone where it is wide. */
export function PlainTable(props: PlainRows) {
  const isPhone = useIsPhone();
  if (isPhone && (props.isWordy || props.head.length > COLUMNS_ON_PHONE)) return <PlainCards {...props} />;
  return (
    <div className={styles.tableWrap}>
      <table className={styles.plainTable} aria-label={props.label}>
        <thead>
          <tr>
            {props.head.map((cell) => (
              <th key={cell.key} scope="col" className={cell.isEnd ? styles.alignEnd : undefined}>
                {cell.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={row.key}>
              {row.cells.map((cell, index) => (
                <td key={props.head[index]?.key ?? index} className={props.head[index]?.isEnd ? styles.alignEnd : undefined}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Says which rows these are and leads to the pages before and after; `label` tells two lists of a page apart. */
export function Paging(props: {
  label?: string;
  meta: { total: number; limit: number; offset: number; next?: string | null; previous?: string | null };
  shown: number;
  onMove: (cursor: string) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { total, offset, next, previous } = props.meta;
  const range =
    props.shown === 0
      ? t('common.emptyRange')
      : t('common.range', {
          from: formatCount(offset + 1, language),
          to: formatCount(offset + props.shown, language),
          total: formatCount(total, language),
        });
  return (
    <nav className={styles.paging} aria-label={props.label === undefined ? t('common.paging') : `${t('common.paging')}${t('common.colon')}${props.label}`}>
      <span className={styles.pagingRange} role="status">
        {range}
      </span>
      {(next || previous) && (
        <span className={styles.pagingButtons}>
          <Button disabled={!previous} onClick={() => previous && props.onMove(previous)}>
            {t('common.previousPage')}
          </Button>
          <Button disabled={!next} onClick={() => next && props.onMove(next)}>
            {t('common.nextPage')}
          </Button>
        </span>
      )}
    </nav>
  );
}
