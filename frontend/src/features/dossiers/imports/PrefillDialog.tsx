// What is known already that could stand in a row, or in the fields of a section? Found by words, shown with its source, taken one by one or together.
import { useContext, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import type { FormField, PrefillSuggestion } from '../../../api/types';
import { useBilingual, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, Button, Dialog, EmptyState, OptionGroup, QueryView, RecordText, SearchField, useProblemText } from '../../../shared/ui';
import { textOf, type Value } from '../form';
import { useDossier } from '../queries';
import { DossierIdContext, useTheEditor } from '../useEditor';
import { usePrinted } from '../words';
import styles from './imports.module.css';
import { usePrefill, useSuggestions } from './queries';
import { sendAll } from './sent';
import { chosenFirst, type Filled, offered } from './tables';

/** The dialog of a row, of a new one, or of the fields of a section. */
export function PrefillDialog({ filled, onClose }: { filled: Filled; onClose: () => void }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const id = useContext(DossierIdContext);
  const [q, setQ] = useState('');
  const [chosen, setChosen] = useState<PrefillSuggestion>();
  const query = useSuggestions(id, filled.place, q);
  const isRow = filled.kind === 'row';
  return (
    <Dialog isOpen isWide title={t('imports.prefill.title', { table: bilingual(filled.label) })} onClose={onClose}>
      <div className={styles.stack}>
        {chosen === undefined ? (
          <>
            <p>{t(isRow ? 'imports.prefill.lead' : 'imports.prefill.leadFields')}</p>
            <SearchField label={t('imports.prefill.search')} placeholder={t(isRow ? 'imports.prefill.placeholder' : 'imports.prefill.placeholderFields')} value={q} onSearch={setQ} />
            <QueryView query={query}>
              {(found) => (found.length === 0 ? <EmptyState title={t('imports.prefill.none')} text={t('imports.prefill.noneText')} /> : <Found found={found} filled={filled} onChoose={setChosen} />)}
            </QueryView>
          </>
        ) : (
          <Choose filled={filled} suggestion={chosen} onBack={() => setChosen(undefined)} onClose={onClose} />
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

function Found({ found, filled, onChoose }: { found: readonly PrefillSuggestion[]; filled: Filled; onChoose: (one: PrefillSuggestion) => void }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const printed = usePrinted(useTheEditor());
  /** Which fields a dossier has something for. */
  const fieldsOf = (one: PrefillSuggestion) =>
    offered(filled, one.cells)
      .map((field) => bilingual(field.label))
      .join(t('imports.comma'));
  /** What stands beside the name, to tell namesakes apart. */
  const besides = (one: PrefillSuggestion) =>
    filled.fields
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
              <RecordText text={filled.kind === 'row' ? besides(one) : fieldsOf(one)} />
            </span>
            <Source suggestion={one} />
          </div>
          <Button size="small" onClick={() => onChoose(one)}>
            {t('imports.prefill.choose')}
            <span className="visually-hidden">
              {t('common.colon')}
              <RecordText text={one.title} />
            </span>
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** What a suggestion says, each to be taken or left. */
function Choose({ filled, suggestion, onBack, onClose }: { filled: Filled; suggestion: PrefillSuggestion; onBack: () => void; onClose: () => void }) {
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
  const fields = offered(filled, suggestion.cells);
  const standing = (field: FormField) => {
    const address = filled.addressOf(field.code);
    return address === undefined ? '' : printed(field, '', editor.read(address));
  };
  const [chosen, setChosen] = useState(() => chosenFirst(filled, suggestion.cells, standing));
  const take = async () => {
    if (prefill.isPending || chosen.length === 0) return;
    const isSent = await sendAll(editor);
    setUnsent(!isSent);
    if (!isSent) return;
    const seen = (await dossier.refetch()).data?.version ?? 0;
    prefill.mutate({ key, place: filled.place, row: filled.row, suggestion: suggestion.id, columns: [...chosen], seen }, { onSuccess: (outcome) => outcome.met.length === 0 && onClose() });
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
        options={fields.map((field) => {
          const cell = suggestion.cells[field.code];
          const now = standing(field);
          return {
            value: field.code,
            label: (
              <span className={styles.choice}>
                <span className={styles.choiceName}>{bilingual(field.label)}</span>
                <span className={styles.short}>
                  <RecordText text={cell === undefined ? '' : cell.is_masked ? textOf(cell.value as Value) : printed(field, '', cell.value as Value)} />
                </span>
                {cell?.fault && (
                  <span className={styles.wrong}>
                    <RecordText text={bilingual(cell.fault)} />
                  </span>
                )}
                {now !== '' && (
                  <span className={`${styles.minor} ${styles.short}`}>
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
        <Button onClick={() => setChosen(fields.map((field) => field.code))}>{t('imports.prefill.all')}</Button>
        <Button onClick={onBack}>{t('imports.prefill.back')}</Button>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </div>
    </>
  );
}
