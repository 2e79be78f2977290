// Would a policy have done well in the past? Each past decision beside rules of thumb, drawn and as tables.
import { useTranslation } from 'react-i18next';
import { useQueryInPlace, withFilters } from '../../../shared/address';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatShare } from '../../../shared/time';
import { EmptyState, Page, PlainTable, QueryView, Section, SelectField, SeriesChartWithTable } from '../../../shared/ui';
import styles from '../components/quotas.module.css';
import { CONTENDERS, MEASURES, type Measure, seriesOf, verdictOf } from '../backtest';
import type { BackTest, Contender } from '../contract';
import { usePresentProposal } from '../proposals';
import { useBackTest, usePolicies } from '../queries';

const NANO = 1_000_000_000;
const correlation = (value: number) => value.toFixed(2).replace('-', '−');
const formatOf = (measure: Measure) => (measure === 'rank_correlation' ? correlation : formatShare);

/** The page of back-tests. */
export default function BackTestPage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const [params, change] = useQueryInPlace();
  const policies = usePolicies();
  const present = usePresentProposal();
  const chosen = params.get('policy') ?? present.data?.policy.id ?? policies.data?.[0]?.id ?? '';
  const query = useBackTest(present.isPending ? '' : chosen);
  return (
    <Page title={t('backtest.title')} tabTitle={t('backtest.title')} lead={t('backtest.lead')}>
      <QueryView query={policies} isFramed>
        {(all) => (
          <>
            <Section title={t('policy.policy')}>
              {all.length === 0 ? (
                <EmptyState title={t('policy.none')} text={t('policy.noneText')} />
              ) : (
                <div className={styles.chooser}>
                  <SelectField
                    label={t('simulator.policy')}
                    value={chosen}
                    options={all.map((each) => ({ value: each.id, label: `${language === 'en' ? each.title_en : each.title} · ${each.name} v${each.version}` }))}
                    onChange={(policy) => change((now) => withFilters(now, { policy }))}
                  />
                </div>
              )}
            </Section>
            {all.length > 0 && (
              <QueryView query={query} rows={12} isFramed>
                {(found) => <Report test={found} />}
              </QueryView>
            )}
          </>
        )}
      </QueryView>
    </Page>
  );
}

function Report({ test }: { test: BackTest }) {
  const { t } = useTranslation();
  if (test.rounds.length === 0) {
    return (
      <Section title={t('backtest.title')}>
        <EmptyState title={t('backtest.none')} text={t('backtest.noneText')} />
      </Section>
    );
  }
  return (
    <>
      {MEASURES.map((measure) => (
        <Drawn key={measure} test={test} measure={measure} />
      ))}
      <Overall test={test} />
    </>
  );
}

/** One figure over the past decisions, and what it says. */
function Drawn({ test, measure }: { test: BackTest; measure: Measure }) {
  const { t } = useTranslation();
  const label = useLabel();
  const verdict = verdictOf(test, measure);
  const format = formatOf(measure);
  const present = CONTENDERS.filter((contender) => test.overall.some((standing) => standing.contender === contender));
  return (
    <Section title={t(`backtest.measures.${measure}`)} hint={t(`backtest.hints.${measure}`)}>
      <SeriesChartWithTable
        title={t(`backtest.measures.${measure}`)}
        kind="line"
        categories={test.rounds.map((round) => t('backtest.decision', { year: round.known_to }))}
        categoryTitle={t('backtest.decisionTitle')}
        series={present.map((contender) => ({ key: contender, name: label('backtest', `contenders.${contender}`), values: seriesOf(test, measure, contender) }))}
        yName={t(`backtest.axes.${measure}`)}
        format={format}
        {...(verdict
          ? { caption: t(verdict.isBetter ? 'backtest.better' : 'backtest.worse', { ours: format(verdict.ours), best: format(verdict.best), rival: label('backtest', `contenders.${verdict.rival}`) }) }
          : {})}
      />
    </Section>
  );
}

/** All decisions taken together. */
function Overall({ test }: { test: BackTest }) {
  const { t } = useTranslation();
  const label = useLabel();
  const rate = (value: number | null | undefined, format: (value: number) => string) => (value === null || value === undefined ? '—' : format(value / NANO));
  const of = (contender: Contender) => test.overall.find((standing) => standing.contender === contender);
  return (
    <Section title={t('backtest.overall')} hint={t('backtest.overallHint')}>
      <PlainTable
        label={t('backtest.overall')}
        head={[
          { key: 'contender', title: t('backtest.contender') },
          { key: 'rank', title: t('backtest.measures.rank_correlation'), isEnd: true },
          { key: 'later', title: t('backtest.measures.later_pass_rate'), isEnd: true },
          { key: 'gained', title: t('backtest.gained'), isEnd: true },
          { key: 'lost', title: t('backtest.lost'), isEnd: true },
          { key: 'moved', title: t('backtest.moved'), isEnd: true },
        ]}
        rows={CONTENDERS.flatMap((contender) => {
          const standing = of(contender);
          if (standing === undefined) return [];
          return [
            {
              key: contender,
              cells: [
                label('backtest', `contenders.${contender}`),
                rate(standing.rank_correlation, correlation),
                rate(standing.later_pass_rate, formatShare),
                rate(standing.gained_pass_rate, formatShare),
                rate(standing.lost_pass_rate, formatShare),
                standing.moved,
              ],
            },
          ];
        })}
      />
    </Section>
  );
}
