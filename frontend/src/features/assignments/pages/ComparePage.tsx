// How do two plans differ? Figures side by side, the nominations that have other experts, the loads that are others.
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { readFilters, useYear } from '../../../shared/address';
import { useLabel } from '../../../shared/i18n';
import { formatScore } from '../../../shared/time';
import { EmptyState, Page, PlainTable, QueryView, RecordText, Section, SelectField, ShortList, Stats } from '../../../shared/ui';
import styles from '../components/assignments.module.css';
import { useFigure } from '../components/Consequences';
import { AssignmentTabs } from '../components/Tabs';
import { useComparison, usePlans } from '../queries';
import type { Comparison, Expert } from '../types';

const FIGURES = ['assigned', 'unfilled', 'total', 'mean', 'lowest_mean', 'largest_load'] as const;
const SHOWN = 30;

/** The comparison of two plans, named in the address. */
export default function ComparePage() {
  const { t } = useTranslation();
  const label = useLabel();
  const year = useYear();
  const [params, setParams] = useSearchParams();
  const chosen = readFilters(params, ['a', 'b'] as const);
  const plans = usePlans(year);
  const query = useComparison(chosen.a, chosen.b);
  const choose = (name: 'a' | 'b', value: string) =>
    setParams((now) => {
      const next = new URLSearchParams(now);
      if (value === '') next.delete(name);
      else next.set(name, value);
      return next;
    });
  const isReady = chosen.a !== '' && chosen.b !== '' && chosen.a !== chosen.b;
  return (
    <Page title={t('assignments.compare.title')} tabTitle={t('assignments.compare.title')} lead={t('assignments.compare.lead')}>
      <AssignmentTabs year={year} />
      <Section title={t('assignments.compare.which')}>
        <QueryView query={plans} rows={2}>
          {(found) => {
            const options = [{ value: '', label: t('assignments.compare.choose') }, ...found.map((plan) => ({ value: plan.id, label: `${plan.name} · ${label('assignments', `planStates.${plan.state}`)}` }))];
            return (
              <div className={styles.filters}>
                <SelectField label={t('assignments.compare.a')} value={chosen.a} options={options} onChange={(value) => choose('a', value)} />
                <SelectField label={t('assignments.compare.b')} value={chosen.b} options={options} onChange={(value) => choose('b', value)} />
              </div>
            );
          }}
        </QueryView>
      </Section>
      {isReady ? (
        <QueryView query={query} rows={10} isFramed>
          {(found) => <Result found={found} year={year} />}
        </QueryView>
      ) : (
        <Section title={t('assignments.compare.result')}>
          <EmptyState title={t('assignments.compare.chooseTwo')} text={t('assignments.compare.chooseTwoText')} />
        </Section>
      )}
    </Page>
  );
}

function Result({ found, year }: { found: Comparison; year: number }) {
  const { t } = useTranslation();
  const figure = useFigure();
  return (
    <>
      <Stats
        stats={[
          { label: t('assignments.compare.kept'), value: found.kept },
          { label: t('assignments.compare.onlyA'), value: found.only_a },
          { label: t('assignments.compare.onlyB'), value: found.only_b },
          { label: t('assignments.compare.differing'), value: found.differing },
        ]}
      />
      <Section title={t('assignments.figures.title')}>
        <PlainTable
          label={t('assignments.figures.title')}
          head={[
            { key: 'figure', title: t('assignments.figures.figure') },
            { key: 'a', title: t('assignments.compare.a'), isEnd: true },
            { key: 'b', title: t('assignments.compare.b'), isEnd: true },
          ]}
          rows={FIGURES.map((name) => ({ key: name, cells: [t(`assignments.figures.${name}`), figure(name, found.totals_a), figure(name, found.totals_b)] }))}
        />
      </Section>
      <Differences rows={found.nominations} year={year} />
      <Loads rows={found.loads} />
    </>
  );
}

/** The nominations that have other experts. */
function Differences({ rows, year }: { rows: Comparison['nominations']; year: number }) {
  const { t } = useTranslation();
  return (
    <Section title={t('assignments.compare.nominations')}>
      {rows.length === 0 ? (
        <p className={styles.minor}>{t('assignments.compare.alike')}</p>
      ) : (
        <ShortList items={rows} limit={SHOWN}>
          {(shown) => (
            <PlainTable
              label={t('assignments.compare.nominations')}
              isWordy
              head={[
                { key: 'nomination', title: t('assignments.columns.nomination') },
                { key: 'a', title: t('assignments.compare.onlyA') },
                { key: 'b', title: t('assignments.compare.onlyB') },
                { key: 'kept', title: t('assignments.compare.keptHere'), isEnd: true },
                { key: 'total', title: t('assignments.compare.totals'), isEnd: true },
                { key: 'lowest', title: t('assignments.compare.lowests'), isEnd: true },
              ]}
              rows={shown.map((row) => ({
                key: row.nomination.id,
                cells: [
                  <Link key="nomination" to={`/rounds/${year}/nominations/${row.nomination.id}`}>
                    <RecordText text={row.nomination.title} />
                  </Link>,
                  <Names key="a" experts={row.only_a} />,
                  <Names key="b" experts={row.only_b} />,
                  row.kept,
                  `${row.total_a.toFixed(2)} → ${row.total_b.toFixed(2)}`,
                  `${formatScore(row.lowest_a)} → ${formatScore(row.lowest_b)}`,
                ],
              }))}
            />
          )}
        </ShortList>
      )}
    </Section>
  );
}

/** The experts who have more or less to do. */
function Loads({ rows }: { rows: Comparison['loads'] }) {
  const { t } = useTranslation();
  return (
    <Section title={t('assignments.compare.loads')}>
      {rows.length === 0 ? (
        <p className={styles.minor}>{t('assignments.compare.loadsAlike')}</p>
      ) : (
        <ShortList items={rows} limit={SHOWN}>
          {(shown) => (
            <PlainTable
              label={t('assignments.compare.loads')}
              head={[
                { key: 'expert', title: t('assignments.columns.expert') },
                { key: 'a', title: t('assignments.compare.a'), isEnd: true },
                { key: 'b', title: t('assignments.compare.b'), isEnd: true },
              ]}
              rows={shown.map((row) => ({ key: row.expert.id, cells: [<Expertly key="expert" expert={row.expert} />, row.a, row.b] }))}
            />
          )}
        </ShortList>
      )}
    </Section>
  );
}

function Expertly({ expert }: { expert: Expert }) {
  return (
    <>
      <Link to={`/experts/${expert.id}`}>
        <RecordText text={expert.name} />
      </Link>
      <span className={styles.line}>
        <RecordText text={expert.unit} />
      </span>
    </>
  );
}

function Names({ experts }: { experts: readonly Expert[] }) {
  if (experts.length === 0) return <>—</>;
  return (
    <ul>
      {experts.map((expert) => (
        <li key={expert.id}>
          <RecordText text={expert.name} />{' '}
          <span className={styles.minor}>
            <RecordText text={expert.unit} />
          </span>
        </li>
      ))}
    </ul>
  );
}
