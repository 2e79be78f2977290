// What was objected to a nomination of the society, what must it answer, and what became of it?
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { fieldFault, presentOf } from '../../../api/problems';
import { useBilingual, useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, Button, Disclosure, Facts, Field, Input, Page, QueryView, RecordText, Section, Tag, TextArea, useProblemText } from '../../../shared/ui';
import { FileList, TaskList, Timeline, toneOfObjection } from '../components/Parts';
import styles from '../components/objections.module.css';
import { type ObjectionTask, type SocietyObjection, useSay, useSocietyObjection } from '../queries';

const MEGABYTE = 1_048_576;

function Failure({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  return <Alert type="error" showIcon title={presentOf(error) ? t('objection.stale') : textOf(error)} />;
}

function Answering({ objection, task }: { objection: SocietyObjection; task: ObjectionTask }) {
  const { t } = useTranslation();
  const say = useSay(objection, task.id);
  const [text, setText] = useState('');
  const [files, setFiles] = useState<readonly File[]>([]);
  const { most_files: mostFiles, most_bytes: mostBytes } = objection.limits;
  const isFit = text.trim().length >= 4;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isFit && !say.isPending) say.mutate({ text, files });
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextArea label={t('objection.answer')} hint={t(task.party === 'nominee' ? 'objection.answerNominee' : 'objection.answerHint')} name="answer" rows={5} value={text} onChange={setText} />
      <Field label={t('objection.material')} hint={t('objection.materialHint', { count: mostFiles, size: Math.floor(mostBytes / MEGABYTE) })} error={fieldFault(say.error, '/files')}>
        {(wiring) => <input {...wiring} type="file" name="files" multiple accept="application/pdf,image/png,image/jpeg" onChange={(event) => setFiles(Array.from(event.target.files ?? []))} />}
      </Field>
      {say.isError && <Failure error={say.error} />}
      <div>
        <Button type="primary" htmlType="submit" disabled={!isFit} aria-busy={say.isPending}>
          {t('objection.deeds.answer')}
        </Button>
      </div>
    </form>
  );
}

function MoreTime({ objection, task }: { objection: SocietyObjection; task: ObjectionTask }) {
  const { t } = useTranslation();
  const say = useSay(objection, task.id);
  const [days, setDays] = useState('10');
  const [reason, setReason] = useState('');
  const number = Number(days);
  const isFit = Number.isInteger(number) && number >= 1 && reason.trim().length >= 4;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isFit && !say.isPending) say.mutate({ days: number, reason });
  };
  return (
    <Disclosure label={t('objection.moreTime')}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <Field label={t('objection.days')}>{(wiring) => <Input {...wiring} name="days" inputMode="numeric" value={days} onChange={(event) => setDays(event.target.value)} />}</Field>
        <TextArea label={t('objection.reason')} name="reason" value={reason} onChange={setReason} />
        {say.isError && <Failure error={say.error} />}
        <div>
          <Button htmlType="submit" disabled={!isFit} aria-busy={say.isPending}>
            {t('objection.deeds.moreTime')}
          </Button>
        </div>
      </form>
    </Disclosure>
  );
}

function Shown({ objection }: { objection: SocietyObjection }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const said = useBilingual();
  return (
    <>
      <Section title={t('objection.facts')}>
        <Facts
          facts={[
            { label: t('objection.state'), value: <Tag tone={toneOfObjection(objection.state)}>{label('objection', `states.${objection.state}`)}</Tag> },
            {
              label: t('objection.nomination'),
              isWide: true,
              value: (
                <Link to={`/rounds/${objection.nomination.year}/nominations/${objection.nomination.id}`}>
                  <RecordText text={objection.nomination.title} />
                </Link>
              ),
            },
            { label: t('objection.released'), isWide: true, value: <div className={styles.text}>{<RecordText text={objection.summary} />}</div> },
            { label: t('objection.evidence'), value: t('objection.filesHeld', { count: objection.files }) },
            ...(objection.material.length > 0 ? [{ label: t('objection.handedIn'), isWide: true, value: <FileList files={objection.material} address={`/api/v1/society-objections/${objection.id}`} /> }] : []),
            ...(objection.outcome ? [{ label: t('objection.outcome'), value: <strong>{label('objection', `outcomes.${objection.outcome}`)}</strong> }] : []),
            ...(objection.effect ? [{ label: t('objection.effect'), value: label('objection', `effects.${objection.effect}`) }] : []),
            ...(objection.decided_at ? [{ label: t('objection.decidedAt'), value: formatTime(objection.decided_at, language) }] : []),
            ...(objection.outcome_text ? [{ label: t('objection.outcomeText'), isWide: true, value: <RecordText text={said(objection.outcome_text)} /> }] : []),
          ]}
        />
      </Section>
      <Section title={t('objection.taskList')} hint={t('objection.silence')}>
        <TaskList
          tasks={objection.tasks}
          deeds={(task) =>
            task.standing === 'open' ? (
              <>
                <Answering objection={objection} task={task} />
                {!task.extension && <MoreTime objection={objection} task={task} />}
              </>
            ) : null
          }
        />
      </Section>
      <Section title={t('objection.timeline')}>
        <Timeline events={objection.events} />
      </Section>
    </>
  );
}

/** One objection, as the society sees it. */
export default function SocietyObjectionPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const query = useSocietyObjection(id);
  const title = query.data ? t('objection.one', { number: query.data.number }) : t('objection.own');
  return (
    <Page title={title} tabTitle={title} crumbs={[{ label: t('objection.own'), to: '/society-objections' }]}>
      <QueryView query={query} isFramed>
        {(objection) => <Shown objection={objection} />}
      </QueryView>
    </Page>
  );
}
