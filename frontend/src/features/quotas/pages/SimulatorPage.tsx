// What would another policy do? Sliders on the left, who moves on the right; the address holds all of it.
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useSearchParams } from 'react-router';
import { readFilters, useQueryInPlace } from '../../../shared/address';
import { useLanguage } from '../../../shared/i18n';
import { Alert, ButtonLink, EmptyState, LoadingState, Page, QueryView, RecordText, Section, SelectField, useProblemText } from '../../../shared/ui';
import { Balance } from '../components/Balance';
import { Comparison } from '../components/Comparison';
import { OutcomeTable } from '../components/OutcomeTable';
import { QuotaMap } from '../components/QuotaMap';
import styles from '../components/quotas.module.css';
import { SaveScenario, Scenarios } from '../components/Scenarios';
import { SheetFilterBar } from '../components/SheetFilters';
import { SimulatorControls } from '../components/SimulatorControls';
import { Stability } from '../components/Stability';
import type { QuotaPolicy, QuotaPolicyDetail, QuotaSimulation } from '../contract';
import { policyFault } from '../fault';
import { countedRounds, fieldGroups } from '../policy_form';
import { withNumbers } from '../policy_text';
import { usePresentProposal } from '../proposals';
import { linesOf, usePolicies, usePolicy, useScenarios, useSimulation } from '../queries';
import { SHEET_FILTERS, type SheetFilters } from '../sheet';
import { askedRounds, readSimulation, type Simulation, simulationOf, writeSimulation } from '../simulation';

const PAUSE_MS = 300;

/** The value as it stood when nothing had changed for a moment. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

/** The title of a policy in the language of the page, with its name and version. */
export function policyTitle(policy: QuotaPolicy, language: 'zh-CN' | 'en'): string {
  return `${language === 'en' ? policy.title_en : policy.title} · ${policy.name} v${policy.version}`;
}

/** The simulator; a kept scenario in the address is opened first. */
export default function SimulatorPage() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const policies = usePolicies();
  const present = usePresentProposal();
  const wanted = readSimulation(params).policy || present.data?.policy.id || policies.data?.[0]?.id || '';
  const policy = usePolicy(wanted);
  const kept = params.get('scenario');
  return (
    <Page title={t('simulator.title')} tabTitle={t('simulator.title')} lead={t('simulator.lead')}>
      {kept !== null && <OpenScenario id={kept} />}
      <QueryView query={policies} rows={10} isFramed>
        {(all) =>
          all.length === 0 ? (
            <Section title={t('policy.title')}>
              <EmptyState title={t('policy.none')} text={t('policy.noneText')} action={<ButtonLink to="/quota/policies/new">{t('policy.write')}</ButtonLink>} />
            </Section>
          ) : (
            <QueryView query={policy} rows={10} isFramed>
              {(chosen) => (present.isPending ? <LoadingState /> : <Bench key={chosen.id} policies={all} policy={chosen} total={present.data?.total} />)}
            </QueryView>
          )
        }
      </QueryView>
    </Page>
  );
}

/** Leads to the address that says the same as a kept scenario. */
function OpenScenario({ id }: { id: string }) {
  const found = useScenarios().data?.find((each) => each.id === id);
  const policy = usePolicy(found?.policy_id ?? '').data;
  if (found === undefined || policy === undefined) return null;
  return <Navigate to={`?${writeSimulation(simulationOf(found, policy.content))}`} replace />;
}

const FIRST_TOTAL = 100;

function Bench({ policies, policy, total: proposed }: { policies: readonly QuotaPolicy[]; policy: QuotaPolicyDetail; total: number | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [params, change] = useQueryInPlace();
  const simulation = { ...readSimulation(params), policy: policy.id };
  const filters = readFilters(params, SHEET_FILTERS);
  const total = simulation.total ?? proposed ?? FIRST_TOTAL;
  const text = useMemo(() => withNumbers(policy.content, readSimulation(params).changes), [policy.content, params]);
  const counted = useMemo(() => countedRounds(fieldGroups(policy.content)), [policy.content]);
  const rounds = askedRounds(simulation.rounds, counted);
  const settled = useSettled(useMemo(() => ({ text, total, rounds, compare: simulation.compare }), [text, total, rounds, simulation.compare]));
  const query = useSimulation(settled);
  const isWaiting = query.isFetching || settled.text !== text || settled.total !== total || settled.rounds !== rounds;

  // The address holds both: what is tried, and what of the result is shown.
  const write = (next: Simulation, shown: Partial<SheetFilters> = {}, isTurned = false) =>
    change(
      (now) => {
        const after = writeSimulation(next);
        for (const name of SHEET_FILTERS) {
          const value = shown[name] ?? now.get(name) ?? '';
          if (value !== '') after.set(name, value);
        }
        return after;
      },
      { isTurned },
    );
  const options = policies.map((each) => ({ value: each.id, label: policyTitle(each, language) }));
  return (
    <>
      <Section title={t('policy.policy')}>
        <div className={styles.filters}>
          <SelectField label={t('simulator.policy')} value={policy.id} options={options} onChange={(next) => write({ ...simulation, policy: next, changes: {} })} />
          <SelectField label={t('simulator.compare')} value={simulation.compare} options={[{ value: '', label: t('simulator.compareNone') }, ...options]} onChange={(compare) => write({ ...simulation, compare })} />
          <div>
            <SaveScenario policy={policy} text={text} total={total} rounds={rounds} compare={simulation.compare} />
          </div>
        </div>
      </Section>
      <div className={styles.bench}>
        <div className={styles.benchSide}>
          <SimulatorControls base={policy.content} text={text} simulation={simulation} total={total} previousTotal={proposed ?? FIRST_TOTAL} fault={policyFault(query.error)} onChange={(part) => write({ ...simulation, ...part })} />
        </div>
        <div className={styles.column} aria-busy={isWaiting}>
          <Refusal error={query.error} />
          {query.data ? (
            <Results found={query.data} policy={policy} filters={filters} isWaiting={isWaiting} onFilter={(part) => write(simulation, { page: '', ...part }, part.page !== undefined)} />
          ) : (
            !query.isError && (
              <Section title={t('simulator.result')}>
                <LoadingState rows={8} />
              </Section>
            )
          )}
          {query.data && <Stability text={settled.text} total={settled.total} rounds={settled.rounds} rows={query.data.societies} />}
          <Scenarios />
        </div>
      </div>
    </>
  );
}

/** Why nothing could be computed; the last result stays under it. */
function Refusal({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  if (error === null || error === undefined) return null;
  const fields = (error as { fields?: readonly { message: string }[] }).fields ?? [];
  return (
    <div role="alert">
      <Alert type="error" showIcon role="presentation" title={t('simulator.refused')} description={fields.length > 0 ? fields.map((field) => <p key={field.message}><RecordText text={field.message} /></p>) : textOf(error)} />
    </div>
  );
}

function Results({ found, policy, filters, isWaiting, onFilter }: { found: QuotaSimulation; policy: QuotaPolicyDetail; filters: SheetFilters; isWaiting: boolean; onFilter: (change: Partial<SheetFilters>) => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const picked = filters.from !== '' && filters.to !== '' ? { from: Number(filters.from), to: Number(filters.to) } : undefined;
  return (
    <div className={styles.column} data-stale={isWaiting}>
      <Balance rows={found.societies} total={found.summary.total} reserve={found.summary.reserve} />
      {found.summary.notes.length > 0 && (
        <Section title={t('simulator.notes')}>
          <ul className={styles.bullets}>
            {found.summary.notes.map((note) => (
              <li key={note.zh}>
                <RecordText text={language === 'en' ? note.en : note.zh} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {found.compared && <Comparison simulation={found} compared={found.compared} />}
      <Section title={t('quota.map')}>
        <QuotaMap rows={found.societies} picked={picked} onPick={(cell) => onFilter({ from: cell ? String(cell.from) : '', to: cell ? String(cell.to) : '' })} />
      </Section>
      <Section title={t('simulator.result')}>
        <div className={styles.stack}>
          <SheetFilterBar rows={found.societies} filters={filters} onFilter={onFilter} />
          <OutcomeTable label={t('simulator.result')} rows={found.societies} lines={linesOf(policy)} filters={filters} onFilter={onFilter} linkOf={() => undefined} />
        </div>
      </Section>
    </div>
  );
}
