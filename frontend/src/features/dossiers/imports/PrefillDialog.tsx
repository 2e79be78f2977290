// What is known already that could stand in a row? Found by words, shown with its source, taken column by column.
import { useContext, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import type { FormField, PrefillSuggestion } from '../../../api/types';
import { useBilingual, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, Button, Dialog, EmptyState, OptionGroup, QueryView, RecordText, SearchField, useProblemText } from '../../../shared/ui';
import { cellAddress, textOf, type Value } from '../form';
import { useDossier } from '../queries';
import { DossierIdContext, useTheEditor } from '../useEditor';
import { usePrinted } from '../words';
import styles from './imports.module.css';
import { usePrefill, useSuggestions } from './queries';
import { sendAll } from './sent';

interface Place {
  address: string;
  table: FormField;
  /** The row that is filled; none for a new one. */
  row: string | null;
}

/** The dialog of a row, or of a new one. */
export function PrefillDialog({ onClose, ...place }: Place & { onClose: () => void }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const id = useContext(DossierIdContext);
  const [q, setQ] = useState('');
  const [chosen, setChosen] = useState<PrefillSuggestion>();
  const query = useSuggestions(id, place.address, q);
  return (
    <Dialog isOpen isWide title={t('imports.prefill.title', { table: bilingual(place.table.label) })} onClose={onClose}>
      <div className={styles.stack}>
        {chosen === undefined ? (
          <>
            <p>{t('imports.prefill.lead')}</p>
            <SearchField label={t('imports.prefill.search')} placeholder={t('imports.prefill.placeholder')} value={q} onSearch={setQ} />
            <QueryView query={query}>
              {(found) => (found.length === 0 ? <EmptyState title={t('imports.prefill.none')} text={t('imports.prefill.noneText')} /> : <Found found={found} table={place.table} onChoose={setChosen} />)}
            </QueryView>
          </>
        ) : (
          <Choose {...place} suggestion={chosen} onBack={() => setChosen(undefined)} onClose={onClose} />
        )}
      </div>
    </Dialog>
  );
}

function Source({ suggestion }: { suggestion: PrefillSuggestion }) {
  const bilingual = useBilingual();
  const language = useLanguage();
  return (
    <span className={styles.minor}>
      <RecordText text={bilingual(suggestion.source)} />
      {suggestion.at != null && ` · ${formatTime(suggestion.at, language)}`}
    </span>
  );
}

function Found({ found, table, onChoose }: { found: readonly PrefillSuggestion[]; table: FormField; onChoose: (one: PrefillSuggestion) => void }) {
  const { t } = useTranslation();
  const printed = usePrinted(useTheEditor());
  /** What stands beside the name, to tell namesakes apart. */
  const about = (one: PrefillSuggestion) =>
    (table.column ?? [])
      .filter((column) => ['work_unit', 'title', 'credit_code', 'authors', 'year_volume_pages'].includes(column.code))
      .map((column) => ({ column, cell: one.cells[column.code] }))
      .filter(({ cell }) => cell !== undefined && cell.value !== one.title)
      .map(({ column, cell }) => (cell === undefined ? '' : printed(column, '', cell.value as Value)))
      .join(t('imports.comma'));
  return (
    <ul className={styles.found}>
      {found.map((one) => (
        <li key={one.id}>
          <div className={styles.foundText}>
            <strong>
              <RecordText text={one.title} />
            </strong>
            <span>
              <RecordText text={about(one)} />
            </span>
            <Source suggestion={one} />
          </div>
          <Button size="small" onClick={() => onChoose(one)}>
            {t('imports.prefill.choose')}
            <span className="visually-hidden">
              {t('common.colon')}
              {one.title}
            </span>
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** The columns of a suggestion, each to be taken or left. */
function Choose(props: Place & { suggestion: PrefillSuggestion; onBack: () => void; onClose: () => void }) {
  const { address, table, row, suggestion } = props;
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const problemText = useProblemText();
  const id = useContext(DossierIdContext);
  const editor = useTheEditor();
  const printed = usePrinted(editor);
  const dossier = useDossier(id);
  const prefill = usePrefill(id);
  const [key] = useState(newKey);
  const [isUnsent, setUnsent] = useState(false);
  const columns = (table.column ?? []).filter((column) => suggestion.cells[column.code] !== undefined);
  const standing = (column: FormField) => (row === null ? '' : printed(column, '', editor.read(cellAddress(address, row, column.code))));
  // What stands already is written over only where somebody asks for it.
  const [chosen, setChosen] = useState<readonly string[]>(() => columns.filter((column) => standing(column) === '').map((column) => column.code));
  const take = async () => {
    if (prefill.isPending || chosen.length === 0) return;
    const isSent = await sendAll(editor);
    setUnsent(!isSent);
    if (!isSent) return;
    const seen = (await dossier.refetch()).data?.version ?? 0;
    prefill.mutate({ key, table: address, row, suggestion: suggestion.id, columns: [...chosen], seen }, { onSuccess: (outcome) => outcome.met.length === 0 && props.onClose() });
  };
  return (
    <>
      <div className={styles.foundText}>
        <strong>
          <RecordText text={suggestion.title} />
        </strong>
        <Source suggestion={suggestion} />
      </div>
      <OptionGroup
        label={t('imports.prefill.columns')}
        isMany
        canClear
        chosen={chosen}
        onChange={setChosen}
        options={columns.map((column) => {
          const cell = suggestion.cells[column.code];
          const now = standing(column);
          return {
            value: column.code,
            label: (
              <span className={styles.choice}>
                <span className={styles.choiceName}>{bilingual(column.label)}</span>
                <span>
                  <RecordText text={cell === undefined ? '' : cell.is_masked ? textOf(cell.value as Value) : printed(column, '', cell.value as Value)} />
                </span>
                {now !== '' && (
                  <span className={styles.minor}>
                    {t('imports.prefill.now')} <RecordText text={now} />
                  </span>
                )}
              </span>
            ),
          };
        })}
      />
      {isUnsent && <Alert type="warning" showIcon title={t('imports.unsent')} />}
      {prefill.isError && <Alert type="error" showIcon title={problemText(prefill.error)} />}
      {prefill.data && prefill.data.met.length > 0 && <Alert type="warning" showIcon title={t('imports.met', { count: prefill.data.met.length })} />}
      <div className={styles.buttons}>
        <Button type="primary" aria-disabled={chosen.length === 0} aria-busy={prefill.isPending} onClick={() => void take()}>
          {t('imports.prefill.take', { count: chosen.length })}
        </Button>
        <Button onClick={props.onBack}>{t('imports.prefill.back')}</Button>
        <Button onClick={props.onClose}>{t('common.cancel')}</Button>
      </div>
    </>
  );
}
