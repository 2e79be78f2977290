// How is what was released corrected? Drafted by one, released by another; what stood before stays beside it.
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import { fieldFault, ProblemError } from '../../../api/problems';
import { useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, Button, Field, Input, RecordText, SelectField, Tag, TextArea, useProblemText } from '../../../shared/ui';
import { useAccount } from '../../identity/queries';
import { countOf } from '../draft';
import { type Publicity, useCorrect, useEntry, useSettleCorrection } from '../queries';
import styles from './notices.module.css';

/** The corrections of a publicity, and the form of another. */
export function Corrections({ publicity }: { publicity: Publicity }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const textOf = useProblemText();
  const account = useAccount();
  const settle = useSettleCorrection(publicity.id);
  const [isOpen, setOpen] = useState(false);
  const nameOf = (username: string) => publicity.names[username] ?? username;
  return (
    <div className={styles.stack}>
      {publicity.corrections.length === 0 && <p>{t('publicity.noCorrections')}</p>}
      {settle.isError && <Alert type="error" showIcon title={textOf(settle.error)} />}
      {publicity.corrections.map((one) => (
        <article key={one.number} className={styles.field}>
          <h3>
            {t('publicity.correctionOf', { number: one.number })} <Tag tone={one.released_at ? 'green' : 'gold'}>{t(one.released_at ? 'publicity.released' : 'publicity.notReleased')}</Tag>
          </h3>
          {one.position && <p className={styles.minor}>{t('publicity.ofEntry', { position: one.position })}</p>}
          <p className={styles.text}>
            <RecordText text={one.text} />
          </p>
          <p className={styles.minor}>
            {t('publicity.draftedBy')} <RecordText text={nameOf(one.drafted_by)} /> · {formatTime(one.drafted_at, language)}
            {one.released_by && (
              <>
                {' · '}
                {t('publicity.releasedBy')} <RecordText text={nameOf(one.released_by)} /> · {formatTime(one.released_at, language)}
              </>
            )}
          </p>
          {!one.released_at && (
            <div className={styles.buttons}>
              {one.drafted_by === account?.username ? (
                <span className={styles.minor}>{t('publicity.ownDraft')}</span>
              ) : (
                <Button type="primary" size="small" onClick={() => settle.mutate({ number: one.number, version: publicity.version, isReleased: true })}>
                  {t('publicity.releaseCorrection', { number: one.number })}
                </Button>
              )}
              <Button size="small" onClick={() => settle.mutate({ number: one.number, version: publicity.version, isReleased: false })}>
                {t('publicity.discardCorrection', { number: one.number })}
              </Button>
            </div>
          )}
        </article>
      ))}
      {isOpen ? (
        <CorrectionForm publicity={publicity} onDone={() => setOpen(false)} />
      ) : (
        <div>
          <Button onClick={() => setOpen(true)}>{t('publicity.correct')}</Button>
        </div>
      )}
    </div>
  );
}

function CorrectionForm({ publicity, onDone }: { publicity: Publicity; onDone: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const textOf = useProblemText();
  const correct = useCorrect(publicity.id);
  const [text, setText] = useState('');
  const [position, setPosition] = useState('');
  const [code, setCode] = useState('');
  const [said, setSaid] = useState('');
  const key = useRef(newKey());
  const entry = useEntry(publicity.id, publicity.version, countOf(position)).data;
  const fields = (entry?.content.fields ?? []).filter((one) => !one.table);
  const label = (one: { label: { zh: string; en: string } }) => (language === 'en' ? one.label.en : one.label.zh);
  const choose = (next: string) => {
    setCode(next);
    setSaid(fields.find((one) => one.code === next)?.text ?? '');
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '' || correct.isPending) return;
    const at = countOf(position);
    correct.mutate(
      { key: key.current, version: publicity.version, text: text.trim(), ...(at === undefined ? {} : { position: at }), ...(code === '' ? {} : { replaced: [{ code, text: said }] }) },
      {
        onSuccess: onDone,
        onError: (error) => {
          if (error instanceof ProblemError && error.status >= 400 && error.status < 500) key.current = newKey();
        },
      },
    );
  };
  return (
    <form className={styles.form} aria-label={t('publicity.correct')} onSubmit={submit} noValidate>
      <TextArea label={t('publicity.correctionText')} hint={t('publicity.correctionHint')} name="text" rows={3} value={text} onChange={setText} error={fieldFault(correct.error, '/text')} />
      <div className={styles.fields}>
        <Field label={t('publicity.position')} hint={t('publicity.positionHint')}>
          {(wiring) => (
            <Input
              {...wiring}
              className={styles.narrow ?? ''}
              name="position"
              inputMode="numeric"
              value={position}
              onChange={(event) => {
                setPosition(event.target.value);
                setCode('');
              }}
            />
          )}
        </Field>
        {entry && <SelectField label={t('publicity.replace')} value={code} options={[{ value: '', label: t('publicity.replaceNothing') }, ...fields.map((one) => ({ value: one.code, label: label(one) }))]} onChange={choose} />}
      </div>
      {entry && (
        <p className={styles.minor}>
          <RecordText text={entry.title} />
        </p>
      )}
      {code !== '' && <TextArea label={t('publicity.from')} name="said" rows={4} value={said} onChange={setSaid} error={fieldFault(correct.error, '/replaced')} />}
      {correct.isError && <Alert type="error" showIcon title={textOf(correct.error)} />}
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" disabled={text.trim() === ''} aria-busy={correct.isPending}>
          {t('publicity.saveCorrection')}
        </Button>
        <Button onClick={onDone}>{t('process.cancel')}</Button>
      </div>
    </form>
  );
}
