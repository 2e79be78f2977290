// How are the single fields of a section taken from another nomination?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormSection } from '../../../api/types';
import { Button } from '../../../shared/ui';
import styles from './imports.module.css';
import { PrefillDialog } from './PrefillDialog';
import { filledFields } from './tables';

/** The button of a section, where it has a field that another dossier could fill. */
export function SectionPrefill({ section }: { section: FormSection }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const filled = filledFields(section);
  if (filled.fields.length === 0) return null;
  return (
    <div className={styles.prefill}>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('imports.prefill.section')}
      </Button>
      {isOpen && <PrefillDialog filled={filled} onClose={() => setOpen(false)} />}
    </div>
  );
}
