// What was to be reached, what was, and what proves it? With the form that reports it.
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskbookDetail } from '../../../api/types';
import { useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, Button, Disclosure, Field, Input, PlainTable, RecordText, Section, SelectField, Stats, Tag, TextArea, useProblemText } from '../../../shared/ui';
import { useReport } from '../queries';
import { signOf, withUnit } from '../tones';
import styles from './supervision.module.css';

/** Indicators and tasks with what became of them. */
export function Results({ taskbook }: { taskbook: TaskbookDetail }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { progress } = taskbook;
  const last = (isTask: boolean, code: string) => taskbook.reports.filter((one) => one.is_task === isTask && one.code === code).at(-1);
  const evidence = (isTask: boolean, code: string) => {
    const report = last(isTask, code);
    if (!report) return '';
    return (
      <>
        <RecordText text={report.evidence} />
        <div className={styles.minor}>{formatTime(report.reported_at, language)}</div>
      </>
    );
  };
  return (
    <Section title={t('supervision.results')}>
      <div className={styles.stack}>
        <Stats
          stats={[
            { label: t('supervision.stats.met'), value: `${progress.met} / ${progress.indicators}`, note: t('supervision.weightOf', { value: progress.met_weight }) },
            { label: t('supervision.stats.reported'), value: `${progress.reported} / ${progress.indicators}` },
            { label: t('supervision.stats.tasks'), value: `${progress.tasks_done}%` },
            { label: t('supervision.stats.lateTasks'), value: progress.tasks_late },
          ]}
        />
        <h3>{t('supervision.indicators')}</h3>
        <PlainTable
          label={t('supervision.indicators')}
          head={[
            { key: 'name', title: t('supervision.columns.indicator') },
            { key: 'target', title: t('supervision.columns.target'), isEnd: true },
            { key: 'actual', title: t('supervision.columns.actual'), isEnd: true },
            { key: 'outcome', title: t('supervision.columns.outcome') },
            { key: 'evidence', title: t('supervision.columns.evidence') },
          ]}
          rows={taskbook.attained.map((one) => ({
            key: one.code,
            cells: [
              <span key="n">
                {one.code} <RecordText text={one.name} />
              </span>,
              <RecordText key="t" text={withUnit(one.target, one.unit, signOf(one.aim))} />,
              <RecordText key="a" text={one.actual === null || one.actual === undefined ? null : withUnit(one.actual, one.unit)} />,
              one.actual === null || one.actual === undefined ? <Tag key="o">{t('supervision.notReported')}</Tag> : <Tag key="o" tone={one.is_met ? 'green' : 'red'}>{one.is_met ? t('supervision.met') : t('supervision.notMet')}</Tag>,
              evidence(false, one.code),
            ],
          }))}
        />
        <h3>{t('supervision.tasks')}</h3>
        <PlainTable
          label={t('supervision.tasks')}
          head={[
            { key: 'title', title: t('supervision.columns.task') },
            { key: 'owner', title: t('supervision.columns.owner') },
            { key: 'due', title: t('supervision.columns.due') },
            { key: 'weight', title: t('supervision.columns.weight'), isEnd: true },
            { key: 'done', title: t('supervision.columns.done'), isEnd: true },
          ]}
          rows={taskbook.draft.content.tasks.map((task) => ({
            key: task.code,
            cells: [
              <span key="t">
                {task.code} <RecordText text={task.title} />
              </span>,
              <RecordText key="o" text={task.owner} />,
              task.due,
              task.weight,
              `${last(true, task.code)?.value ?? 0}%`,
            ],
          }))}
        />
        {taskbook.may.report && (
          <Disclosure label={t('supervision.reportResult')}>
            <ReportForm taskbook={taskbook} />
          </Disclosure>
        )}
      </div>
    </Section>
  );
}

function ReportForm({ taskbook }: { taskbook: TaskbookDetail }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const report = useReport(taskbook.id);
  const options = [
    ...taskbook.draft.content.indicators.map((one) => ({ value: `i:${one.code}`, label: `${one.code} ${one.name}（${one.unit}）` })),
    ...taskbook.draft.content.tasks.map((one) => ({ value: `t:${one.code}`, label: `${one.code} ${one.title}（%）` })),
  ];
  const [item, setItem] = useState(options[0]?.value ?? '');
  const [value, setValue] = useState('');
  const [evidence, setEvidence] = useState('');
  const [isTried, setTried] = useState(false);
  const plain = value.normalize('NFKC').trim();
  const isWhole = /^-?\d+$/.test(plain);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isWhole || evidence.trim() === '' || report.isPending) return;
    report.mutate(
      { is_task: item.startsWith('t:'), code: item.slice(2), value: Number(plain), evidence: evidence.trim() },
      {
        onSuccess: () => {
          setValue('');
          setEvidence('');
          setTried(false);
        },
      },
    );
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <SelectField label={t('supervision.item')} value={item} options={options} onChange={setItem} />
      <Field label={t('supervision.value')} hint={t('supervision.valueHint')} error={isTried && !isWhole ? t('supervision.wholeNumber') : undefined}>
        {(wiring) => <Input {...wiring} name="value" inputMode="numeric" value={value} onChange={(event) => setValue(event.target.value)} />}
      </Field>
      <TextArea label={t('supervision.columns.evidence')} name="evidence" value={evidence} onChange={setEvidence} error={isTried && evidence.trim() === '' ? t('supervision.needed') : undefined} />
      {report.isError && <Alert type="error" showIcon title={textOf(report.error)} />}
      <p role="status" className={styles.minor}>
        {report.isSuccess ? t('supervision.reportKept') : ''}
      </p>
      <div>
        <Button type="primary" htmlType="submit" aria-busy={report.isPending}>
          {t('supervision.sendReport')}
        </Button>
      </div>
    </form>
  );
}
