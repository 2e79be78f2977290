// Which plans of assignment has a round, and how is a new one made?
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { newKey } from '../../../api/intent';
import { useYear } from '../../../shared/address';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { Names } from '../../../shared/names';
import { formatTime } from '../../../shared/time';
import { Button, ButtonLink, By, type Column, DataTable, Dialog, EmptyState, Field, Input, Page, QueryView, RecordText, Section, SelectField, Tag } from '../../../shared/ui';
import { managesAssignments } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { PanelChoice } from '../../matching/components/PanelChoice';
import { useMatchRuns } from '../../matching/queries';
import styles from '../components/assignments.module.css';
import { AssignmentTabs } from '../components/Tabs';
import { Trouble } from '../components/Trouble';
import { useNewPlan, usePlans } from '../queries';
import type { PlanSummary } from '../types';
import { toneOfPlan } from '../words';

/** The plans of a round. */
export default function PlansPage() {
  const { t } = useTranslation();
  const year = useYear();
  const mayManage = managesAssignments(useAccount());
  const query = usePlans(year);
  const columns = useColumns(year);
  const [isOpen, setOpen] = useState(false);
  const make = mayManage && (
    <Button type="primary" onClick={() => setOpen(true)}>
      {t('assignments.new.open')}
    </Button>
  );
  return (
    <Page title={t('assignments.title')} tabTitle={t('assignments.title')} lead={t('assignments.lead')} actions={make}>
      <AssignmentTabs year={year} />
      <Section title={t('assignments.plans')}>
        <QueryView query={query} rows={5}>
          {(plans) =>
            plans.length === 0 ? (
              <EmptyState
                title={t('assignments.noPlans')}
                text={t('assignments.noPlansText')}
                action={
                  <>
                    {make}
                    <ButtonLink to={`/rounds/${year}/matching`}>{t('assignments.toMatching')}</ButtonLink>
                  </>
                }
              />
            ) : (
              <DataTable label={t('assignments.plans')} columns={columns} rows={plans} rowKey={(row) => row.id} />
            )
          }
        </QueryView>
      </Section>
      {isOpen && <NewPlan year={year} plans={query.data ?? []} onClose={() => setOpen(false)} />}
    </Page>
  );
}

function useColumns(year: number): Column<PlanSummary>[] {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  return [
    {
      key: 'name',
      title: t('assignments.new.name'),
      onPhone: 'title',
      render: (row) => (
        <>
          <Link to={`/rounds/${year}/assignments/${row.id}`}>
            <RecordText text={row.name} />
          </Link>
          <span className={styles.line}>
            <Names value={row.names}>
              <By name={row.created_by} time={formatTime(row.created_at, language)} />
            </Names>
          </span>
        </>
      ),
    },
    { key: 'state', title: t('assignments.state'), width: 110, render: (row) => <Tag tone={toneOfPlan(row.state)}>{label('assignments', `planStates.${row.state}`)}</Tag> },
    { key: 'objective', title: t('matching.columns.objective'), width: 130, render: (row) => label('matching', `objectives.${row.parameters.objective}`) },
    { key: 'perNomination', title: t('matching.fields.per_nomination'), width: 130, isEnd: true, render: (row) => row.parameters.per_nomination },
    { key: 'load', title: t('matching.fields.max_load'), width: 130, isEnd: true, render: (row) => row.parameters.max_load },
    { key: 'applied', title: t('assignments.appliedBy'), width: 180, render: (row) => (row.applied_at ? <span className="whole">{formatTime(row.applied_at, language)}</span> : '') },
  ];
}

function NewPlan({ year, plans, onClose }: { year: number; plans: readonly PlanSummary[]; onClose: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const make = useNewPlan(year);
  const runs = (useMatchRuns(year).data ?? []).filter((run) => run.state === 'done');
  const [name, setName] = useState('');
  const [source, setSource] = useState('');
  const [isWithin, setWithin] = useState(false);
  const [isTried, setTried] = useState(false);
  const [key, setKey] = useState(newKey);
  const [kind, id] = source.split(':');
  const from = kind === '' ? runs[0] : kind === 'run' ? runs.find((run) => run.id === id) : plans.find((plan) => plan.id === id);
  // What it begins from may keep to the panels already.
  const keeps = from?.parameters.within_panels ?? false;
  const named = (one: { parameters: PlanSummary['parameters'] }, name: string) => (one.parameters.within_panels ? t('assignments.new.within', { name }) : name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() === '' || make.isPending) return;
    make.mutate(
      { key, name: name.trim(), ...(kind === 'run' && id ? { run: id } : {}), ...(kind === 'plan' && id ? { from: id } : {}), ...(isWithin && !keeps ? { within_panels: true } : {}) },
      { onSuccess: (plan) => void navigate(`/rounds/${year}/assignments/${plan.id}`), onError: () => setKey(newKey()) },
    );
  };
  return (
    <Dialog isOpen title={t('assignments.new.title')} onClose={onClose}>
      <form className={styles.stack} onSubmit={submit} noValidate>
        <Field label={t('assignments.new.name')} error={isTried && name.trim() === '' ? t('assignments.new.needName') : undefined}>
          {(wiring) => <Input {...wiring} name="name" autoComplete="off" maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <SelectField
          label={t('assignments.new.source')}
          value={source}
          options={[
            { value: '', label: t('assignments.new.newestRun') },
            ...runs.map((run) => ({ value: `run:${run.id}`, label: named(run, t('assignments.new.run', { time: formatTime(run.finished_at ?? run.requested_at, language) })) })),
            ...plans.map((plan) => ({ value: `plan:${plan.id}`, label: named(plan, t('assignments.new.copy', { name: plan.name })) })),
          ]}
          onChange={setSource}
        />
        {keeps ? <p className={styles.minor}>{t('assignments.new.keepsPanels')}</p> : <PanelChoice year={year} isWithin={isWithin} hint={t('assignments.new.panelsHint')} onChange={setWithin} />}
        <Trouble error={make.error} />
        <div className={styles.buttons}>
          <Button type="primary" htmlType="submit" aria-busy={make.isPending}>
            {t('assignments.new.send')}
          </Button>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
