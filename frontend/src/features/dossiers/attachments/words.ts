// How are the kind, the size and the fields of a file written?
import { useTranslation } from 'react-i18next';
import type { NominationForm } from '../../../api/types';
import { useBilingual } from '../../../shared/i18n';
import { find, placeOf } from '../form';

const KINDS: Readonly<Record<string, string>> = { 'application/pdf': 'PDF', 'image/jpeg': 'JPG', 'image/png': 'PNG' };

/** What a file is, in a word. */
export const kindOf = (mediaType: string): string => KINDS[mediaType] ?? mediaType;

/** Bytes in the unit that reads best; what is there is never rounded down. */
export function formatBytes(bytes: number): string {
  if (bytes >= 1024 * 1024) return `${Math.ceil((bytes * 10) / (1024 * 1024)) / 10} MB`;
  return `${bytes === 0 ? 0 : Math.max(1, Math.ceil(bytes / 1024))} KB`;
}

/** Gives the words for the field at an address, without looking at what stands in it. */
export function useFieldName(form: NominationForm | undefined): (address: string) => string {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  return (address) => {
    const found = form && find(form, address);
    if (!found) return address;
    const label = bilingual(found.field.label);
    return found.table ? `${bilingual(found.table.label)}${t('common.colon')}${label}` : `${bilingual(found.section.title)}${t('common.colon')}${label}`;
  };
}

/** The address of a field's page. */
export const fieldLink = (dossier: string, address: string): string => `/dossiers/${dossier}?section=${placeOf(address).section}#${encodeURIComponent(address)}`;
