// How is a value read by people? Options by their words, days and texts as they stand.
import { useTranslation } from 'react-i18next';
import type { FormField, NominationForm } from '../../api/types';
import { useBilingual } from '../../shared/i18n';
import { cellAddress, find, listOf, placeOf, type Reads, textOf, titleColumn, type Value } from './form';

/** What stands at the addresses: the editor, or a dossier that is only read. */
export interface Reader {
  read: Reads;
}

/** Gives a value as text, one line for each word of a list. */
export function usePrinted(editor: Reader): (field: FormField, address: string, value: Value | null) => string {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  return (field, address, value) => {
    const option = (code: string) => {
      const known = field.options?.find((one) => one.code === code);
      return known ? bilingual(known) : code;
    };
    const row = (name: string) => {
      const title = titleColumn(field);
      return (title && textOf(editor.read(cellAddress(address, name, title.code)))) || t('dossier.rowWithoutName', { name });
    };
    if (value === null) return '';
    if (typeof value !== 'string') return value.map((word, index) => (field.kind === 'rows' ? `${index + 1}. ${row(word)}` : option(word))).join('\n');
    if (field.kind === 'yes_no' && (value === 'yes' || value === 'no')) return t(`dossier.${value}`);
    return field.kind === 'choice' ? option(value) : value;
  };
}

/** Gives the words for a place: the field's label, before it those of its table and row. */
export function usePlaceName(form: NominationForm, editor: Reader): (address: string, isTableKnown?: boolean) => string {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  return (address, isTableKnown = false) => {
    const found = find(form, address);
    if (found === undefined) return address;
    const label = bilingual(found.field.label);
    const { table, row } = placeOf(address);
    if (found.table === undefined || row === undefined) return label;
    const at = listOf(editor.read(table)).indexOf(row);
    const place = at < 0 ? t('dossier.removedRow') : t('dossier.rowNumber', { value: at + 1 });
    return isTableKnown ? t('dossier.placeInTable', { row: place, label }) : t('dossier.place', { table: bilingual(found.table.label), row: place, label });
  };
}
