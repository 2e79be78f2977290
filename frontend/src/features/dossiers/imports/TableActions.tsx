// What else fills a table than typing? A file, a pasted list, what the society knows already.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormField } from '../../../api/types';
import { useBilingual } from '../../../shared/i18n';
import { Button } from '../../../shared/ui';
import { ImportDialog } from './ImportDialog';
import styles from './imports.module.css';
import { PrefillDialog } from './PrefillDialog';
import { filledRow, hasPrefill } from './tables';

/** The buttons under a table. */
export function TableActions({ address, table }: { address: string; table: FormField }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const [open, setOpen] = useState<'import' | 'prefill'>();
  const about = (
    <span className="visually-hidden">
      {t('common.colon')}
      {bilingual(table.label)}
    </span>
  );
  const close = () => setOpen(undefined);
  return (
    <>
      <Button onClick={() => setOpen('import')}>
        {t('imports.open')}
        {about}
      </Button>
      {hasPrefill(table) && (
        <Button onClick={() => setOpen('prefill')}>
          {t('imports.prefill.open')}
          {about}
        </Button>
      )}
      {open === 'import' && <ImportDialog address={address} table={table} onClose={close} />}
      {open === 'prefill' && <PrefillDialog filled={filledRow(address, table, null)} onClose={close} />}
    </>
  );
}

/** The button of one row that takes over what is known. */
export function RowPrefill({ address, table, row }: { address: string; table: FormField; row: string }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  if (!hasPrefill(table)) return null;
  return (
    <div className={styles.prefill}>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('imports.prefill.row')}
      </Button>
      {isOpen && <PrefillDialog filled={filledRow(address, table, row)} onClose={() => setOpen(false)} />}
    </div>
  );
}
