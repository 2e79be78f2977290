// What does one plan say, what is worked on it, and what may be done with it as a whole?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useYear } from '../../../shared/address';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { Names } from '../../../shared/names';
import { formatTime } from '../../../shared/time';
import { Alert, Button, ButtonLink, By, Disclosure, Page, QueryView, RecordText, Section, Stats, Tag } from '../../../shared/ui';
import { managesAssignments } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import styles from '../components/assignments.module.css';
import { Begun, Changes } from '../components/Changes';
import { BrokenList, useFigure } from '../components/Consequences';
import { ImportDialog } from '../components/ImportDialog';
import { ApplyDialog, InviteDialog, UndoDialog } from '../components/PlanDialogs';
import { Trouble } from '../components/Trouble';
import { Workbench } from '../components/Workbench';
import { FORMATS, useReport } from '../download';
import { useDeed, usePlan } from '../queries';
import type { Plan } from '../types';
import { toneOfPlan } from '../words';

/** The workbench of one plan. */
export default function PlanPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const year = useYear();
  const { id = '' } = useParams();
  const query = usePlan(id);
  const plan = query.data;
  const title = plan?.name ?? t('assignments.plan');
  return (
    <Names value={plan?.names ?? {}}>
      <Page
        crumbs={[{ label: t('assignments.title'), to: `/rounds/${year}/assignments` }]}
        title={plan ? <RecordText text={title} /> : title}
        tabTitle={title}
        lead={
          plan && (
            <span className={styles.lead}>
              <Tag tone={toneOfPlan(plan.state)}>{label('assignments', `planStates.${plan.state}`)}</Tag>
              {plan.parameters.within_panels && <Tag tone="blue">{t('assignments.withinPanels')}</Tag>}
              <span>
                <By name={plan.created_by} time={formatTime(plan.created_at, language)} />
              </span>
              {plan.applied_by && (
                <span>
                  {t('assignments.appliedBy')} <By name={plan.applied_by} time={formatTime(plan.applied_at, language)} />
                </span>
              )}
            </span>
          )
        }
      >
        <QueryView query={query} rows={14} isFramed>
          {(found) => <Whole key={found.id} plan={found} />}
        </QueryView>
      </Page>
    </Names>
  );
}

const FIGURES = ['assigned', 'unfilled', 'total', 'mean', 'lowest_mean', 'largest_load'] as const;
type Open = 'apply' | 'undo' | 'invite' | 'import';

function Whole({ plan }: { plan: Plan }) {
  const { t } = useTranslation();
  const figure = useFigure();
  const mayManage = managesAssignments(useAccount());
  return (
    <>
      <Stats
        stats={FIGURES.map((name) => ({
          label: t(`assignments.figures.${name}`),
          value: figure(name, plan.totals),
          ...(name === 'assigned' ? { note: t('assignments.ofPlaces', { value: plan.totals.places }) } : {}),
        }))}
      />
      <Bar plan={plan} mayManage={mayManage} />
      {plan.state === 'applied' && <Progress plan={plan} />}
      {plan.state === 'undone' && <Alert type="warning" showIcon title={t('assignments.undo.isUndone')} description={<RecordText text={plan.undo_reason} />} />}
      {plan.state === 'draft' && <Begun begun={plan.begun} isWithin={plan.parameters.within_panels ?? false} />}
      <div className={styles.more}>
        <Disclosure label={t('assignments.rules.title', { count: plan.broken_count })}>
          <BrokenList broken={plan.broken} none={t('assignments.rules.none')} />
        </Disclosure>
        <Disclosure label={t('assignments.changes', { count: plan.changes.length })}>
          <Changes changes={plan.changes} />
        </Disclosure>
      </div>
      <Workbench plan={plan} mayChange={mayManage && plan.may.change} />
    </>
  );
}

/** What may be done with the plan as a whole, and its files. */
function Bar({ plan, mayManage }: { plan: Plan; mayManage: boolean }) {
  const { t } = useTranslation();
  const deed = useDeed(plan);
  const report = useReport(plan.id);
  const [open, setOpen] = useState<Open>();
  return (
    <>
      <div className={styles.bar}>
        {mayManage && <PlanButtons plan={plan} deed={deed} onOpen={setOpen} />}
        {FORMATS.map((format) => (
          <Button key={format} aria-busy={report.isPending && report.variables === format} disabled={report.isPending} onClick={() => report.mutate(format)}>
            {t(`assignments.report.${format}`)}
          </Button>
        ))}
        <ButtonLink to={`/rounds/${plan.round}/assignments/compare?a=${plan.id}`}>{t('assignments.compare.open')}</ButtonLink>
      </div>
      <p role="status" className={report.isSuccess ? styles.minor : 'visually-hidden'}>
        {report.isSuccess && <RecordText text={t('dossier.outputs.saved', { name: report.data })} />}
      </p>
      <Trouble error={deed.error ?? report.error} />
      <OpenDialog plan={plan} open={open} onClose={() => setOpen(undefined)} />
    </>
  );
}

function PlanButtons({ plan, deed, onOpen }: { plan: Plan; deed: ReturnType<typeof useDeed>; onOpen: (open: Open) => void }) {
  const { t } = useTranslation();
  const { may } = plan;
  const proposed = plan.assignments.proposed ?? 0;
  return (
    <>
      {may.apply && (
        <Button type="primary" onClick={() => onOpen('apply')}>
          {t('assignments.apply.open')}
        </Button>
      )}
      {may.invite && proposed > 0 && (
        <Button type="primary" onClick={() => onOpen('invite')}>
          {t('assignments.invite.open', { count: proposed })}
        </Button>
      )}
      {may.change && <Button onClick={() => onOpen('import')}>{t('assignments.import.open')}</Button>}
      {may.change && plan.changes.length > 0 && (
        <Button aria-busy={deed.isPending} onClick={() => deed.isPending || deed.mutate({ kind: 'takeBack' })}>
          {t('assignments.takeBack')}
        </Button>
      )}
      {may.undo && (
        <Button danger onClick={() => onOpen('undo')}>
          {t('assignments.undo.open')}
        </Button>
      )}
    </>
  );
}

function OpenDialog({ plan, open, onClose }: { plan: Plan; open: Open | undefined; onClose: () => void }) {
  switch (open) {
    case 'apply':
      return <ApplyDialog plan={plan} onClose={onClose} />;
    case 'undo':
      return <UndoDialog plan={plan} onClose={onClose} />;
    case 'invite':
      return <InviteDialog plan={plan} onClose={onClose} />;
    case 'import':
      return <ImportDialog plan={plan} onClose={onClose} />;
    default:
      return null;
  }
}

const STATES = ['proposed', 'invited', 'accepted', 'declined', 'recused', 'expired', 'frozen'] as const;

/** Where the invitations of an applied plan stand. */
function Progress({ plan }: { plan: Plan }) {
  const { t } = useTranslation();
  return (
    <Section
      title={t('assignments.invitations')}
      hint={<ButtonLink to={`/rounds/${plan.round}/assignments/reviews?plan=${plan.id}`}>{t('assignments.seeInvitations')}</ButtonLink>}
    >
      <ul className={styles.states}>
        {STATES.map((state) => (
          <li key={state} data-none={(plan.assignments[state] ?? 0) === 0}>
            {t(`assignments.states.${state}`)} <strong className="tabular">{plan.assignments[state] ?? 0}</strong>
          </li>
        ))}
      </ul>
    </Section>
  );
}
