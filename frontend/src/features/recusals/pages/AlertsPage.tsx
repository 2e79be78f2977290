// What did a change of the data bring to light after the plan was made? Reviews frozen, and what a person did about it.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { readFilters, useYear, withFilters } from '../../../shared/address';
import { useBilingual, useLabel, useLanguage } from '../../../shared/i18n';
import { formatShare, formatTime } from '../../../shared/time';
import { Alert, Button, By, EmptyState, Page, Paging, QueryView, ReasonForm, RecordText, Section, SelectField, Tag, toneOfSeverity } from '../../../shared/ui';
import { decidesRecusals } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import styles from '../components/recusals.module.css';
import { RecusalTabs } from '../components/Tabs';
import { Trouble } from '../components/Trouble';
import { ALERT_FILTERS, useAlerts, useHandle, useRecheck } from '../queries';
import type { Recheck, RecusalAlert } from '../types';
import { toneOfAlert } from '../words';

const STATES = ['open', 'cleared', 'handled'] as const;
const PHASES = ['draft', 'live'] as const;

/** The alerts of a round. */
export default function AlertsPage() {
  const { t } = useTranslation();
  const year = useYear();
  const mayDecide = decidesRecusals(useAccount());
  const [params, setParams] = useSearchParams();
  const filters = readFilters(params, ALERT_FILTERS);
  const query = useAlerts(year, filters);
  const recheck = useRecheck(year);
  const change = (part: Record<string, string>) => setParams((now) => withFilters(now, part));
  const all = { value: '', label: t('common.all') };
  return (
    <Page
      title={t('recusals.alerts.title')}
      tabTitle={t('recusals.alerts.title')}
      lead={t('recusals.alerts.lead')}
      actions={
        mayDecide && (
          <Button type="primary" aria-busy={recheck.isPending} onClick={() => recheck.isPending || recheck.mutate()}>
            {recheck.isPending ? t('recusals.alerts.rechecking') : t('recusals.alerts.recheck')}
          </Button>
        )
      }
    >
      <RecusalTabs year={year} />
      <Trouble error={recheck.error} />
      {recheck.data && <Rechecked done={recheck.data} />}
      <Section title={t('common.filters')}>
        <div className={styles.filtersAlone}>
          <SelectField label={t('recusals.declarations.state')} value={filters.state} options={[all, ...STATES.map((value) => ({ value, label: t(`recusals.alerts.states.${value}`) }))]} onChange={(state) => change({ state })} />
          <SelectField label={t('recusals.alerts.phase')} value={filters.phase} options={[all, ...PHASES.map((value) => ({ value, label: t(`recusals.alerts.phases.${value}`) }))]} onChange={(phase) => change({ phase })} />
        </div>
      </Section>
      <Section title={t('recusals.alerts.list')}>
        <QueryView query={query} rows={6}>
          {({ data, meta }) =>
            data.length === 0 ? (
              <EmptyState title={t('recusals.alerts.none')} text={t('recusals.alerts.noneText')} />
            ) : (
              <>
                <ul>
                  {data.map((alert) => (
                    <AlertItem key={alert.id} alert={alert} year={year} mayDecide={mayDecide} />
                  ))}
                </ul>
                <Paging meta={meta} shown={data.length} onMove={(cursor) => change({ cursor })} />
              </>
            )
          }
        </QueryView>
      </Section>
    </Page>
  );
}

/** What a recheck came to. */
function Rechecked({ done }: { done: Recheck }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <Alert
      type={done.new_alerts > 0 ? 'warning' : 'success'}
      showIcon
      role="status"
      title={t(done.new_alerts > 0 ? 'recusals.alerts.recheckedNew' : 'recusals.alerts.recheckedNone', { count: done.new_alerts })}
      description={t('recusals.alerts.recheckedText', { time: formatTime(done.checked_at, language, true), findings: done.findings, cleared: done.cleared, frozen: done.frozen })}
    />
  );
}

function AlertItem({ alert, year, mayDecide }: { alert: RecusalAlert; year: number; mayDecide: boolean }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const label = useLabel();
  const language = useLanguage();
  return (
    <li className={styles.alert}>
      <span className={styles.alertHead}>
        <Tag tone={toneOfAlert(alert)}>{label('recusals', `alerts.states.${alert.state}`)}</Tag>
        {alert.is_frozen && <Tag tone="gold">{t('recusals.alerts.frozen')}</Tag>}
        <Tag tone={toneOfSeverity(alert.severity)}>{label('severity', alert.severity)}</Tag>
        <strong>{bilingual({ zh: alert.kind_zh, en: alert.kind_en })}</strong>
        <span className={styles.minor}>{t('candidate.confidence', { value: formatShare(alert.confidence) })}</span>
      </span>
      <p>
        <Link to={`/experts/${alert.expert.id}`}>
          <RecordText text={alert.expert.name} />
        </Link>{' '}
        <span className={styles.minor}>
          <RecordText text={alert.expert.unit} />
        </span>{' '}
        →{' '}
        <Link to={`/rounds/${year}/nominations/${alert.nomination.id}`}>
          <RecordText text={alert.nomination.title} />
        </Link>
      </p>
      <ul className={styles.evidence}>
        {alert.evidence.map((each) => (
          <li key={`${each.zh} ${each.source ?? ''}`}>
            <RecordText text={bilingual(each)} />
          </li>
        ))}
      </ul>
      <p className={styles.minor}>
        {t('recusals.alerts.found', { time: formatTime(alert.found_at, language) })} · {label('recusals', `alerts.phases.${alert.phase}`)}
        {alert.cleared_at && ` · ${t('recusals.alerts.clearedAt', { time: formatTime(alert.cleared_at, language) })}`}
      </p>
      {alert.handled_by && (
        <p className={styles.quote}>
          <By name={alert.handled_by} time={formatTime(alert.handled_at, language)} />
          {t('common.colon')}
          <RecordText text={alert.handled_reason} />
        </p>
      )}
      {mayDecide && alert.state !== 'handled' && <Handle alert={alert} year={year} />}
    </li>
  );
}

/** Says what was done about an alert. */
function Handle({ alert, year }: { alert: RecusalAlert; year: number }) {
  const { t } = useTranslation();
  const handle = useHandle();
  const [isOpen, setOpen] = useState(false);
  if (isOpen) {
    return (
      <ReasonForm
        label={t('recusals.alerts.handle')}
        hint={t('recusals.alerts.handleHint')}
        send={t('recusals.alerts.handle')}
        trouble={<Trouble error={handle.error} />}
        isPending={handle.isPending}
        onSend={(reason) => handle.mutate({ alert, reason }, { onSuccess: () => setOpen(false) })}
        onCancel={() => setOpen(false)}
      />
    );
  }
  return (
    <div className={styles.buttons}>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('recusals.alerts.handle')}
        <span className="visually-hidden">
          {t('common.colon')}
          <RecordText text={alert.expert.name} />
        </span>
      </Button>
      {alert.is_frozen && <Link to={`/rounds/${year}/assignments/tasks`}>{t('recusals.alerts.toTasks')}</Link>}
    </div>
  );
}
