// Which taskbooks are there, how far is each, and what asks for a hand now?
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { TaskbookSummary } from '../../../api/types';
import { useLabel } from '../../../shared/i18n';
import { ButtonLink, type Column, DataTable, EmptyState, Page, QueryView, RecordText, Section, SelectField, Stats, Tag, Tags } from '../../../shared/ui';
import { isCast } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import styles from '../components/supervision.module.css';
import { useMeetings, useTaskbooks } from '../queries';
import { toneOfTaskbook } from '../tones';

const STATES = ['draft', 'signed', 'executing', 'suspended', 'closed'];
const KINDS = ['nomination', 'evaluation', 'qualification', 'standards'];

/** The list of taskbooks. */
export default function TaskbooksPage() {
  const { t } = useTranslation();
  const query = useTaskbooks();
  const account = useAccount();
  return (
    <Page
      title={t('supervision.taskbooks')}
      tabTitle={t('supervision.taskbooks')}
      lead={t('supervision.taskbooksLead')}
      actions={isCast(account) && <ButtonLink to="/supervision/taskbooks/new">{t('supervision.newTaskbook')}</ButtonLink>}
    >
      <QueryView query={query} rows={8} isFramed>
        {(taskbooks) => <Taskbooks taskbooks={taskbooks} />}
      </QueryView>
    </Page>
  );
}

function Taskbooks({ taskbooks }: { taskbooks: readonly TaskbookSummary[] }) {
  const { t } = useTranslation();
  const label = useLabel();
  const [search, setSearch] = useSearchParams();
  const items = (useMeetings().data ?? []).flatMap((meeting) => meeting.action_items);
  const state = search.get('state') ?? '';
  const kind = search.get('kind') ?? '';
  const choose = (key: string, value: string) => {
    setSearch((old) => {
      const next = new URLSearchParams(old);
      if (value === '') next.delete(key);
      else next.set(key, value);
      return next;
    });
  };
  const shown = taskbooks.filter((one) => (state === '' || one.state === state) && (kind === '' || one.kind === kind));
  const count = (key: 'state' | 'kind', value: string) => taskbooks.filter((one) => one[key] === value).length;
  const options = (group: 'taskbookState' | 'taskbookKind', key: 'state' | 'kind', values: readonly string[]) => [
    { value: '', label: t('supervision.all') },
    ...values.map((value) => ({ value, label: `${label(group, value)} (${count(key, value)})` })),
  ];
  const late = taskbooks.filter((one) => one.progress.tasks_late > 0 && one.state === 'executing').length;
  return (
    <>
      <Stats
        stats={[
          { label: t('supervision.stats.executing'), value: count('state', 'executing') },
          { label: t('supervision.stats.waiting'), value: count('state', 'draft') },
          { label: t('supervision.stats.suspended'), value: count('state', 'suspended') },
          { label: t('supervision.stats.late'), value: late },
          {
            label: t('supervision.stats.overdue'),
            value: <Link to="/supervision/meetings?items=overdue">{items.filter((item) => item.is_overdue).length}</Link>,
          },
        ]}
      />
      <Section title={t('supervision.taskbookList')}>
        <div className={styles.filters}>
          <SelectField label={t('supervision.columns.state')} value={state} options={options('taskbookState', 'state', STATES)} onChange={(value) => choose('state', value)} />
          <SelectField label={t('supervision.columns.kind')} value={kind} options={options('taskbookKind', 'kind', KINDS)} onChange={(value) => choose('kind', value)} />
        </div>
        {shown.length === 0 ? <EmptyState title={t('supervision.noTaskbooks')} /> : <TaskbookTable taskbooks={shown} />}
      </Section>
    </>
  );
}

/** Taskbooks as a table, on a phone as cards. */
export function TaskbookTable({ taskbooks }: { taskbooks: readonly TaskbookSummary[] }) {
  const { t } = useTranslation();
  const label = useLabel();
  const columns: Column<TaskbookSummary>[] = [
    {
      key: 'title',
      title: t('supervision.columns.title'),
      onPhone: 'title',
      render: (one) => (
        <>
          <Link to={`/supervision/taskbooks/${one.id}`}>
            <RecordText text={one.title} />
          </Link>
          <div className={styles.minor}>{one.number}</div>
        </>
      ),
    },
    { key: 'society', title: t('supervision.columns.society'), width: 190, render: (one) => <RecordText text={one.society} /> },
    {
      key: 'standing',
      title: t('supervision.columns.standing'),
      width: 190,
      render: (one) => (
        <Tags>
          <Tag tone={toneOfTaskbook(one.state)}>{label('taskbookState', one.state)}</Tag>
          <Tag>{label('taskbookStage', one.stage)}</Tag>
        </Tags>
      ),
    },
    {
      key: 'indicators',
      title: t('supervision.columns.indicators'),
      width: 110,
      render: (one) => t('supervision.metOf', { met: one.progress.met, all: one.progress.indicators }),
    },
    {
      key: 'tasks',
      title: t('supervision.columns.tasks'),
      width: 120,
      render: (one) => (
        <>
          {one.progress.tasks_done}%
          {one.progress.tasks_late > 0 && one.state !== 'closed' && <div className={styles.overdue}>{t('supervision.lateTasks', { value: one.progress.tasks_late })}</div>}
        </>
      ),
    },
    { key: 'ends', title: t('supervision.columns.ends'), width: 110, render: (one) => one.ends_on },
  ];
  return <DataTable label={t('supervision.taskbooks')} columns={columns} rows={taskbooks} rowKey={(one) => one.id} />;
}
