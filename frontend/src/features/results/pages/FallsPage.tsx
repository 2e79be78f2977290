// What takes a nomination out of review, or corrects what was decided?
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import { fieldFault, mayPass } from '../../../api/problems';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { Names } from '../../../shared/names';
import { formatTime } from '../../../shared/time';
import { Alert, Button, By, EmptyState, Facts, Field, Input, OptionGroup, Page, QueryView, ReasonForm, RecordText, SearchField, Section, SelectField, Tag, TextArea, Trouble } from '../../../shared/ui';
import { useRounds } from '../../awards/queries';
import { ordersFalls } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import styles from '../components/falls.module.css';
import { type Fall, KINDS, toneOfFall, useAnswerFall, useAskFall, useFalls, useFound } from '../falls_queries';

const LEAST = 4;

/** Finds the nomination by its number or by words of its title. */
function Choose({ chosen, onChoose, error }: { chosen: string; onChoose: (id: string) => void; error: string | undefined }) {
  const { t } = useTranslation();
  const rounds = useRounds();
  const years = (rounds.data ?? []).map((round) => round.year).sort((one, other) => other - one);
  const [picked, setPicked] = useState('');
  const year = picked === '' ? years[0] : Number(picked);
  const [text, setText] = useState('');
  const found = useFound(year, text);
  return (
    <>
      <div className={styles.fields}>
        <SelectField label={t('frame.round')} value={year === undefined ? '' : String(year)} options={years.map((one) => ({ value: String(one), label: t('frame.roundOption', { year: one }) }))} onChange={setPicked} />
        <SearchField label={t('falls.search')} placeholder={t('falls.searchHint')} value={text} onSearch={setText} />
      </div>
      {text !== '' && (
        <QueryView query={found} rows={3}>
          {(rows) =>
            rows.length === 0 ? (
              <EmptyState title={t('falls.noneFound')} />
            ) : (
              <OptionGroup
                label={t('falls.nomination')}
                options={rows.map((row) => ({
                  value: row.id,
                  label: (
                    <>
                      <RecordText text={row.title} />{' '}
                      <span className={styles.minor}>
                        <RecordText text={row.nomination_id} />
                      </span>
                    </>
                  ),
                }))}
                chosen={chosen === '' ? [] : [chosen]}
                error={error}
                onChange={(ids) => onChoose(ids[0] ?? '')}
              />
            )
          }
        </QueryView>
      )}
    </>
  );
}

/** Asks that a nomination fall, or that a decision be corrected. */
function AskForm({ onSent, onCancel }: { onSent: () => void; onCancel: () => void }) {
  const { t } = useTranslation();
  const ask = useAskFall();
  const key = useRef(newKey());
  const [nomination, setNomination] = useState('');
  const [kind, setKind] = useState('');
  const [text, setText] = useState({ reason: '', basis: '', document: '' });
  const [isTried, setTried] = useState(false);
  const isShort = (one: string) => [...one.trim()].length < LEAST;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (nomination === '' || kind === '' || isShort(text.reason) || isShort(text.basis) || ask.isPending) return;
    const document = text.document.trim();
    ask.mutate(
      { key: key.current, nomination, kind, reason: text.reason.trim(), basis: text.basis.trim(), ...(document === '' ? {} : { document_number: document }) },
      {
        onSuccess: onSent,
        onError: (error) => {
          // Another text is another request; what had no answer may have arrived, and is the same.
          if (!mayPass(error)) key.current = newKey();
        },
      },
    );
  };
  const short = (one: string, pointer: string) => (isTried && isShort(one) ? t('common.reasonShort', { least: LEAST }) : fieldFault(ask.error, pointer));
  return (
    <form className={styles.form} aria-label={t('falls.ask')} onSubmit={submit} noValidate>
      <Choose chosen={nomination} onChoose={setNomination} error={isTried && nomination === '' ? t('process.needed') : undefined} />
      <OptionGroup
        label={t('falls.kind')}
        options={KINDS.map((value) => ({ value, label: t(`falls.kinds.${value}`) }))}
        chosen={kind === '' ? [] : [kind]}
        error={isTried && kind === '' ? t('process.needed') : fieldFault(ask.error, '/kind')}
        onChange={(chosen) => setKind(chosen[0] ?? '')}
      />
      <TextArea label={t('falls.reason')} hint={t('falls.reasonHint')} name="reason" value={text.reason} onChange={(reason) => setText({ ...text, reason })} error={short(text.reason, '/reason')} />
      <TextArea label={t('falls.basis')} hint={t('falls.basisHint')} name="basis" value={text.basis} onChange={(basis) => setText({ ...text, basis })} error={short(text.basis, '/basis')} />
      <Field label={t('falls.document')} hint={t('falls.documentHint')} error={fieldFault(ask.error, '/document_number')}>
        {(wiring) => <Input {...wiring} name="document_number" maxLength={100} value={text.document} onChange={(event) => setText({ ...text, document: event.target.value })} />}
      </Field>
      <Trouble error={ask.error} stale={t('falls.stale')} />
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" aria-busy={ask.isPending}>
          {t('falls.send')}
        </Button>
        <Button onClick={onCancel}>{t('common.cancel')}</Button>
      </div>
    </form>
  );
}

/** What a second person answers. */
function Answer({ fall }: { fall: Fall }) {
  const { t } = useTranslation();
  const answer = useAnswerFall(fall);
  const [form, setForm] = useState<'grant' | 'refuse'>();
  const { may } = fall;
  if (form) {
    return (
      <ReasonForm
        label={t(`falls.${form}`)}
        longest={500}
        send={t(`falls.${form}`)}
        isDanger={form === 'grant'}
        trouble={<Trouble error={answer.error} stale={t('falls.stale')} />}
        isPending={answer.isPending}
        onSend={(reason) => answer.mutate({ grant: form === 'grant', reason }, { onSuccess: () => setForm(undefined) })}
        onCancel={() => setForm(undefined)}
      />
    );
  }
  return (
    <div className={styles.buttons}>
      {may.grant && (
        <Button type="primary" onClick={() => setForm('grant')}>
          {t('falls.grant')}
          <span className="visually-hidden">
            {t('common.colon')}
            {fall.nomination.nomination_id}
          </span>
        </Button>
      )}
      {may.refuse && (
        <Button onClick={() => setForm('refuse')}>
          {t(may.grant ? 'falls.refuse' : 'falls.takeBack')}
          <span className="visually-hidden">
            {t('common.colon')}
            {fall.nomination.nomination_id}
          </span>
        </Button>
      )}
    </div>
  );
}

function FallItem({ fall }: { fall: Fall }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const isWaiting = fall.state === 'asked' && fall.may.refuse;
  return (
    <li className={styles.card}>
      <div className={styles.cardHead}>
        <span className={styles.cardTitle}>
          <RecordText text={fall.nomination.title} />
        </span>
        <span className={styles.minor}>
          <RecordText text={fall.nomination.nomination_id} />
        </span>
        <Tag tone={toneOfFall(fall.state)}>{label('falls', `states.${fall.state}`)}</Tag>
      </div>
      <Names value={fall.names}>
        <Facts
          facts={[
            { label: t('falls.kind'), value: label('falls', `kinds.${fall.kind}`) },
            { label: t('falls.way'), value: `${label('state', fall.nomination_state)} → ${label('state', fall.to_state)}` },
            ...(fall.document_number ? [{ label: t('falls.document'), value: <RecordText text={fall.document_number} /> }] : []),
            { label: t('falls.reason'), isWide: true, value: <RecordText text={fall.reason} /> },
            { label: t('falls.basis'), isWide: true, value: <RecordText text={fall.basis} /> },
            { label: t('falls.askedBy'), value: <By name={fall.asked_by} time={formatTime(fall.asked_at, language)} /> },
            ...(fall.decided_at
              ? [
                  { label: t('falls.answeredBy'), value: <By name={fall.decided_by} time={formatTime(fall.decided_at, language)} /> },
                  { label: t('falls.answer'), isWide: true, value: <RecordText text={fall.answer} /> },
                ]
              : []),
          ]}
        />
      </Names>
      {isWaiting && <Answer key={fall.version} fall={fall} />}
    </li>
  );
}

/** Falls and corrections. */
export default function FallsPage() {
  const { t } = useTranslation();
  const mayAsk = ordersFalls(useAccount());
  const query = useFalls();
  const [form, setForm] = useState<'closed' | 'open' | 'sent'>('closed');
  return (
    <Page
      title={t('nav.falls')}
      tabTitle={t('nav.falls')}
      lead={t('falls.lead')}
      actions={
        mayAsk &&
        form !== 'open' && (
          <Button type="primary" onClick={() => setForm('open')}>
            {t('falls.ask')}
          </Button>
        )
      }
    >
      <div role="status">{form === 'sent' && <Alert type="success" showIcon title={t('falls.asked')} />}</div>
      {mayAsk && form === 'open' && (
        <Section title={t('falls.ask')}>
          <AskForm onSent={() => setForm('sent')} onCancel={() => setForm('closed')} />
        </Section>
      )}
      <Section title={t('falls.list')} hint={t('falls.listHint')}>
        <QueryView query={query} rows={6}>
          {(falls) =>
            falls.length === 0 ? (
              <EmptyState title={t('falls.none')} />
            ) : (
              <ul className={styles.cards} aria-label={t('falls.list')}>
                {falls.map((fall) => (
                  <FallItem key={fall.id} fall={fall} />
                ))}
              </ul>
            )
          }
        </QueryView>
      </Section>
    </Page>
  );
}
