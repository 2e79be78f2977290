// Which columns shall the list have that is taken along?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Alert, Button, Dialog, OptionGroup, useProblemText } from '../../../shared/ui';
import styles from '../components/dossiers.module.css';
import { COLUMNS, type ListFormat, SHOWN, useList } from './download';

/** The dialog that asks for the columns of a list. */
export function ExportList({ year, isOpen, onClose }: { year: number; isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog isOpen={isOpen} title={t('dossier.outputs.list')} onClose={onClose}>
      <Choice year={year} onClose={onClose} />
    </Dialog>
  );
}

function Choice({ year, onClose }: { year: number; onClose: () => void }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const list = useList(year);
  const [columns, setColumns] = useState<readonly string[]>(SHOWN);
  const [format, setFormat] = useState<ListFormat>('xlsx');
  return (
    <div className={styles.stack}>
      <OptionGroup isMany label={t('dossier.outputs.columns')} options={COLUMNS.map((value) => ({ value, label: t(`dossier.outputs.column.${value}`) }))} chosen={columns} onChange={setColumns} />
      <OptionGroup
        label={t('dossier.outputs.format')}
        options={[
          { value: 'xlsx', label: t('dossier.outputs.xlsx') },
          { value: 'csv', label: t('dossier.outputs.csv') },
        ]}
        chosen={[format]}
        onChange={([one]) => setFormat(one === 'csv' ? 'csv' : 'xlsx')}
      />
      {columns.length === 0 && <p role="alert">{t('dossier.outputs.needColumn')}</p>}
      {list.isSuccess && <Alert type="success" showIcon role="status" title={t('dossier.outputs.saved', { name: list.data })} />}
      {list.isError && <Alert type="error" showIcon title={problemText(list.error)} />}
      <div className={styles.buttons}>
        <Button type="primary" aria-busy={list.isPending} disabled={columns.length === 0 || list.isPending} onClick={() => list.mutate({ format, columns })}>
          {list.isPending ? t('dossier.outputs.making') : t('dossier.outputs.download')}
        </Button>
        <Button onClick={onClose}>{t('common.close')}</Button>
      </div>
    </div>
  );
}
