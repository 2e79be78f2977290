// How does the round stand? The award office's overview, and narrow homes for the others.
import { useTranslation } from 'react-i18next';
import type { RoundOverview } from '../../../api/types';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatCount } from '../../../shared/time';
import { ButtonLink, CountBars, Page, QueryView, RecordText, Section, ShortList, Stats, Tag } from '../../../shared/ui';
import { homeOf, mayStartMatch, readsWholeRound } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { useYear } from '../../../shared/address';
import { Attention } from '../components/Attention';
import styles from '../components/awards.module.css';
import { LatestRun } from '../components/LatestRun';
import { Pipeline } from '../components/Pipeline';
import { RoundRules } from '../components/RoundRules';
import { useRound } from '../queries';

/** The page of one round. */
export default function RoundPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const year = useYear();
  const query = useRound(year);
  const account = useAccount();
  const isWhole = readsWholeRound(account);
  const title = isWhole ? t('overview.title', { year }) : t('home.title', { year });
  return (
    <Page
      title={title}
      tabTitle={title}
      actions={<ButtonLink to={`/rounds/${year}/timetable`}>{t('timetable.title')}</ButtonLink>}
      lead={
        query.data && (
          <div className={styles.ruleSet}>
            <Tag tone="blue">{label('roundState', query.data.state)}</Tag>
            <RecordText text={query.data.name} />
            {isWhole && (
              <span>
                {t('overview.ruleSet')}
                {t('common.colon')}
                <RecordText text={query.data.rule_set.name} />{' '}
                <span className={styles.digest} title={t('overview.ruleDigest')}>
                  {query.data.rule_set.digest.slice(0, 12)}
                </span>
              </span>
            )}
          </div>
        )
      }
    >
      <QueryView query={query} rows={12} isFramed>
        {(round) => (isWhole ? <Overview round={round} /> : <NarrowHome round={round} />)}
      </QueryView>
    </Page>
  );
}

function Figures({ round }: { round: RoundOverview }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const figures = [
    { label: t('overview.nominations'), count: round.counts.nominations },
    { label: t('overview.peopleCount'), count: round.counts.people },
    { label: t('overview.societies'), count: round.counts.societies },
    { label: t('overview.experts'), count: round.counts.experts },
    { label: t('overview.publications'), count: round.counts.publications },
  ];
  return <Stats stats={figures.map((figure) => ({ label: figure.label, value: formatCount(figure.count, language) }))} />;
}

function Categories({ round }: { round: RoundOverview }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <Section title={t('overview.byCategory')}>
      <CountBars
        items={round.by_category.map((entry) => ({
          key: entry.code,
          label: language === 'en' ? entry.name_en : entry.name,
          count: entry.count,
        }))}
      />
    </Section>
  );
}

const PANELS_SHOWN = 10;

function Overview({ round }: { round: RoundOverview }) {
  const { t } = useTranslation();
  const label = useLabel();
  const account = useAccount();
  const panels = [...round.by_panel].sort((left, right) => right.count - left.count);
  return (
    <>
      <Attention round={round} />
      <Pipeline year={round.year} byState={round.by_state} />
      <Figures round={round} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <LatestRun year={round.year} run={round.latest_match_run ?? null} mayStart={mayStartMatch(account)} />
          <Categories round={round} />
          <Section title={t('overview.byNominator')}>
            <CountBars
              items={[...round.by_nominator_type].sort((left, right) => right.count - left.count).map((entry) => ({
                key: entry.nominator_type,
                label: label('nominatorType', entry.nominator_type || 'unknown'),
                count: entry.count,
              }))}
            />
          </Section>
        </div>
        <Section title={t('overview.byPanel')}>
          <ShortList items={panels} limit={PANELS_SHOWN}>
            {(shown) => (
              <CountBars
                items={shown.map((entry) => ({
                  key: `${entry.category} ${entry.panel}`,
                  label: (
                    <>
                      <RecordText text={entry.panel} />
                      <span className={styles.panelCategory}>{label('categoryShort', entry.category)}</span>
                    </>
                  ),
                  count: entry.count,
                }))}
              />
            )}
          </ShortList>
        </Section>
      </div>
      <RoundRules year={round.year} />
    </>
  );
}

function NarrowHome({ round }: { round: RoundOverview }) {
  const { t } = useTranslation();
  const account = useAccount();
  const home = homeOf(account);
  return (
    <>
      <Section title={t('nav.home')}>
        <div className={styles.stack}>
          <p>{t(`home.${home}Lead`)}</p>
          {home === 'society' && (
            <div>
              <ButtonLink type="primary" to={`/rounds/${round.year}/nominations`}>
                {t('home.societyButton')}
              </ButtonLink>
            </div>
          )}
          {home === 'reviewer' && (
            <div>
              <ButtonLink type="primary" size="large" to="/my-reviews">
                {t('home.reviewerButton')}
              </ButtonLink>
            </div>
          )}
        </div>
      </Section>
      <Figures round={round} />
      <Categories round={round} />
    </>
  );
}
