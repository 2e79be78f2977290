// What does one taskbook say, who signed it, how far is it, and what comes next?
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { TaskbookDetail } from '../../../api/types';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { Alert, Button, ButtonLink, Days, Facts, Page, PlainTable, QueryView, RecordText, Section, Tag, Tags } from '../../../shared/ui';
import { Meetings } from '../components/Meetings';
import { Results } from '../components/Results';
import { Signing } from '../components/Signing';
import { Stages } from '../components/Stages';
import styles from '../components/supervision.module.css';
import { useMeetings, useTaskbook } from '../queries';
import { toneOfTaskbook } from '../tones';

/** The page of a taskbook. */
export default function TaskbookPage() {
  const { t } = useTranslation();
  const query = useTaskbook(useParams().id ?? '');
  const taskbook = query.data;
  return (
    <Page
      crumbs={[{ label: t('supervision.taskbooks'), to: '/supervision/taskbooks' }]}
      title={taskbook ? <RecordText text={taskbook.title} /> : t('supervision.taskbook')}
      tabTitle={taskbook?.title ?? t('supervision.taskbook')}
      lead={taskbook && <Lead taskbook={taskbook} />}
      actions={taskbook && <Papers taskbook={taskbook} />}
    >
      <QueryView query={query} rows={12} isFramed>
        {(loaded) => <Taskbook taskbook={loaded} />}
      </QueryView>
    </Page>
  );
}

function Lead({ taskbook }: { taskbook: TaskbookDetail }) {
  const label = useLabel();
  return (
    <Tags>
      <Tag tone={toneOfTaskbook(taskbook.state)}>{label('taskbookState', taskbook.state)}</Tag>
      <Tag>{label('taskbookStage', taskbook.stage)}</Tag>
      <Tag>{label('taskbookKind', taskbook.kind)}</Tag>
      <span>{taskbook.number}</span>
    </Tags>
  );
}

function Papers({ taskbook }: { taskbook: TaskbookDetail }) {
  const { t } = useTranslation();
  const lang = useLanguage() === 'en' ? 'en' : 'zh';
  const paper = (file: string) => `/api/v1/taskbooks/${taskbook.id}/${file}?lang=${lang}`;
  return (
    <>
      {taskbook.may.change && <ButtonLink to={`/supervision/taskbooks/${taskbook.id}/edit`}>{t('supervision.edit')}</ButtonLink>}
      <Button href={paper('taskbook.pdf')}>{t('supervision.taskbookPdf')}</Button>
      {taskbook.state !== 'draft' && (
        <>
          <Button href={paper('performance.pdf')}>{t('supervision.performancePdf')}</Button>
          <Button href={paper('performance.xlsx')}>{t('supervision.performanceXlsx')}</Button>
        </>
      )}
    </>
  );
}

function Taskbook({ taskbook }: { taskbook: TaskbookDetail }) {
  const { t } = useTranslation();
  const label = useLabel();
  const meetings = useMeetings();
  const { draft } = taskbook;
  return (
    <>
      {taskbook.state_reason && <Alert type={taskbook.state === 'suspended' ? 'warning' : 'info'} showIcon title={label('taskbookState', taskbook.state)} description={<RecordText text={taskbook.state_reason} />} />}
      <Section title={t('supervision.overview')}>
        <Facts
          facts={[
            { label: t('supervision.columns.society'), value: <RecordText text={`${taskbook.society_id} ${taskbook.society}`} /> },
            { label: t('supervision.department'), value: <RecordText text={draft.department} /> },
            { label: t('supervision.castUnit'), value: <RecordText text={draft.cast_unit} /> },
            { label: t('supervision.leader'), value: <><RecordText text={draft.leader_name} /> · {label('societyPost', draft.leader_post)}</> },
            { label: t('supervision.round'), value: draft.round },
            { label: t('supervision.days'), value: <Days from={draft.starts_on} to={draft.ends_on} /> },
          ]}
        />
      </Section>
      <Section title={t('supervision.goals')}>
        <div className={styles.stack}>
          <Lines lines={draft.content.goals} />
          {draft.content.quality.length > 0 && (
            <>
              <h3>{t('supervision.quality')}</h3>
              <Lines lines={draft.content.quality} />
            </>
          )}
          {draft.content.clauses.length > 0 && (
            <>
              <h3>{t('supervision.clauses')}</h3>
              <Lines lines={draft.content.clauses} />
            </>
          )}
          {draft.content.funds.length > 0 && (
            <>
              <h3>{t('supervision.funds')}</h3>
              <PlainTable
                label={t('supervision.funds')}
                head={[
                  { key: 'source', title: t('supervision.fund.source') },
                  { key: 'kind', title: t('supervision.fund.kind') },
                  { key: 'amount', title: t('supervision.fund.amount'), isEnd: true },
                  { key: 'schedule', title: t('supervision.fund.schedule') },
                ]}
                rows={draft.content.funds.map((fund) => ({
                  key: fund.source,
                  cells: [<RecordText key="s" text={fund.source} />, label('fundKind', fund.kind), fund.amount.toLocaleString('en'), <RecordText key="t" text={fund.schedule} />],
                }))}
              />
            </>
          )}
        </div>
      </Section>
      <Signing taskbook={taskbook} />
      <Results taskbook={taskbook} />
      <Stages taskbook={taskbook} />
      <Section title={t('supervision.meetings')}>
        <QueryView query={meetings}>{(all) => <Meetings meetings={all.filter((one) => one.taskbook_id === taskbook.id)} />}</QueryView>
      </Section>
    </>
  );
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ol className={styles.numbered}>
      {lines.map((line) => (
        <li key={line}>
          <RecordText text={line} />
        </li>
      ))}
    </ol>
  );
}
