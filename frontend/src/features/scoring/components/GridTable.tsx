// How are short sheets judged side by side? One row each, kept cell by cell; arrows lead from cell to cell, reasons stand below where they are asked for.
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useBilingual, useLabel } from '../../../shared/i18n';
import { Button, GrowingText, RecordText, Tag } from '../../../shared/ui';
import { arrowOf } from '../keys';
import { changed, contentOf, type Fault, faults, leastWords, total } from '../law';
import type { Content, Criterion, ScoringPhase, Sheet } from '../types';
import { useOutbox } from '../useOutbox';
import { nameOf, sheetPath, totalText, useFaultText } from '../words';
import { PointsBox } from './PointsBox';
import styles from './scoring.module.css';

/** The id of a cell. */
const cellId = (row: string, criterion: string) => `cell-${row}-${criterion}`;
/** The ids of what names it: its column and its row. */
const headId = (category: string, criterion: string) => `head-${category}-${criterion}`;
const nameId = (row: string) => `name-${row}`;

interface Table {
  phase: ScoringPhase;
  rows: readonly Sheet[];
}

/** Every sheet of a phase in one table. */
export function GridTable({ phase, rows }: Table) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const label = useLabel();
  const { criteria } = phase;
  const go = (row: number, column: number) => {
    const [sheet, one] = [rows[row], criteria[column]];
    if (sheet === undefined || one === undefined) return false;
    document.getElementById(cellId(sheet.id, one.code))?.focus();
    return true;
  };
  return (
    <section className={styles.gridWrap} aria-label={label('category', phase.category)}>
      <table className={styles.grid} aria-label={t('scoring.gridOf', { category: label('category', phase.category) })}>
        <thead>
          <tr>
            <th scope="col">{t('scoring.project')}</th>
            {criteria.map((one) => (
              <th key={one.code} scope="col">
                <span id={headId(phase.category, one.code)}>{bilingual(one.label)}</span>
                {one.kind === 'points' && <span className={styles.soft}> {one.weight ?? 0}%</span>}
              </th>
            ))}
            <th scope="col">{t('scoring.total')}</th>
            <th scope="col">{t('scoring.stateHead')}</th>
          </tr>
        </thead>
        {rows.map((row, at) => (
          <GridRow key={row.id} category={phase.category} row={row} criteria={criteria} onGo={(rowsOn, column) => go(at + rowsOn, column)} />
        ))}
      </table>
    </section>
  );
}

interface RowOf {
  category: string;
  row: Sheet;
  criteria: readonly Criterion[];
  /** Goes so many rows on, to a column; true where there is such a cell. */
  onGo: (rows: number, column: number) => boolean;
}

/** A sheet: its cells, and its reasons below where the book asks for some. */
function GridRow({ category, row: told, criteria, onGo }: RowOf) {
  const { outbox } = useOutbox();
  const row = outbox.newest(told);
  const [isTried, setTried] = useState(false);
  const typed = outbox.typed(row.id);
  const content = typed ?? contentOf(row);
  const isSubmitted = row.state === 'submitted' && typed === undefined;
  const todo = faults(criteria, content);
  const write = (next: Content) => outbox.write(row, next);
  const submit = () => {
    setTried(true);
    const [first] = todo;
    if (first === undefined) return outbox.submit(row, content);
    const id = cellId(row.id, first.criterion);
    return document.getElementById(first.part === 'comments' ? `${id}-reason` : id)?.focus();
  };
  const wordy = criteria.filter((one) => leastWords(one, content) > 0 || (content.comments[one.code] ?? '') !== '');
  const shown = isTried ? todo : [];
  return (
    <tbody>
      <tr>
        <th scope="row" className={styles.gridName}>
          <Link id={nameId(row.id)} to={sheetPath(row.id)}>
            <RecordText text={nameOf(row)} />
          </Link>
          <div className={styles.soft}>
            <RecordText text={row.nomination_id ?? row.alias} />
          </div>
        </th>
        {criteria.map((one, column) => (
          <td key={one.code}>
            <Cell category={category} row={row} criterion={one} content={content} isDisabled={isSubmitted} faults={shown} onChange={write} onGo={(rows, columns) => onGo(rows, column + columns)} />
          </td>
        ))}
        <td>
          <strong className="whole">{totalText(total(criteria, content.points))}</strong>
        </td>
        <td>
          <RowState row={row} isSubmitted={isSubmitted} onSubmit={submit} />
        </td>
      </tr>
      {wordy.length > 0 && (
        <tr className={styles.gridReasons}>
          <td colSpan={criteria.length + 3}>
            {wordy.map((one) => (
              <Reason key={one.code} row={row} criterion={one} content={content} isDisabled={isSubmitted} faults={shown} onChange={write} />
            ))}
          </td>
        </tr>
      )}
    </tbody>
  );
}

interface CellOf {
  row: Sheet;
  criterion: Criterion;
  content: Content;
  isDisabled: boolean;
  faults: readonly Fault[];
  onChange: (content: Content) => void;
}

function Cell({ category, row, criterion, content, isDisabled, faults: todo, onChange, onGo }: CellOf & { category: string; onGo: (rows: number, columns: number) => boolean }) {
  const bilingual = useBilingual();
  const faultText = useFaultText();
  const id = cellId(row.id, criterion.code);
  const labelledBy = `${headId(category, criterion.code)} ${nameId(row.id)}`;
  const error = faultText(todo.find((fault) => fault.criterion === criterion.code && fault.part !== 'comments'));
  if (criterion.kind === 'points') {
    return (
      <PointsBox
        id={id}
        labelledBy={labelledBy}
        criterion={criterion}
        value={content.points[criterion.code]}
        isDisabled={isDisabled}
        error={error}
        onChange={(value) => onChange(changed(content, 'points', criterion.code, value))}
        onEnter={() => onGo(1, 0)}
        onArrow={(way) => onGo(way.rows, way.columns)}
      />
    );
  }
  const press = (event: KeyboardEvent<HTMLSelectElement>) => {
    // Up and down are the list's own; along the row it goes on.
    const columns = arrowOf(event.key)?.columns ?? 0;
    if (columns !== 0 && onGo(0, columns)) event.preventDefault();
  };
  return (
    <>
      <select id={id} aria-labelledby={labelledBy} aria-describedby={error ? `${id}-error` : undefined} aria-invalid={error ? true : undefined} disabled={isDisabled} value={content.choices[criterion.code] ?? ''} onChange={(event) => onChange(changed(content, 'choices', criterion.code, event.target.value))} onKeyDown={press}>
        <option value="">—</option>
        {(criterion.options ?? []).map((option) => (
          <option key={option.code} value={option.code}>
            {bilingual(option)}
          </option>
        ))}
      </select>
      {error && (
        <div id={`${id}-error`} className={styles.fault}>
          {error}
        </div>
      )}
    </>
  );
}

function Reason({ row, criterion, content, isDisabled, faults: todo, onChange }: CellOf) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const faultText = useFaultText();
  const id = `${cellId(row.id, criterion.code)}-reason`;
  const least = leastWords(criterion, content);
  const error = faultText(todo.find((fault) => fault.criterion === criterion.code && fault.part === 'comments'));
  return (
    <div className={styles.reason}>
      <label htmlFor={id}>
        {bilingual(criterion.label)}
        {t('common.colon')}
        {least > 0 ? t('scoring.reasonNeeded', { least }) : t('scoring.reason')}
        <span className="visually-hidden">
          {t('common.colon')}
          <RecordText text={nameOf(row)} />
        </span>
      </label>
      <GrowingText
        id={id}
        rows={1}
        disabled={isDisabled}
        aria-describedby={error ? `${id}-error` : undefined}
        aria-invalid={error ? true : undefined}
        value={content.comments[criterion.code] ?? ''}
        onChange={(event) => onChange(changed(content, 'comments', criterion.code, event.target.value))}
      />
      {error && (
        <span id={`${id}-error`} className={styles.fault}>
          {error}
        </span>
      )}
    </div>
  );
}

/** Where a row stands, and its submission. */
function RowState({ row, isSubmitted, onSubmit }: { row: Sheet; isSubmitted: boolean; onSubmit: () => void }) {
  const { t } = useTranslation();
  const { outbox } = useOutbox();
  if (isSubmitted) return <Tag tone="green">{t('scoring.states.submitted')}</Tag>;
  if (outbox.met(row.id) !== undefined || outbox.refused(row.id) !== undefined) return <Link to={sheetPath(row.id)}>{t('scoring.decide')}</Link>;
  if (outbox.isFinal(row.id)) return <Tag tone="gold">{t('scoring.states.waiting')}</Tag>;
  return (
    <Button onClick={onSubmit}>
      {t('scoring.submit')}
      <span className="visually-hidden">
        {t('common.colon')}
        <RecordText text={nameOf(row)} />
      </span>
    </Button>
  );
}
