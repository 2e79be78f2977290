// How is a table of the form written? A card a row, in their order; small tables a line a row; what is removed can come back.
import { useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormField } from '../../../api/types';
import { useBilingual } from '../../../shared/i18n';
import { Button, FieldNotes, RecordText } from '../../../shared/ui';
import { cellAddress, listOf, mostRows, newRow, placeOf, textOf, titleColumn } from '../form';
import { focusOn } from '../focus';
import { Origin } from '../imports/Origin';
import { RowPrefill, TableActions } from '../imports/TableActions';
import { ReadOnlyContext, TargetContext, useFaults, useTheEditor, useView } from '../useEditor';
import styles from './dossiers.module.css';
import { FieldItem, FieldLabel, Hint } from './FieldItem';

/** A table of so few and short columns has a line a row. */
const isCompact = (table: FormField) => (table.column?.length ?? 0) <= 2 && table.column?.every((column) => column.kind !== 'long_text') === true;

/** The rows of a table, with what can be done to them. */
export function TableField({ address, table }: { address: string; table: FormField }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const editor = useTheEditor();
  const view = useView(address);
  const rows = listOf(view.value);
  const [removed, setRemoved] = useState<{ row: string; at: number }>();
  const { isOpen, setOpen } = useOpenRows(address, rows);
  const isReadOnly = useContext(ReadOnlyContext);
  // The limit hangs on the grade, which may stand in another section.
  useView(table.most_rows_by?.field ?? address);
  const most = mostRows(editor.read, table);
  const only = table.column?.length === 1 ? table.column[0] : undefined;
  const write = (next: readonly string[]) => editor.edit(address, next.length > 0 ? next : null);
  const add = () => {
    const row = newRow();
    // A single row is open by itself, and stays as it is when it is no longer single.
    for (const other of rows) setOpen(other, isOpen(other));
    write([...rows, row]);
    setOpen(row, true);
    const first = table.column?.[0];
    if (first) focusOn(cellAddress(address, row, first.code));
  };
  const remove = (row: string) => {
    setRemoved({ row, at: rows.indexOf(row) });
    write(rows.filter((one) => one !== row));
    focusOn(`${address}/undo`);
  };
  const restore = () => {
    if (removed === undefined) return;
    write([...rows.slice(0, removed.at), removed.row, ...rows.slice(removed.at)]);
    setRemoved(undefined);
    focusOn(address);
  };
  const move = (row: string, by: -1 | 1) => {
    const at = rows.indexOf(row);
    const other = rows[at + by];
    if (other === undefined) return;
    write(rows.map((one) => (one === row ? other : one === other ? row : one)));
    focusOn(`${address}/${row}/${by < 0 ? 'up' : 'down'}`);
  };
  const count = most === undefined ? t('common.count', { value: rows.length }) : t('dossier.rowsOf', { value: rows.length, most });
  const fault = view.isPending || view.fault === undefined || view.fault.code === 'missing' ? undefined : bilingual(view.fault.what);
  return (
    <fieldset id={address} tabIndex={-1} className={styles.table} aria-describedby={fault && `${address}-error`}>
      <legend>
        <span className={styles.tableHead}>
          <FieldLabel field={table} />
          <span className={most !== undefined && rows.length > most ? styles.over : styles.minor}>{count}</span>
        </span>
      </legend>
      <div className={styles.tableBody}>
        <Hint help={table.help} clause={table.clause} />
        {isCompact(table) && only && <Hint help={only.help} clause={only.clause} />}
        <div className={styles.rows}>
          {rows.map((row, index) => (
            <Row
              key={row}
              address={address}
              table={table}
              row={row}
              index={index}
              isLast={index === rows.length - 1}
              isOpen={isOpen(row)}
              onToggle={() => setOpen(row, !isOpen(row))}
              onMove={(by) => move(row, by)}
              onRemove={() => remove(row)}
            />
          ))}
          {removed !== undefined && !rows.includes(removed.row) && (
            <p className={styles.removed} role="status">
              {t('dossier.removed', { value: removed.at + 1 })}
              <Button id={`${address}/undo`} size="small" onClick={restore}>
                {t('dossier.undo')}
              </Button>
            </p>
          )}
        </div>
        {isReadOnly && rows.length === 0 && <span className={styles.minor}>{t('dossier.emptyRow')}</span>}
        {!isReadOnly && (
          <div className={styles.buttons}>
            <Button onClick={add}>
              {t('dossier.add')}
              <span className="visually-hidden">
                {t('common.colon')}
                {bilingual(table.label)}
              </span>
            </Button>
            <TableActions address={address} table={table} />
          </div>
        )}
        <FieldNotes id={address} hint={<Origin address={address} />} error={fault} room={1} />
      </div>
    </fieldset>
  );
}

/** Which rows are open: a single one, those that were opened, and the one to which a link leads. */
function useOpenRows(address: string, rows: readonly string[]) {
  const [chosen, setChosen] = useState<ReadonlyMap<string, boolean>>(new Map());
  const target = useContext(TargetContext);
  const setOpen = useCallback((row: string, isOpen: boolean) => setChosen((old) => new Map(old).set(row, isOpen)), []);
  useEffect(() => {
    const place = target && placeOf(target.address);
    if (place?.table === address && place.row !== undefined) setOpen(place.row, true);
  }, [target, address, setOpen]);
  return { isOpen: (row: string) => chosen.get(row) ?? rows.length === 1, setOpen };
}

interface RowProps {
  address: string;
  table: FormField;
  row: string;
  index: number;
  isLast: boolean;
  isOpen: boolean;
  onToggle: () => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

function Row(props: RowProps) {
  const { address, table, row, index } = props;
  const { t } = useTranslation();
  const isReadOnly = useContext(ReadOnlyContext);
  const columns = table.column ?? [];
  if (isCompact(table)) {
    return (
      <div className={`${styles.row} ${styles.compact}`}>
        <span className={styles.rowNumber}>{index + 1}</span>
        <div className={columns.length > 1 ? styles.fields : undefined}>
          {columns.map((column) => (
            <FieldItem key={column.code} address={cellAddress(address, row, column.code)} field={column} isBare={columns.length === 1} />
          ))}
        </div>
        {!isReadOnly && <RowButtons {...props} />}
      </div>
    );
  }
  return (
    <div className={styles.row}>
      <div className={styles.rowHead}>
        <button type="button" className={styles.rowTitle} aria-expanded={props.isOpen} onClick={props.onToggle}>
          <span aria-hidden="true">{props.isOpen ? '▾' : '▸'}</span>
          <span className={styles.rowNumber}>{t('dossier.rowNumber', { value: index + 1 })}</span>
          <RowName {...props} />
          <RowFaults address={address} row={row} />
        </button>
        {!isReadOnly && <RowButtons {...props} />}
      </div>
      {props.isOpen && (
        <div className={`${styles.rowBody} ${styles.fields}`}>
          {!isReadOnly && <RowPrefill address={address} table={table} row={row} />}
          {columns.map((column) => (
            <FieldItem key={column.code} address={cellAddress(address, row, column.code)} field={column} />
          ))}
        </div>
      )}
    </div>
  );
}

function RowName({ address, table, row }: RowProps) {
  const { t } = useTranslation();
  const title = titleColumn(table);
  const { value } = useView(title ? cellAddress(address, row, title.code) : address);
  const text = title ? textOf(value).trim() : '';
  return text === '' ? (
    <span className={styles.minor}>{t('dossier.emptyRow')}</span>
  ) : (
    <span className={styles.rowName}>
      <RecordText text={text} />
    </span>
  );
}

function RowFaults({ address, row }: { address: string; row: string }) {
  const { t } = useTranslation();
  const faults = useFaults();
  const count = useMemo(() => faults.filter((fault) => fault.address.startsWith(`${address}/${row}/`)).length, [faults, address, row]);
  // Its place is kept: the name beside it must not wrap anew, and move the row, when it comes.
  return <span className={styles.rowFaults}>{count > 0 && t('dossier.faults', { count })}</span>;
}

function RowButtons({ address, row, index, isLast, onMove, onRemove }: RowProps) {
  const { t } = useTranslation();
  const about = (
    <span className="visually-hidden">
      {t('common.colon')}
      {t('dossier.rowNumber', { value: index + 1 })}
    </span>
  );
  return (
    <span className={styles.rowButtons}>
      <Button id={`${address}/${row}/up`} type="text" size="small" aria-disabled={index === 0} onClick={() => onMove(-1)}>
        {t('dossier.up')}
        {about}
      </Button>
      <Button id={`${address}/${row}/down`} type="text" size="small" aria-disabled={isLast} onClick={() => onMove(1)}>
        {t('dossier.down')}
        {about}
      </Button>
      <Button type="text" size="small" onClick={onRemove}>
        {t('dossier.remove')}
        {about}
      </Button>
    </span>
  );
}
