// Who has signed, under which text, and has the council approved the leader? And the forms for both.
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldFault } from '../../../api/problems';
import type { TaskbookDetail } from '../../../api/types';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, Button, Disclosure, Field, Input, RecordText, Section, SelectField, Tag, TextArea, useProblemText } from '../../../shared/ui';
import { useAccount } from '../../identity/queries';
import { useResolve, useSign } from '../queries';
import styles from './supervision.module.css';

const PARTIES = ['society', 'department', 'cast'] as const;

/** The signatures and the council's approval. */
export function Signing({ taskbook }: { taskbook: TaskbookDetail }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const voided = taskbook.signatures.filter((one) => one.voided_at);
  return (
    <Section title={t('supervision.signatures')} hint={t('supervision.signaturesHint')}>
      <div className={styles.stack}>
        <Approval taskbook={taskbook} />
        <div className={styles.parties}>
          {PARTIES.map((party) => {
            const signature = taskbook.signatures.find((one) => one.party === party && !one.voided_at);
            return (
              <div key={party} className={styles.party} data-signed={signature !== undefined}>
                <strong>{label('taskbookParty', party)}</strong>
                {signature ? (
                  <>
                    <span>
                      <RecordText text={signature.signer_name} />
                    </span>
                    <span className={styles.minor}>{formatTime(signature.signed_at, language)}</span>
                  </>
                ) : (
                  <span className={styles.minor}>{t('supervision.notSigned')}</span>
                )}
              </div>
            );
          })}
        </div>
        <p className={styles.digest}>
          {t('supervision.digest')} {taskbook.content_digest}
        </p>
        {voided.length > 0 && (
          <Disclosure label={t('supervision.voided', { value: voided.length })}>
            <ul className={styles.items}>
              {voided.map((one) => (
                <li key={`${one.party}${one.signed_at}`}>
                  {label('taskbookParty', one.party)} · <RecordText text={one.signer_name} /> · {formatTime(one.signed_at, language)} · {t('supervision.voidedAt', { at: formatTime(one.voided_at, language) })}
                </li>
              ))}
            </ul>
          </Disclosure>
        )}
        {taskbook.may.sign && <SignForm taskbook={taskbook} />}
      </div>
    </Section>
  );
}

function Approval({ taskbook }: { taskbook: TaskbookDetail }) {
  const { t } = useTranslation();
  const label = useLabel();
  const resolution = taskbook.resolutions[0];
  return (
    <div className={styles.stack}>
      {resolution ? (
        <p>
          <Tag tone={resolution.is_carried ? 'green' : 'red'}>{resolution.is_carried ? t('supervision.carried') : t('supervision.notCarried')}</Tag>{' '}
          {t('supervision.resolutionText', {
            body: label('councilBody', resolution.body),
            day: resolution.held_on,
            members: resolution.members,
            present: resolution.present,
            favour: resolution.in_favour,
            against: resolution.against,
            abstained: resolution.abstained,
            recused: resolution.recused,
          })}
          {!resolution.is_quorate && ` ${t('supervision.notQuorate')}`}
        </p>
      ) : (
        <p>{t('supervision.noResolution')}</p>
      )}
      {taskbook.may.resolve && (
        <Disclosure label={t('supervision.recordResolution')}>
          <ResolutionForm taskbook={taskbook} />
        </Disclosure>
      )}
    </div>
  );
}

const COUNTS = ['members', 'present', 'in_favour', 'against', 'abstained', 'recused'] as const;

function ResolutionForm({ taskbook }: { taskbook: TaskbookDetail }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const resolve = useResolve(taskbook.id);
  const [body, setBody] = useState('council');
  const [day, setDay] = useState('');
  const [minutes, setMinutes] = useState('');
  const [counts, setCounts] = useState<Record<(typeof COUNTS)[number], string>>({ members: '', present: '', in_favour: '', against: '0', abstained: '0', recused: '0' });
  const [isTried, setTried] = useState(false);
  const isWhole = (text: string) => /^\d+$/.test(text.normalize('NFKC').trim());
  const isReady = COUNTS.every((name) => isWhole(counts[name])) && day !== '' && minutes.trim() !== '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isReady || resolve.isPending) return;
    const number = (name: (typeof COUNTS)[number]) => Number(counts[name].normalize('NFKC'));
    resolve.mutate({
      body,
      held_on: day,
      minutes: minutes.trim(),
      members: number('members'),
      present: number('present'),
      in_favour: number('in_favour'),
      against: number('against'),
      abstained: number('abstained'),
      recused: number('recused'),
    });
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p className={styles.minor}>{t('supervision.resolutionHint')}</p>
      <div className={styles.wideFields}>
        <SelectField
          label={t('supervision.body')}
          value={body}
          options={[
            { value: 'council', label: t('councilBody.council') },
            { value: 'standing_council', label: t('councilBody.standing_council') },
          ]}
          onChange={setBody}
        />
        <Field label={t('supervision.heldOn')} error={isTried && day === '' ? t('supervision.needed') : fieldFault(resolve.error, '/held_on')}>
          {(wiring) => <Input {...wiring} type="date" name="held_on" value={day} onChange={(event) => setDay(event.target.value)} />}
        </Field>
      </div>
      <div className={styles.fields}>
        {COUNTS.map((name) => (
          <Field key={name} label={t(`supervision.votes.${name}`)} error={isTried && !isWhole(counts[name]) ? t('supervision.wholeNumber') : fieldFault(resolve.error, `/${name}`)}>
            {(wiring) => <Input {...wiring} inputMode="numeric" name={name} value={counts[name]} onChange={(event) => setCounts({ ...counts, [name]: event.target.value })} />}
          </Field>
        ))}
      </div>
      <TextArea label={t('supervision.minutes')} name="minutes" value={minutes} onChange={setMinutes} error={isTried && minutes.trim() === '' ? t('supervision.needed') : undefined} />
      {resolve.isError && <Alert type="error" showIcon title={textOf(resolve.error)} />}
      <div>
        <Button type="primary" htmlType="submit" aria-busy={resolve.isPending}>
          {t('supervision.record')}
        </Button>
      </div>
    </form>
  );
}

function SignForm({ taskbook }: { taskbook: TaskbookDetail }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const account = useAccount();
  const sign = useSign(taskbook.id);
  const [name, setName] = useState(account?.display_name ?? '');
  const [isRead, setRead] = useState(false);
  const [isTried, setTried] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isRead || name.trim() === '' || sign.isPending) return;
    sign.mutate({ content_digest: taskbook.content_digest, signer_name: name.trim() });
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Field label={t('supervision.signerName')} error={isTried && name.trim() === '' ? t('supervision.needed') : undefined}>
        {(wiring) => <Input {...wiring} name="signer_name" autoComplete="name" value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <label>
        <input type="checkbox" name="is_read" checked={isRead} onChange={(event) => setRead(event.target.checked)} /> {t('supervision.haveRead')}
      </label>
      {isTried && !isRead && <p className={styles.overdue}>{t('supervision.mustRead')}</p>}
      {sign.isError && <Alert type="error" showIcon title={textOf(sign.error)} />}
      <div>
        <Button type="primary" htmlType="submit" aria-busy={sign.isPending}>
          {t('supervision.sign')}
        </Button>
      </div>
    </form>
  );
}
