// What can be done with the whole nomination now, and what is missing until then?
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldFault } from '../../../api/problems';
import { useBilingual, useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Button, By, Dialog, Field, GrowingText, Input, OptionGroup, RecordText, Section, TextArea } from '../../../shared/ui';
import { instantOf, localOf } from '../../dossiers/clock';
import { fieldsToCorrect, lastSaid, tally } from '../items';
import { type Deed, noticeAddress, type useDeed } from '../queries';
import type { ExaminationDetail } from '../types';
import styles from './examination.module.css';
import type { ItemTools } from './ItemCard';
import { Trouble } from './Trouble';
import { FieldChoice } from './VerdictForm';

type Asked = 'accept' | 'refuse' | 'correct' | 'extend';

/** Where the examination stands, and the deeds that end it or go on. */
export function Decide({ one, deed, placeName }: { one: ExaminationDetail; deed: ReturnType<typeof useDeed>; placeName: ItemTools['placeName'] }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const [asked, setAsked] = useState<Asked>();
  const counts = tally(one);
  const isDecided = one.standing === 'accepted' || one.standing === 'refused';
  const isMine = deed.variables?.kind === asked;
  const close = () => setAsked(undefined);
  const send = (next: Deed) => !deed.isPending && deed.mutate(next, { onSuccess: close });
  const form = { one, placeName, error: isMine ? deed.error : undefined, isPending: deed.isPending, onClose: close, onSend: send };
  const open = (next: Asked) => {
    deed.reset();
    setAsked(next);
  };
  return (
    <Section title={t('examination.standing')}>
      <div className={styles.head}>
        <div className={styles.stack}>
          <p className={styles.next}>{label('examination', `next.${one.standing}`)}</p>
          <p className={styles.tallies}>
            {(['mine', 'waiting', 'failing', 'passed'] as const).map((name) => (
              <span key={name}>
                {t(`examination.tally.${name}`)} <strong>{counts[name]}</strong>
              </span>
            ))}
            <span>
              {t('examination.tally.quiet')} <strong>{one.quiet}</strong>
            </span>
          </p>
          <p className={styles.minor}>
            {t('examination.opened')}
            {t('common.colon')}
            <By name={one.opened_by} time={formatTime(one.opened_at, language)} />
            {one.decided_at && (
              <>
                {t('submission.semicolon')}
                {t('examination.decided')}
                {t('common.colon')}
                <By name={one.decided_by} time={formatTime(one.decided_at, language)} />
              </>
            )}
          </p>
        </div>
        <div className={styles.buttons}>
          {one.may.accept && (
            <Button type="primary" onClick={() => open('accept')}>
              {t('examination.accept')}
            </Button>
          )}
          {one.may.correct && <Button onClick={() => open('correct')}>{t('examination.correct')}</Button>}
          {one.may.refuse && (
            <Button danger onClick={() => open('refuse')}>
              {t('examination.refuse')}
            </Button>
          )}
          {one.may.extend && <Button onClick={() => open('extend')}>{t('examination.extend')}</Button>}
          {isDecided && (
            <a href={noticeAddress(one.id, language)} download>
              {t('examination.notice')}
            </a>
          )}
        </div>
      </div>
      <Dialog isOpen={asked === 'accept' || asked === 'refuse'} isWide title={t(asked === 'refuse' ? 'examination.refuse' : 'examination.accept')} onClose={close}>
        <Ending {...form} isRefusal={asked === 'refuse'} />
      </Dialog>
      <Dialog isOpen={asked === 'correct'} isWide title={t('examination.correct')} onClose={close}>
        <CorrectionForm {...form} />
      </Dialog>
      <Dialog isOpen={asked === 'extend'} title={t('examination.extend')} onClose={close}>
        <ExtensionForm {...form} />
      </Dialog>
    </Section>
  );
}

interface FormProps {
  one: ExaminationDetail;
  placeName: ItemTools['placeName'];
  error: unknown;
  isPending: boolean;
  onClose: () => void;
  onSend: (deed: Deed) => void;
}

/** What acceptance or refusal does, with what stands against the nomination. */
function Ending({ one, isRefusal, error, isPending, onClose, onSend }: FormProps & { isRefusal: boolean }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const failing = one.items.filter((item) => item.standing === 'fail');
  return (
    <div className={styles.inDialog}>
      <p>
        <span className={styles.number}>
          <RecordText text={one.number} />
        </span>{' '}
        <RecordText text={one.title} />
      </p>
      <p>{t(isRefusal ? 'examination.refuseText' : 'examination.acceptText')}</p>
      {isRefusal && (
        <ul className={styles.ruleList}>
          {failing.map((item) => (
            <li key={item.rule} data-tone="fail">
              <span className={styles.itemNumber}>{item.rule}</span> {item.text && <RecordText text={bilingual(item.text)} />}
              <span className={styles.line}>
                <RecordText text={lastSaid(item)?.reason} />
              </span>
            </li>
          ))}
        </ul>
      )}
      <Trouble error={error} />
      <div className={styles.buttons}>
        <Button type="primary" danger={isRefusal} aria-busy={isPending} onClick={() => onSend({ kind: isRefusal ? 'refuse' : 'accept' })}>
          {t(isRefusal ? 'examination.refuseConfirm' : 'examination.acceptConfirm')}
        </Button>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </div>
    </div>
  );
}

/** Which fields are to be corrected, and how. */
function CorrectionForm({ one, placeName, error, isPending, onClose, onSend }: FormProps) {
  const { t } = useTranslation();
  const [offered, setOffered] = useState(() => fieldsToCorrect(one.items));
  const [chosen, setChosen] = useState<readonly string[]>(offered);
  const [note, setNote] = useState(() => one.items.filter((item) => item.standing === 'fail').flatMap((item) => lastSaid(item)?.fix ?? []).join('\n'));
  const [isTried, setTried] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (chosen.length > 0 && note.trim() !== '') onSend({ kind: 'correct', addresses: [...chosen], note: note.trim() });
  };
  const add = (address: string) => {
    if (address === '') return;
    if (!offered.includes(address)) setOffered([...offered, address]);
    if (!chosen.includes(address)) setChosen([...chosen, address]);
  };
  return (
    <form className={styles.inDialog} onSubmit={submit} noValidate>
      <p>{t('examination.correctText', { count: one.correction_days })}</p>
      <OptionGroup
        isMany
        label={t('examination.correctFields')}
        error={isTried && chosen.length === 0 ? t('examination.chooseFields') : undefined}
        options={offered.map((address) => ({ value: address, label: placeName(address) }))}
        chosen={chosen}
        onChange={setChosen}
      />
      <FieldChoice id={one.nomination_id} own={[]} value="" label={t('examination.addField')} none={t('examination.chooseField')} onChange={add} />
      <Field label={t('examination.correctNote')} hint={t('examination.correctNoteHint')} error={isTried && note.trim() === '' ? t('process.needed') : fieldFault(error, '/note')}>
        {(wiring) => <GrowingText {...wiring} name="note" maxLength={4000} value={note} onChange={(event) => setNote(event.target.value)} />}
      </Field>
      <Trouble error={error} />
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" aria-busy={isPending}>
          {t('examination.correctConfirm')}
        </Button>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </div>
    </form>
  );
}

/** Until when, and why. */
function ExtensionForm({ one, error, isPending, onClose, onSend }: FormProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const due = one.correction?.due_at;
  const [until, setUntil] = useState(() => localOf(due));
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const instant = instantOf(until);
  const isLater = instant !== undefined && (due === undefined || Date.parse(instant) > Date.parse(due));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isLater && instant && reason.trim() !== '') onSend({ kind: 'extend', until: instant, reason: reason.trim() });
  };
  return (
    <form className={styles.inDialog} onSubmit={submit} noValidate>
      <p>{t('examination.dueNow', { time: formatTime(due, language, true) })}</p>
      <Field label={t('examination.until')} hint={t('examination.untilHint')} error={isTried && !isLater ? t('examination.mustBeLater') : fieldFault(error, '/until')}>
        {(wiring) => <Input {...wiring} type="datetime-local" step={1} name="until" value={until} onChange={(event) => setUntil(event.target.value)} />}
      </Field>
      <TextArea label={t('examination.reason')} name="reason" value={reason} error={isTried && reason.trim() === '' ? t('process.needed') : fieldFault(error, '/reason')} onChange={setReason} />
      <Trouble error={error} />
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" aria-busy={isPending}>
          {t('examination.extendConfirm')}
        </Button>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </div>
    </form>
  );
}
