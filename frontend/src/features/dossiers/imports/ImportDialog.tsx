// How does a file come into a table? It is picked or pasted, looked at row by row, and only then taken.
import { type FormEvent, useContext, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import type { FormField, ImportPreview } from '../../../api/types';
import { useBilingual, useLabel } from '../../../shared/i18n';
import { Alert, Button, Dialog, OptionGroup, RecordText, TextArea, useProblemText } from '../../../shared/ui';
import { DossierIdContext, useTheEditor } from '../useEditor';
import { FilePick } from './FilePick';
import { ImportTable } from './ImportTable';
import styles from './imports.module.css';
import { type ImportMode, type Source, useImport, usePreview } from './queries';
import { sendAll } from './sent';
import { takesLiterature } from './tables';

/** Endings of the files that a table is read from. */
const KINDS = ['.xlsx', '.csv', '.tsv', '.txt', '.bib', '.ris'];

/** The dialog of one table, from the source to what became of it. */
export function ImportDialog({ address, table, onClose }: { address: string; table: FormField; onClose: () => void }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const id = useContext(DossierIdContext);
  const editor = useTheEditor();
  const [source, setSource] = useState<Source>();
  const [isUnsent, setUnsent] = useState(false);
  const preview = usePreview(id, address);
  const ask = async (next: Source) => {
    setSource(next);
    const isSent = await sendAll(editor);
    setUnsent(!isSent);
    if (isSent) preview.mutate(next);
  };
  const again = () => {
    setSource(undefined);
    preview.reset();
  };
  return (
    <Dialog isOpen isWide title={t('imports.title', { table: bilingual(table.label) })} onClose={onClose}>
      <div className={styles.stack}>
        {isUnsent && <Alert type="warning" showIcon title={t('imports.unsent')} />}
        {preview.data === undefined || source === undefined ? (
          <Pick table={table} isBusy={preview.isPending} error={preview.error} onPick={(next) => void ask(next)} />
        ) : (
          <Look address={address} table={table} source={source} preview={preview.data} onAgain={again} onClose={onClose} />
        )}
      </div>
    </Dialog>
  );
}

function Pick({ table, isBusy, error, onPick }: { table: FormField; isBusy: boolean; error: Error | null; onPick: (source: Source) => void }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const [pasted, setPasted] = useState('');
  const [file, setFile] = useState<File>();
  const [isTried, setTried] = useState(false);
  const isNothing = file === undefined && pasted.trim() === '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isBusy || isNothing) return;
    onPick(file === undefined ? { body: new Blob([pasted]), name: t('imports.pasted') } : { body: file, name: file.name });
  };
  return (
    <form className={styles.stack} onSubmit={submit} noValidate>
      <p>{t(takesLiterature(table) ? 'imports.leadPapers' : 'imports.lead')}</p>
      <FilePick label={t('imports.file')} kinds={KINDS} file={file} onPick={setFile} />
      <TextArea label={t('imports.paste')} name="pasted" rows={6} isCode value={pasted} hint={t(takesLiterature(table) ? 'imports.pasteHintPapers' : 'imports.pasteHint')} onChange={setPasted} />
      {isTried && isNothing && (
        <p className={styles.wrong} role="alert">
          {t('imports.needSource')}
        </p>
      )}
      {error !== null && <Alert type="error" showIcon title={problemText(error)} />}
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" aria-busy={isBusy}>
          {t('imports.look')}
        </Button>
      </div>
    </form>
  );
}

/** What is wrong, what would come, and the choice to take it. */
function Look(props: { address: string; table: FormField; source: Source; preview: ImportPreview; onAgain: () => void; onClose: () => void }) {
  const { address, table, source, preview } = props;
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const label = useLabel();
  const problemText = useProblemText();
  const taken = useImport(useContext(DossierIdContext), address);
  const [mode, setMode] = useState<ImportMode>('add');
  // One key for one intention: a second click cannot import twice.
  const [keys] = useState(() => ({ add: newKey(), replace: newKey() }));
  const count = (fate: string) => preview.rows.filter((row) => row.fate === fate).length;
  const differs = count('differs');
  const isFaulty = preview.faults.length > 0;
  const unmapped = preview.columns.filter((column) => column.column == null).map((column) => column.header);
  const nothing = count('new') === 0 && (differs === 0 || mode === 'add');
  if (taken.data) {
    const { added, changed, left, met } = taken.data;
    return (
      <>
        <Alert type={met.length > 0 ? 'warning' : 'success'} showIcon title={t('imports.done', { added: added.length, changed: changed.length, left })} description={met.length > 0 ? t('imports.met', { count: met.length }) : undefined} />
        <div className={styles.buttons}>
          <Button type="primary" onClick={props.onClose}>
            {t('common.close')}
          </Button>
        </div>
      </>
    );
  }
  return (
    <>
      {isFaulty && (
        <div className={styles.faults} role="alert">
          <strong>{t('imports.faults', { count: preview.faults.length })}</strong>
          <ul>
            {preview.faults.slice(0, 50).map((fault) => (
              <li key={`${fault.sheet ?? ''}/${fault.line ?? ''}/${fault.column ?? ''}/${fault.what.zh}`}>
                {fault.line != null && <b>{t('imports.at', { line: fault.line, column: fault.column ?? '' })} </b>}
                <RecordText text={bilingual(fault.what)} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {!isFaulty && <p role="status">{t('imports.summary', { kind: label('imports', `kinds.${preview.kind}`), new: count('new'), same: count('same'), differs, repeats: count('repeats') })}</p>}
      {unmapped.length > 0 && <Alert type="info" showIcon title={<RecordText text={t('imports.unmapped', { columns: unmapped.join(t('imports.comma')) })} />} />}
      {preview.other_sheets.length > 0 && <Alert type="info" showIcon title={<RecordText text={t('imports.otherSheets', { sheets: preview.other_sheets.join(t('imports.comma')) })} />} />}
      {preview.notes.map((note) => (
        <Alert key={note.what.zh} type="warning" showIcon title={<RecordText text={bilingual(note.what)} />} />
      ))}
      <ImportTable table={table} preview={preview} />
      {differs > 0 && !isFaulty && (
        <OptionGroup
          label={t('imports.mode')}
          options={[
            { value: 'add', label: t('imports.modeAdd') },
            { value: 'replace', label: t('imports.modeReplace') },
          ]}
          chosen={[mode]}
          onChange={([next]) => setMode(next === 'replace' ? 'replace' : 'add')}
        />
      )}
      {taken.isError && <Alert type="error" showIcon title={problemText(taken.error)} />}
      <div className={styles.buttons}>
        {!isFaulty && !nothing && (
          <Button type="primary" aria-busy={taken.isPending} onClick={() => taken.isPending || taken.mutate({ source, mode, seen: preview.seen, key: keys[mode] })}>
            {t('imports.take')}
          </Button>
        )}
        <Button onClick={props.onAgain}>{t('imports.again')}</Button>
        <Button onClick={props.onClose}>{t('common.cancel')}</Button>
      </div>
    </>
  );
}
