// Which societies were drawn for the third-party assessment, can the draw be repeated, and what was found?
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import { fieldFault } from '../../../api/problems';
import type { Assessment } from '../../../api/types';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, Button, type Column, DataTable, Disclosure, EmptyState, Facts, Field, Input, Page, QueryView, RecordText, Section, SelectField, ShortList, Tag, TextArea, useProblemText } from '../../../shared/ui';
import { isCast } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { ReasonForm } from '../components/ReasonForm';
import styles from '../components/supervision.module.css';
import { useAssessments, useAssessorsReport, useFind, useOrder, useReply } from '../queries';
import { toneOfFinding } from '../tones';

/** The page of assessments. */
export default function AssessmentsPage() {
  const { t } = useTranslation();
  const query = useAssessments();
  const account = useAccount();
  return (
    <Page title={t('supervision.assessments')} tabTitle={t('supervision.assessments')} lead={t('supervision.assessmentsLead')}>
      {isCast(account) && (
        <Section title={t('supervision.draw')}>
          <Disclosure label={t('supervision.newDraw')}>
            <DrawForm />
          </Disclosure>
        </Section>
      )}
      <QueryView query={query} rows={8} isFramed>
        {(all) => (all.length === 0 ? <EmptyState title={t('supervision.noAssessments')} /> : all.map((one) => <Assessed key={one.id} assessment={one} />))}
      </QueryView>
    </Page>
  );
}

function DrawForm() {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const order = useOrder();
  const key = useRef(newKey());
  const [form, setForm] = useState({ year: String(new Date().getFullYear()), assessor: '', seed: '' });
  const [isTried, setTried] = useState(false);
  const isYear = /^\d{4}$/.test(form.year.trim());
  const edit = (part: Partial<typeof form>) => {
    key.current = newKey();
    setForm({ ...form, ...part });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isYear || form.assessor.trim() === '' || order.isPending) return;
    order.mutate({ key: key.current, body: { year: Number(form.year), assessor: form.assessor.trim(), seed: form.seed.trim() === '' ? null : form.seed.trim() } });
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <div className={styles.wideFields}>
        <Field label={t('supervision.year')} error={isTried && !isYear ? t('supervision.wholeNumber') : undefined}>
          {(wiring) => <Input {...wiring} name="year" inputMode="numeric" value={form.year} onChange={(event) => edit({ year: event.target.value })} />}
        </Field>
        <Field label={t('supervision.assessor')} error={isTried && form.assessor.trim() === '' ? t('supervision.needed') : undefined}>
          {(wiring) => <Input {...wiring} name="assessor" value={form.assessor} onChange={(event) => edit({ assessor: event.target.value })} />}
        </Field>
      </div>
      <Field label={t('supervision.seed')} hint={t('supervision.seedHint')}>
        {(wiring) => <Input {...wiring} name="seed" autoComplete="off" value={form.seed} onChange={(event) => edit({ seed: event.target.value })} />}
      </Field>
      {order.isError && <Alert type="error" showIcon title={textOf(order.error)} />}
      <div>
        <Button type="primary" htmlType="submit" aria-busy={order.isPending}>
          {t('supervision.drawNow')}
        </Button>
      </div>
    </form>
  );
}

type Sampled = Assessment['sample'][number];

function Assessed({ assessment }: { assessment: Assessment }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const account = useAccount();
  const columns: Column<Sampled>[] = [
    { key: 'society', title: t('supervision.columns.society'), onPhone: 'title', render: (one) => <RecordText text={one.name} /> },
    { key: 'code', title: t('supervision.columns.code'), width: 110, render: (one) => one.society_id },
    {
      key: 'why',
      title: t('supervision.columns.why'),
      width: 160,
      render: (one) => <Tag tone={one.is_by_lot ? 'blue' : 'gold'}>{one.is_by_lot ? t('supervision.byLot') : t('supervision.bySuspension')}</Tag>,
    },
    { key: 'number', title: t('supervision.columns.lot'), render: (one) => <span className={styles.digest}>{one.number.slice(0, 16)}…</span> },
    { key: 'findings', title: t('supervision.columns.findings'), width: 110, isEnd: true, render: (one) => one.findings },
  ];
  return (
    <Section title={t('supervision.assessmentOf', { year: assessment.year })} hint={<RecordText text={assessment.assessor} />}>
      <div className={styles.stack}>
        <Facts
          facts={[
            { label: t('supervision.drawnAt'), value: formatTime(assessment.drawn_at, language) },
            { label: t('supervision.sampleSize'), value: t('supervision.sampleOf', { sample: assessment.sample.length, frame: assessment.frame.length }) },
            { label: t('supervision.seed'), value: <span className={styles.digest}>{assessment.seed}</span> },
            {
              label: t('supervision.check'),
              value: <Tag tone={assessment.is_repeatable ? 'green' : 'red'}>{assessment.is_repeatable ? t('supervision.repeats') : t('supervision.doesNotRepeat')}</Tag>,
            },
          ]}
        />
        <Disclosure label={t('supervision.howToRepeat')}>
          <div className={styles.stack}>
            <p>{t('supervision.repeatText')}</p>
            <p className={styles.digest}>
              {t('supervision.frameDigest')} {assessment.frame_digest}
            </p>
            <p className={styles.digest}>{assessment.frame.map((one) => (one.is_suspended ? `${one.society_id}*` : one.society_id)).join(' ')}</p>
          </div>
        </Disclosure>
        <ShortList items={assessment.sample} limit={8}>
          {(shown) => <DataTable label={t('supervision.sample')} columns={columns} rows={shown} rowKey={(one) => one.society_id} />}
        </ShortList>
        <Findings assessment={assessment} />
        {assessment.report && (
          <>
            <h3>{t('supervision.assessorsReport')}</h3>
            <p className={styles.text}>
              <RecordText text={assessment.report} />
            </p>
          </>
        )}
        {isCast(account) && <CastForms assessment={assessment} />}
      </div>
    </Section>
  );
}

function Findings({ assessment }: { assessment: Assessment }) {
  const { t } = useTranslation();
  const label = useLabel();
  const reply = useReply();
  if (assessment.findings.length === 0) return <p className={styles.minor}>{t('supervision.noFindings')}</p>;
  return (
    <>
      <h3>{t('supervision.findings')}</h3>
      <div className={styles.entries}>
        {assessment.findings.map((one) => (
          <article key={one.id} className={styles.entry}>
            <div className={styles.entryHead}>
              <strong>
                <RecordText text={one.society} />
              </strong>
              <span>{label('assessmentAspect', one.aspect)}</span>
              <Tag tone={toneOfFinding(one.grade)}>{label('findingGrade', one.grade)}</Tag>
              {one.satisfaction !== null && one.satisfaction !== undefined && <span>{t('supervision.satisfaction', { value: one.satisfaction })}</span>}
            </div>
            <p className={styles.text}>
              <RecordText text={one.text} />
            </p>
            {one.reply && (
              <p className={styles.minor}>
                {t('supervision.replyOf')}
                {t('common.colon')}
                <RecordText text={one.reply} />
              </p>
            )}
            {one.may_reply && (
              <ReasonForm
                open={t('supervision.reply')}
                about={one.text}
                label={t('supervision.replyText')}
                send={t('supervision.reply')}
                isPending={reply.isPending}
                error={reply.error}
                onSend={(text, done) => reply.mutate({ id: one.id, text }, { onSuccess: done })}
              />
            )}
          </article>
        ))}
      </div>
    </>
  );
}

const ASPECTS = ['authenticity', 'process', 'member_satisfaction', 'unit_satisfaction', 'government_satisfaction'];
const GRADES = ['sound', 'minor', 'serious'];

function CastForms({ assessment }: { assessment: Assessment }) {
  const { t } = useTranslation();
  const report = useAssessorsReport(assessment.id);
  return (
    <>
      {!assessment.report && (
        <Disclosure label={t('supervision.newFinding')}>
          <FindingForm assessment={assessment} />
        </Disclosure>
      )}
      <ReasonForm
        open={assessment.report ? t('supervision.rewriteReport') : t('supervision.writeReport')}
        about={t('supervision.assessmentOf', { year: assessment.year })}
        label={t('supervision.assessorsReport')}
        send={t('supervision.record')}
        isPending={report.isPending}
        error={report.error}
        onSend={(text, done) => report.mutate({ version: assessment.version, report: text }, { onSuccess: done })}
      />
    </>
  );
}

function FindingForm({ assessment }: { assessment: Assessment }) {
  const { t } = useTranslation();
  const label = useLabel();
  const textOf = useProblemText();
  const find = useFind(assessment.id);
  const [form, setForm] = useState({ society: assessment.sample[0]?.society_id ?? '', aspect: 'authenticity', grade: 'sound', satisfaction: '', text: '' });
  const [isTried, setTried] = useState(false);
  const plain = form.satisfaction.normalize('NFKC').trim();
  const isShare = plain === '' || (/^\d{1,3}$/.test(plain) && Number(plain) <= 100);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isShare || form.text.trim() === '' || find.isPending) return;
    find.mutate(
      { society_id: form.society, aspect: form.aspect, grade: form.grade, satisfaction: plain === '' ? null : Number(plain), text: form.text.trim() },
      {
        onSuccess: () => {
          setTried(false);
          setForm({ ...form, satisfaction: '', text: '' });
        },
      },
    );
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <div className={styles.wideFields}>
        <SelectField label={t('supervision.columns.society')} value={form.society} options={assessment.sample.map((one) => ({ value: one.society_id, label: `${one.society_id} ${one.name}` }))} onChange={(society) => setForm({ ...form, society })} />
        <SelectField label={t('supervision.aspect')} value={form.aspect} options={ASPECTS.map((value) => ({ value, label: label('assessmentAspect', value) }))} onChange={(aspect) => setForm({ ...form, aspect })} />
        <SelectField label={t('supervision.grade')} value={form.grade} options={GRADES.map((value) => ({ value, label: label('findingGrade', value) }))} onChange={(grade) => setForm({ ...form, grade })} />
        <Field label={t('supervision.satisfactionShare')} error={isTried && !isShare ? t('supervision.share') : fieldFault(find.error, '/satisfaction')}>
          {(wiring) => <Input {...wiring} name="satisfaction" inputMode="numeric" value={form.satisfaction} onChange={(event) => setForm({ ...form, satisfaction: event.target.value })} />}
        </Field>
      </div>
      <TextArea label={t('supervision.findingText')} name="text" value={form.text} onChange={(text) => setForm({ ...form, text })} error={isTried && form.text.trim() === '' ? t('supervision.needed') : undefined} />
      {find.isError && <Alert type="error" showIcon title={textOf(find.error)} />}
      <div>
        <Button type="primary" htmlType="submit" aria-busy={find.isPending}>
          {t('supervision.record')}
        </Button>
      </div>
    </form>
  );
}
