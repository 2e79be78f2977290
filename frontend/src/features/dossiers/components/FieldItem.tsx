// How does one field of the form stand on the page? Label, control, what is wrong with it, help and clause; drawn by itself.
import { memo, type ReactNode, useContext, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormField } from '../../../api/types';
import { citation } from '../../../shared/citation';
import { useBilingual, useLanguage } from '../../../shared/i18n';
import { formatCount } from '../../../shared/time';
import { Field, OptionGroup, RecordText, type Room } from '../../../shared/ui';
import { beyond, countCharacters } from '../counting';
import type { FieldView } from '../editor';
import { asksFor, conditionAddress, isUnlocked, listOf, textOf, type Value } from '../form';
import { FileField } from '../attachments/FileField';
import { Origin } from '../imports/Origin';
import { DossierIdContext, ReadOnlyContext, UnlockedContext, useTheEditor, useView } from '../useEditor';
import { Day, Line, LongText, OneOfMany } from './controls';
import styles from './dossiers.module.css';
import { MetNotice, RefusedNotice } from './Notices';
import { SecretField } from './SecretField';
import { TableField } from './TableField';

/** So many options stand in sight; more of them go into a list that opens. */
const MOST_IN_SIGHT = 5;
/** As much of what stands beyond a limit as is shown beside the counter. */
const SHOWN_BEYOND = 40;

/** Up to here a text takes half the width; beyond here an option asks for all of it. */
const SHORT_TEXT = 20;
const LONG_OPTION = 12;

const WIDE: ReadonlySet<FormField['kind']> = new Set(['long_text', 'rows', 'choices', 'file', 'files']);

/** Whether a field takes the whole width: what is long, and choices whose options would not stand beside each other. */
function isWide(field: FormField, isColumn: boolean): boolean {
  if (WIDE.has(field.kind)) return true;
  if (isColumn) return field.options?.some((option) => option.zh.length > LONG_OPTION) === true;
  return field.kind === 'choice' || (field.kind === 'text' && (field.most_chars ?? Number.POSITIVE_INFINITY) > SHORT_TEXT);
}

/** The room for what is wrong with a field: beside another, what its format allows takes two lines. */
const roomOf = (address: string, field: FormField, isBare: boolean): Room => (field.format && !isBare && !isWide(field, address.includes('/')) ? 2 : 1);

/** The field at an address, where it is asked for. */
export const FieldItem = memo(function FieldItem({ address, field, isBare = false }: { address: string; field: FormField; isBare?: boolean }) {
  const editor = useTheEditor();
  // Drawn anew when what the condition looks at changes; a field without one looks at itself.
  useView(field.when ? conditionAddress(address, field.when.field) : address);
  // While a correction runs each field is locked by itself, whatever holds of the table around it.
  const unlocked = useContext(UnlockedContext);
  const outer = useContext(ReadOnlyContext);
  if (!asksFor(editor.read, address, field)) return null;
  const className = isWide(field, address.includes('/')) ? `${styles.cell} ${styles.wide}` : styles.cell;
  const isOpen = unlocked !== undefined && isUnlocked(unlocked, address);
  return (
    <ReadOnlyContext value={unlocked === undefined ? outer : !isOpen}>
      <div className={className} data-unlocked={unlocked?.includes(address)}>
        {field.kind === 'rows' ? <TableField address={address} table={field} /> : <Asked address={address} field={field} isBare={isBare} />}
        <MetNotice address={address} field={field} />
        <RefusedNotice address={address} />
      </div>
    </ReadOnlyContext>
  );
});

/** The label with its mark. */
export function FieldLabel({ field, isHidden = false }: { field: FormField; isHidden?: boolean }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  return (
    <span className={isHidden ? 'visually-hidden' : styles.label}>
      {bilingual(field.label)}
      {field.required && (
        <>
          <span className={styles.required} aria-hidden="true">
            {'\u00a0*'}
          </span>
          <span className="visually-hidden">{t('dossier.required')}</span>
        </>
      )}
    </span>
  );
}

/** What to write, and on what it rests. */
export function Hint({ help, clause, note }: { help?: { zh: string; en: string } | null | undefined; clause?: string | null | undefined; note?: string | undefined }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const cited = citation(clause, useLanguage());
  if (!help && cited === '' && !note) return null;
  return (
    <span className={styles.hints}>
      {note && <span>{note}</span>}
      {help && (
        <span>
          <RecordText text={bilingual(help)} />
        </span>
      )}
      {cited !== '' && (
        <span className={styles.clause}>
          {t('dossier.basis')} {cited}
        </span>
      )}
    </span>
  );
}

/** The counter of a text, and what stands beyond its limit. */
function useLength(field: FormField, value: Value | null): { counter: ReactNode; over: string | undefined } {
  const { t } = useTranslation();
  const language = useLanguage();
  const text = textOf(value);
  const most = field.most_chars ?? undefined;
  const isCounted = most !== undefined || field.kind === 'long_text';
  const count = useMemo(() => (isCounted ? countCharacters(text) : 0), [isCounted, text]);
  if (!isCounted) return { counter: undefined, over: undefined };
  const said = { count: formatCount(count, language), most: formatCount(most ?? 0, language) };
  if (most === undefined) return { counter: t('dossier.characters', said), over: undefined };
  if (count <= most) return { counter: t('dossier.charactersOf', said), over: undefined };
  const rest = beyond(text, most);
  const shown = rest.length > SHOWN_BEYOND ? `${rest.slice(0, SHOWN_BEYOND)}…` : rest;
  return { counter: <span className={styles.over}>{t('dossier.charactersOf', said)}</span>, over: t('dossier.over', { value: formatCount(count - most, language), text: shown }) };
}

/** What is wrong with a field, as far as it is known: a fault of what is being changed is out of date. */
function useWrong(view: FieldView, over: string | undefined): string | undefined {
  const bilingual = useBilingual();
  if (over !== undefined) return over;
  if (view.isPending || view.fault === undefined || view.fault.code === 'missing') return undefined;
  return bilingual(view.fault.what);
}

function Asked({ address, field, isBare }: { address: string; field: FormField; isBare: boolean }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const editor = useTheEditor();
  const dossier = useContext(DossierIdContext);
  const isReadOnly = useContext(ReadOnlyContext);
  const view = useView(address);
  const { counter, over } = useLength(field, view.value);
  const error = useWrong(view, over);
  const edit = (value: Value | null) => editor.edit(address, value);
  const label = <FieldLabel field={field} isHidden={isBare} />;
  const isFile = field.kind === 'file' || field.kind === 'files';
  const pages = field.most_pages ? t('dossier.pages', { count: field.most_pages }) : undefined;
  const hint = (
    <>
      {/* A table of one column says it once, above its rows. */}
      {!isBare && <Hint help={field.help} clause={field.clause} note={pages} />}
      <Origin address={address} />
    </>
  );
  const notes = { hint, error, room: roomOf(address, field, isBare) };
  if (field.secret) return <SecretField address={address} field={field} label={label} {...notes} />;
  const group = { id: address, label, ...notes, canClear: !isReadOnly, isDisabled: isReadOnly };
  if (field.kind === 'yes_no') {
    const options = (['yes', 'no'] as const).map((value) => ({ value, label: t(`dossier.${value}`) }));
    return <OptionGroup {...group} options={options} chosen={[textOf(view.value)].filter(Boolean)} onChange={([value]) => edit(value ?? null)} />;
  }
  const options = (field.options ?? []).map((option) => ({ value: option.code, label: bilingual(option) }));
  if (field.kind === 'choices') {
    return <OptionGroup {...group} isMany options={options} chosen={listOf(view.value)} onChange={(chosen) => edit(chosen.length > 0 ? chosen : null)} />;
  }
  const text = textOf(view.value);
  if (field.kind === 'choice' && options.length <= MOST_IN_SIGHT && (text === '' || options.some((option) => option.value === text))) {
    return <OptionGroup {...group} options={options} chosen={[text].filter(Boolean)} onChange={([value]) => edit(value ?? null)} />;
  }
  if (isFile) {
    return (
      <Field id={address} label={label} {...notes}>
        {(wiring) => <FileField dossier={dossier} address={address} wiring={wiring} field={field} value={view.value} />}
      </Field>
    );
  }
  const Control = field.kind === 'choice' ? OneOfMany : field.kind === 'long_text' ? LongText : field.kind === 'date' ? Day : Line;
  return (
    <Field id={address} label={label} {...notes} aside={isBare ? undefined : counter}>
      {(wiring) => <Control wiring={wiring} field={field} value={view.value} onEdit={edit} />}
    </Field>
  );
}
