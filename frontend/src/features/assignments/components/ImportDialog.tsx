// How do assignments come from a file? It is looked at row by row, what follows is shown, and only then it is taken whole.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { save } from '../../../shared/save';
import { useBilingual } from '../../../shared/i18n';
import { Alert, Button, Dialog, OptionGroup, PlainTable, RecordText } from '../../../shared/ui';
import { FilePick } from '../../dossiers/imports/FilePick';
import { faultsAsCsv } from '../faults';
import { type ImportMode, useImport } from '../queries';
import type { ImportResult, Plan } from '../types';
import styles from './assignments.module.css';
import { ConsequencesView } from './Consequences';
import { Trouble } from './Trouble';

const KINDS = ['.csv', '.xlsx'];
const MODES = ['add', 'replace'] as const;
const FAULTS_SHOWN = 50;

type Importing = ReturnType<typeof useImport>;

/** The dialog of an import, from the file to what became of it. */
export function ImportDialog({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const { t } = useTranslation();
  const look = useImport(plan);
  const taken = useImport(plan);
  const again = () => {
    look.reset();
    taken.reset();
  };
  return (
    <Dialog isOpen isWide title={t('assignments.import.title')} onClose={onClose}>
      <div className={styles.stack}>
        {taken.data?.written ? (
          <Taken rows={taken.data.rows} onClose={onClose} />
        ) : look.data === undefined ? (
          <Pick look={look} onClose={onClose} />
        ) : (
          <Looked found={look.data} sent={look.variables} taken={taken} onAgain={again} onClose={onClose} />
        )}
      </div>
    </Dialog>
  );
}

/** Which file, and what becomes of the pairs that it does not name. */
function Pick({ look, onClose }: { look: Importing; onClose: () => void }) {
  const { t } = useTranslation();
  const [file, setFile] = useState<File>();
  const [mode, setMode] = useState<ImportMode>('add');
  const [isTried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    if (file !== undefined && !look.isPending) look.mutate({ file, mode, isDryRun: true });
  };
  return (
    <>
      <p>{t('assignments.import.lead')}</p>
      <FilePick label={t('assignments.import.file')} kinds={KINDS} file={file} onPick={setFile} />
      <OptionGroup label={t('assignments.import.mode')} options={MODES.map((value) => ({ value, label: t(`assignments.import.modes.${value}`) }))} chosen={[mode]} onChange={([next]) => setMode(next as ImportMode)} />
      {isTried && file === undefined && (
        <p className={styles.fault} role="alert">
          {t('assignments.import.needFile')}
        </p>
      )}
      <Trouble error={look.error} />
      <div className={styles.buttons}>
        <Button type="primary" aria-busy={look.isPending} onClick={submit}>
          {t('assignments.import.look')}
        </Button>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </div>
    </>
  );
}

/** What was found; what was looked at is taken as it was sent. */
function Looked({ found, sent, taken, onAgain, onClose }: { found: ImportResult; sent: Importing['variables']; taken: Importing; onAgain: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Found found={found} />
      <Trouble error={taken.error} />
      <div className={styles.buttons}>
        {found.faults.length === 0 && (
          <Button type="primary" aria-busy={taken.isPending} onClick={() => sent !== undefined && !taken.isPending && taken.mutate({ ...sent, isDryRun: false })}>
            {t('assignments.import.take')}
          </Button>
        )}
        <Button onClick={onAgain}>{t('assignments.import.again')}</Button>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </div>
    </>
  );
}

function Taken({ rows, onClose }: { rows: number; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Alert type="success" showIcon role="status" title={t('assignments.import.done', { count: rows })} />
      <div className={styles.buttons}>
        <Button type="primary" onClick={onClose}>
          {t('common.close')}
        </Button>
      </div>
    </>
  );
}

function Found({ found }: { found: ImportResult }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const head = [t('assignments.import.line'), t('assignments.import.column'), t('assignments.import.what')] as const;
  const { faults } = found;
  if (faults.length > 0) {
    const download = () => save(new Blob([faultsAsCsv(faults, head, bilingual)], { type: 'text/csv' }), `${t('assignments.import.faultsFile')}.csv`);
    return (
      <>
        <Alert type="error" showIcon title={t('assignments.import.faults', { count: found.fault_count })} description={t('assignments.import.faultsText')} />
        <PlainTable
          label={t('assignments.import.faultsTable')}
          head={head.map((title, at) => ({ key: String(at), title }))}
          rows={faults.slice(0, FAULTS_SHOWN).map((fault, at) => ({
            key: `${fault.line ?? ''} ${fault.column ?? ''} ${at}`,
            cells: [fault.line ?? '—', <RecordText key="column" text={fault.column} />, <RecordText key="what" text={bilingual(fault)} />],
          }))}
        />
        {found.fault_count > FAULTS_SHOWN && <p className={styles.minor}>{t('assignments.import.moreFaults', { count: found.fault_count - FAULTS_SHOWN })}</p>}
        <div className={styles.buttons}>
          <Button onClick={download}>{t('assignments.import.downloadFaults')}</Button>
        </div>
      </>
    );
  }
  return (
    <>
      <p>{t('assignments.import.rows', { count: found.rows })}</p>
      {found.consequences && <ConsequencesView found={found.consequences} />}
    </>
  );
}
