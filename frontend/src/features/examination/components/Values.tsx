// What stands in the dossier at the places that a rule is about? Read only; tables row by row, files as a way to their preview.
import { useTranslation } from 'react-i18next';
import type { DossierDetail, FormField, NominationForm } from '../../../api/types';
import { useBilingual } from '../../../shared/i18n';
import { Button, Disclosure, RecordText } from '../../../shared/ui';
import { usePreview } from '../../dossiers/attachments/preview';
import { asksFor, cellAddress, fieldAddress, find, listOf, placeOf, type Reads, textOf, titleColumn, type Value } from '../../dossiers/form';
import { usePlaceOf } from '../../dossiers/submission/words';
import { usePrinted } from '../../dossiers/words';
import styles from './examination.module.css';

/** Reads what stands at the addresses of a dossier. */
export const readerOf = (dossier: DossierDetail): { read: Reads } => ({ read: (address) => (dossier.fields[address]?.value ?? null) as Value | null });

interface Source {
  form: NominationForm;
  dossier: DossierDetail;
}

/** The fields at some addresses. */
export function Values({ addresses, ...source }: Source & { addresses: readonly string[] }) {
  const placeName = usePlaceOf(source.form, source.dossier.fields);
  return (
    <div className={styles.values}>
      {addresses.map((address) => {
        const found = find(source.form, address);
        const { table, row, column } = placeOf(address);
        return (
          <div key={address} className={styles.value}>
            <span className={styles.valueName}>{placeName(address)}</span>
            {found?.table !== undefined && row !== undefined ? (
              <div className={styles.row}>
                <Cells {...source} address={table} table={found.table} row={row} marked={column} />
              </div>
            ) : found === undefined ? (
              <div className={styles.valueText}>{address}</div>
            ) : (
              <Shown {...source} address={address} field={found.field} />
            )}
          </div>
        );
      })}
    </div>
  );
}

/** All fields of a section that are asked for. */
export function SectionValues({ section, ...source }: Source & { section: NominationForm['section'][number] }) {
  const bilingual = useBilingual();
  const { read } = readerOf(source.dossier);
  return (
    <div className={styles.values}>
      {section.field.map((field) => {
        const address = fieldAddress(section.code, field.code);
        if (!asksFor(read, address, field)) return null;
        return (
          <div key={address} className={styles.value}>
            <span className={styles.valueName}>{bilingual(field.label)}</span>
            <Shown {...source} address={address} field={field} />
          </div>
        );
      })}
    </div>
  );
}

/** The value of a field that is no cell. */
function Shown({ address, field, ...source }: Source & { address: string; field: FormField }) {
  const { t } = useTranslation();
  const { read } = readerOf(source.dossier);
  if (field.kind !== 'rows') {
    return (
      <div className={styles.valueText}>
        <Plain {...source} address={address} field={field} />
      </div>
    );
  }
  const rows = listOf(read(address));
  const title = titleColumn(field);
  if (rows.length === 0) return <div className={styles.valueText}>{t('dossier.emptyRow')}</div>;
  return (
    <div className={styles.rows}>
      {rows.map((row, index) => {
        const name = title ? textOf(read(cellAddress(address, row, title.code))).trim() : '';
        return (
          <div key={row} className={styles.row}>
            <Disclosure
              label={
                <>
                  {t('dossier.rowNumber', { value: index + 1 })} {name !== '' && <RecordText text={name} />}
                </>
              }
            >
              <Cells {...source} address={address} table={field} row={row} marked={undefined} />
            </Disclosure>
          </div>
        );
      })}
    </div>
  );
}

/** A row of a table, the column in question marked. */
function Cells({ address, table, row, marked, ...source }: Source & { address: string; table: FormField; row: string; marked: string | undefined }) {
  const bilingual = useBilingual();
  const { read } = readerOf(source.dossier);
  const columns = (table.column ?? []).filter((column) => asksFor(read, cellAddress(address, row, column.code), column));
  return (
    <dl className={styles.cells}>
      {columns.map((column) => (
        <div key={column.code} style={{ display: 'contents' }}>
          <dt data-marked={column.code === marked}>{bilingual(column.label)}</dt>
          <dd data-marked={column.code === marked}>
            <Plain {...source} address={cellAddress(address, row, column.code)} field={column} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A text, a word of a choice, or the files that are named. */
function Plain({ address, field, dossier }: Source & { address: string; field: FormField }) {
  const { t } = useTranslation();
  const reader = readerOf(dossier);
  const printed = usePrinted(reader);
  const { show } = usePreview();
  const value = reader.read(address);
  if (field.kind === 'file' || field.kind === 'files') {
    const numbers = field.kind === 'file' ? [textOf(value)] : listOf(value);
    const known = numbers.filter((number) => number !== '');
    if (known.length === 0) return <>—</>;
    return (
      <span className={styles.buttons}>
        {known.map((number) => (
          <Button key={number} size="small" onClick={() => show(Number(number))}>
            {t('attachment.previewOf', { number })}
          </Button>
        ))}
      </span>
    );
  }
  return <RecordText text={printed(field, address, value)} />;
}
