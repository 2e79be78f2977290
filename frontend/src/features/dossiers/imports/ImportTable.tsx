// What would each row of a source bring? A line a row: what becomes of it, what it says, what there is to know.
import { useTranslation } from 'react-i18next';
import type { FormField, ImportPreview, ImportRow } from '../../../api/types';
import { useBilingual, useLabel } from '../../../shared/i18n';
import { RecordText, Tag, type Tone } from '../../../shared/ui';
import { useTheEditor } from '../useEditor';
import type { Value } from '../form';
import { usePrinted } from '../words';
import styles from './imports.module.css';

/** So many rows are drawn; the others are counted. */
const SHOWN = 100;

const TONES: Readonly<Record<string, Tone>> = { new: 'green', same: 'neutral', differs: 'gold', repeats: 'neutral' };

/** The rows as they would come. */
export function ImportTable({ table, preview }: { table: FormField; preview: ImportPreview }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const used = new Set(preview.rows.flatMap((row) => Object.keys(row.cells)));
  const columns = (table.column ?? []).filter((column) => used.has(column.code));
  if (preview.rows.length === 0) return null;
  return (
    // Focusable, so that it scrolls by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls takes the focus
    <section className={styles.scroll} aria-label={t('imports.rows')} tabIndex={0}>
      <table className={styles.preview}>
        <thead>
          <tr>
            <th scope="col">{t('imports.line')}</th>
            <th scope="col">{t('imports.fate')}</th>
            {columns.map((column) => (
              <th key={column.code} scope="col">
                {bilingual(column.label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.slice(0, SHOWN).map((row) => (
            <Row key={row.line} row={row} columns={columns} />
          ))}
        </tbody>
      </table>
      {preview.rows.length > SHOWN && <p className={styles.minor}>{t('imports.more', { count: preview.rows.length - SHOWN })}</p>}
    </section>
  );
}

function Row({ row, columns }: { row: ImportRow; columns: readonly FormField[] }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const label = useLabel();
  const printed = usePrinted(useTheEditor());
  return (
    <>
      <tr>
        <td>{row.line}</td>
        <td className={styles.fate}>
          <Tag tone={TONES[row.fate] ?? 'neutral'}>{label('imports', `fates.${row.fate}`)}</Tag>
          {row.by != null && <div className={styles.minor}>{row.repeats == null ? label('imports', `by.${row.by}`) : t('imports.repeats', { line: row.repeats })}</div>}
        </td>
        {columns.map((column) => {
          const value = row.cells[column.code];
          const text = value === undefined ? '' : printed(column, '', value as Value);
          return (
            <td key={column.code} className={row.differs.includes(column.code) ? styles.differs : undefined}>
              <span className={styles.cell}>
                <RecordText text={text} />
              </span>
            </td>
          );
        })}
      </tr>
      {row.notes.length > 0 && (
        <tr className={styles.notes}>
          <td />
          <td colSpan={columns.length + 1}>
            {row.notes.map((note) => (
              <div key={note.what.zh}>
                <RecordText text={bilingual(note.what)} />
              </div>
            ))}
          </td>
        </tr>
      )}
    </>
  );
}
