// What does a copy without names leave out? Before and after side by side; what is left out can be shown again, a word be left out everywhere.
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import { useBilingual, useLabel, useLanguage } from '../../../shared/i18n';
import { nameIn } from '../../../shared/names';
import { formatTime } from '../../../shared/time';
import { Alert, Button, Disclosure, EmptyState, Facts, Field, Input, RecordText, SelectField, Tag, Trouble } from '../../../shared/ui';
import { type CopyDeed, type RedactedSpan, type RedactionSight, redactedFileAddress, useCopyDeed } from '../office_queries';
import { areSame, pieces, withoutSpan, withWord } from '../spans';
import { toneOfCopy } from './Parts';
import styles from './reading.module.css';

const KINDS = ['name', 'unit', 'address', 'number'] as const;
/** What stands where something is left out, as the server has it. */
const BAR = '███';

type SightField = RedactionSight['fields'][number];

/** One text: what was written, and what a reader is given. */
function Twice({ field, spans, onShow }: { field: SightField; spans: readonly RedactedSpan[]; onShow: ((span: RedactedSpan) => void) | undefined }) {
  const { t } = useTranslation();
  const label = useLabel();
  const said = useBilingual();
  const cut = pieces(field.before, spans);
  return (
    <div className={styles.twice}>
      <h3>{said(field.label)}</h3>
      <p>
        {cut.map(({ from, text, span }) =>
          span === undefined ? (
            <RecordText key={from} text={text} />
          ) : (
            <button key={from} type="button" className={styles.out} disabled={onShow === undefined} title={t('reading.showAgain', { kind: label('reading', `kinds.${span.why}`) })} onClick={() => onShow?.(span)}>
              <RecordText text={text} />
            </button>
          ),
        )}
      </p>
      <p>
        {cut.map(({ from, text, span }) =>
          span === undefined ? (
            <RecordText key={from} text={text} />
          ) : (
            <span key={from} className={styles.bar}>
              {BAR}
            </span>
          ),
        )}
      </p>
    </div>
  );
}

/** A word that is left out wherever it stands. */
function Leaving({ onLeave }: { onLeave: (word: string, why: string) => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const [word, setWord] = useState('');
  const [why, setWhy] = useState<string>('name');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (word.trim() === '') return;
    onLeave(word.trim(), why);
    setWord('');
  };
  return (
    <form className={styles.filters} aria-label={t('reading.leaveOut')} onSubmit={submit} noValidate>
      <Field label={t('reading.word')} hint={t('reading.wordHint')}>
        {(wiring) => <Input {...wiring} name="word" value={word} onChange={(event) => setWord(event.target.value)} />}
      </Field>
      <SelectField label={t('reading.kind')} value={why} options={KINDS.map((value) => ({ value, label: label('reading', `kinds.${value}`) }))} onChange={setWhy} />
      <div>
        <Button htmlType="submit" disabled={word.trim() === ''}>
          {t('reading.leaveOut')}
        </Button>
      </div>
    </form>
  );
}

/** The attachments, and what stands in their place. */
function Files({ sight, mayChange, onPut, isPending }: { sight: RedactionSight; mayChange: boolean; onPut: (file: number, bytes: Blob) => void; isPending: boolean }) {
  const { t } = useTranslation();
  const number = sight.copy?.number ?? 0;
  return (
    <ul className={styles.files} aria-label={t('reading.files')}>
      {sight.files.map((file) => (
        <li key={file.number} className={styles.file}>
          <span>{t('reading.file', { number: file.number })}</span>
          <a href={`/api/v1/dossiers/${sight.id}/attachments/${file.number}/preview`} target="_blank" rel="noreferrer">
            <RecordText text={file.name} />
          </a>
          <Tag tone={file.is_replaced ? 'green' : 'neutral'}>{t(file.is_replaced ? 'reading.replaced' : 'reading.notGiven')}</Tag>
          {file.is_replaced && (
            <a href={redactedFileAddress(sight.id, number, file.number)} target="_blank" rel="noreferrer">
              {t('reading.openReplaced')}
            </a>
          )}
          {mayChange && (
            <Field label={t('reading.putFile', { number: file.number })}>
              {(wiring) => (
                <input
                  {...wiring}
                  type="file"
                  accept="application/pdf"
                  disabled={isPending}
                  onChange={(event) => {
                    const chosen = event.target.files?.[0];
                    event.target.value = '';
                    if (chosen) onPut(file.number, chosen);
                  }}
                />
              )}
            </Field>
          )}
        </li>
      ))}
    </ul>
  );
}

function Head({ sight }: { sight: RedactionSight }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const { copy, names } = sight;
  if (!copy) return <p className={styles.minor}>{t('reading.noCopy')}</p>;
  return (
    <>
      <Facts
        facts={[
          { label: t('reading.copyState'), value: <Tag tone={toneOfCopy(copy.state)}>{label('reading', `copyStates.${copy.state}`)}</Tag> },
          { label: t('reading.madeBy'), value: <RecordText text={`${nameIn(names, copy.made_by)} · ${formatTime(copy.made_at, language)}`} /> },
          ...(copy.checked_by ? [{ label: t('reading.checkedBy'), value: <RecordText text={`${nameIn(names, copy.checked_by)} · ${formatTime(copy.checked_at, language)}`} /> }] : []),
        ]}
      />
      {!copy.is_current && <Alert type="warning" showIcon title={t('reading.notCurrent')} />}
    </>
  );
}

/** The copy of one nomination; whoever shows it gives it the nomination as its key. `onNext` goes on to the next, where there is one. */
export function CopyEditor({ sight, onNext }: { sight: RedactionSight; onNext: (() => void) | undefined }) {
  const { t } = useTranslation();
  const deed = useCopyDeed(sight);
  const kept = sight.fields.flatMap((field) => field.spans);
  const proposed = sight.fields.flatMap((field) => field.proposed);
  // What is not saved yet outlives a copy that somebody else changed meanwhile.
  const [edited, setEdited] = useState<readonly RedactedSpan[]>();
  const spans = edited ?? kept;
  const [key, setKey] = useState(newKey);
  const { may } = sight;
  const mayChange = may.draft || may.change;
  const isChanged = may.draft || !areSame(spans, kept);
  const busy = deed.isPending;
  const send = (what: CopyDeed, isNext = false) => {
    if (busy) return;
    deed.mutate(what, {
      onSuccess: () => {
        setEdited(undefined);
        setKey(newKey());
        if (isNext) onNext?.();
      },
    });
  };
  const save = (isNext: boolean) => send(may.draft ? { what: 'draft', spans, key } : { what: 'change', spans }, isNext);
  const of = (field: SightField) => spans.filter((span) => span.field === field.address);
  const isNamed = (field: SightField) => field.proposed.length > 0 || of(field).length > 0;
  const named = sight.fields.filter(isNamed);
  const others = sight.fields.filter((field) => !isNamed(field));
  const rows = (fields: readonly SightField[]) => fields.map((field) => <Twice key={field.address} field={field} spans={of(field)} onShow={mayChange ? (span) => setEdited(withoutSpan(spans, span)) : undefined} />);
  return (
    <div className={styles.below}>
      <Head sight={sight} />
      {mayChange && <Leaving onLeave={(word, why) => setEdited(withWord(spans, sight.fields, word, why))} />}
      {mayChange && !areSame(spans, proposed) && (
        <div>
          <Button onClick={() => setEdited(proposed)}>{t('reading.takeProposed', { count: proposed.length })}</Button>
        </div>
      )}
      {named.length === 0 && <EmptyState title={t('reading.nobodyNamed')} text={t('reading.nobodyNamedText')} />}
      {rows(named)}
      {others.length > 0 && <Disclosure label={t('reading.otherTexts', { count: others.length })}>{rows(others)}</Disclosure>}
      {sight.files.length > 0 && (
        <>
          <h3>{t('reading.files')}</h3>
          <p className={styles.minor}>{t('reading.filesHint')}</p>
          <Files sight={sight} mayChange={may.change} isPending={busy || !areSame(spans, kept)} onPut={(file, bytes) => send({ what: 'file', file, bytes })} />
        </>
      )}
      <Trouble error={deed.error} stale={t('reading.copyStale')} />
      <div className={styles.buttons}>
        {mayChange && (
          <Button type="primary" disabled={!isChanged} aria-busy={busy} onClick={() => save(false)}>
            {t('common.save')}
          </Button>
        )}
        {mayChange && onNext && (
          <Button disabled={!isChanged} aria-busy={busy} onClick={() => save(true)}>
            {t('reading.saveNext')}
          </Button>
        )}
        {may.check && !isChanged && (
          <Button aria-busy={busy} onClick={() => send({ what: 'check' })}>
            {t('reading.check')}
          </Button>
        )}
        {may.release && !isChanged && (
          <Button aria-busy={busy} onClick={() => send({ what: 'release' })}>
            {t('reading.release')}
          </Button>
        )}
        {onNext && <Button onClick={onNext}>{t('reading.next')}</Button>}
      </div>
    </div>
  );
}
