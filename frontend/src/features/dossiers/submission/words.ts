// How is a place read by people? In the language of the page, without codes.
import { useTranslation } from 'react-i18next';
import type { DossierDetail, NominationForm } from '../../../api/types';
import { useBilingual } from '../../../shared/i18n';
import { find, listOf, placeOf, type Value } from '../form';

/** Gives the words for a place of a dossier: its section, the table and row where it is in one, the field; or no more than section and table, where row and field are told already. */
export function usePlaceOf(form: NominationForm | undefined, fields: DossierDetail['fields']): (address: string, isFieldTold?: boolean) => string {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  return (address, isFieldTold = false) => {
    const found = form && find(form, address);
    if (found === undefined) return t('submission.thisField');
    const section = bilingual(found.section.title);
    const label = bilingual(found.field.label);
    const { table, row } = placeOf(address);
    const tableName = found.table && bilingual(found.table.label);
    // A section of one table has its name.
    const isNamed = tableName !== undefined && tableName !== section;
    if (isFieldTold) return isNamed ? t('submission.place', { section, label: tableName }) : section;
    if (tableName === undefined || row === undefined) return t('submission.place', { section, label });
    const rows = listOf((fields[table]?.value ?? null) as Value | null);
    const at = rows.indexOf(row);
    const name = at < 0 ? t('dossier.removedRow') : t('dossier.rowNumber', { value: at + 1 });
    return t('submission.place', { section, label: isNamed ? t('dossier.place', { table: tableName, row: name, label }) : t('dossier.placeInTable', { row: name, label }) });
  };
}
