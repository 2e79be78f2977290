// What came of a phase, and what should people look at? Before it closes: how far it is, and who is needed.
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { newKey } from '../../../api/intent';
import { ProblemError } from '../../../api/problems';
import { useYear } from '../../../shared/address';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { Names } from '../../../shared/names';
import { formatTime } from '../../../shared/time';
import { Alert, Button, By, Disclosure, EmptyState, ErrorState, Facts, Page, QueryView, Section, Tag, Trouble } from '../../../shared/ui';
import { managesReviews } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { ExtraReviewers } from '../components/ExtraReviewers';
import { Hints } from '../components/Hints';
import { PhaseDeeds, PhaseFacts } from '../components/PhaseCard';
import { Ranking } from '../components/Ranking';
import styles from '../components/reviews.module.css';
import { useAggregate, useCompute, useExtra, usePhases } from '../queries';
import type { Aggregate, Phase } from '../types';
import { agreement, toneOfPhase } from '../words';

/** By what the figures can be computed anew. */
function Proof({ aggregate }: { aggregate: Aggregate }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { run } = aggregate;
  if (!run) return null;
  return (
    <Disclosure label={t('reviews.proof')}>
      <Facts
        facts={[
          { label: t('reviews.engine'), value: run.engine },
          { label: t('reviews.computed'), value: <By name={run.made_by} time={formatTime(run.made_at, language)} /> },
          { label: t('reviews.inputs'), isWide: true, value: <code className={styles.words}>{run.inputs_digest}</code> },
          { label: t('reviews.outputs'), isWide: true, value: <code className={styles.words}>{run.output_digest}</code> },
          { label: t('reviews.seed'), isWide: true, value: <code className={styles.words}>{run.seed}</code> },
        ]}
      />
      <p className={styles.minor}>{t('reviews.proofHint')}</p>
    </Disclosure>
  );
}

/** How far the reviewers agree: evidence, which decides nothing. */
function Evidence({ aggregate }: { aggregate: Aggregate }) {
  const { t } = useTranslation();
  const found = aggregate.agreement;
  const note = aggregate.calibration;
  return (
    <div className={styles.stack}>
      {note && !note.is_applied && <Alert type="warning" showIcon title={t('reviews.notApplied', { percent: note.linked_percent })} />}
      {found && (
        <Facts
          facts={[
            { label: t('reviews.units'), value: found.units },
            { label: t('reviews.alpha'), value: agreement(found.alpha) },
            { label: t('reviews.iccSingle'), value: agreement(found.icc_single) },
            { label: t('reviews.iccMean'), value: agreement(found.icc_mean) },
            ...(note ? [{ label: t('reviews.linked'), value: t('reviews.linkedOf', { percent: note.linked_percent, reviewers: note.reviewers }) }] : []),
          ]}
        />
      )}
      <p className={styles.minor}>{t('reviews.evidenceHint')}</p>
      <Proof aggregate={aggregate} />
    </div>
  );
}

/** What came of a phase that is closed. */
function Outcome({ phase, mayManage }: { phase: Phase; mayManage: boolean }) {
  const { t } = useTranslation();
  const query = useAggregate(phase.id, true);
  const compute = useCompute(phase.id);
  const key = useRef(newKey());
  const again = () => {
    key.current = newKey();
  };
  return (
    <QueryView query={query} rows={8} isFramed>
      {(aggregate) =>
        aggregate.run ? (
          <Names value={aggregate.names}>
            <Section
              title={t('reviews.ranking')}
              hint={mayManage && (
                <Button aria-busy={compute.isPending} onClick={() => compute.isPending || compute.mutate(key.current, { onSuccess: again })}>
                  {t('reviews.compute')}
                </Button>
              )}
            >
              <div className={styles.stack}>
                <Trouble error={compute.error} stale={t('reviews.stale')} />
                <div role="status">{compute.isSuccess && <Alert type="info" showIcon title={t('reviews.asked')} />}</div>
                <Ranking rows={aggregate.rows} isCalibrated={aggregate.is_calibrated} />
              </div>
            </Section>
            <Section title={t('reviews.evidence')}>
              <Evidence aggregate={aggregate} />
            </Section>
            <Section title={t('reviews.hintsTitle')} hint={t('reviews.hintsHint')}>
              <Hints phase={phase.id} hints={aggregate.hints} mayHandle={mayManage} />
            </Section>
          </Names>
        ) : (
          <Section title={t('reviews.ranking')}>
            <EmptyState title={t('reviews.computing')} text={t('reviews.computingText')} />
          </Section>
        )
      }
    </QueryView>
  );
}

/** Who is needed while a phase runs. */
function Needed({ phase, mayManage }: { phase: Phase; mayManage: boolean }) {
  const { t } = useTranslation();
  const query = useExtra(phase.id);
  return (
    <Section title={t('reviews.extraTitle')} hint={t('reviews.extraHint')}>
      <QueryView query={query} rows={4}>
        {(extra) => <ExtraReviewers phase={phase.id} extra={extra} mayAsk={mayManage} />}
      </QueryView>
    </Section>
  );
}

function Shown({ year, phase }: { year: number; phase: Phase }) {
  const { t } = useTranslation();
  const label = useLabel();
  const mayManage = managesReviews(useAccount());
  return (
    <>
      <Section title={t('reviews.about')} hint={<Tag tone={toneOfPhase(phase.state)}>{label('reviews', `states.${phase.state}`)}</Tag>}>
        <div className={styles.stack}>
          <PhaseFacts phase={phase} />
          <PhaseDeeds year={year} phase={phase} />
        </div>
      </Section>
      {phase.state === 'closed' ? <Outcome phase={phase} mayManage={mayManage} /> : phase.state === 'open' && <Needed phase={phase} mayManage={mayManage} />}
    </>
  );
}

/** One phase. */
export default function PhasePage() {
  const { t } = useTranslation();
  const label = useLabel();
  const year = useYear();
  const id = useParams().id ?? '';
  const query = usePhases(year);
  const phase = query.data?.find((one) => one.id === id);
  const title = phase ? `${t('nav.reviewPhases')} · ${label('category', phase.category)}` : t('nav.reviewPhases');
  return (
    <Page title={title} tabTitle={title} crumbs={[{ label: t('nav.reviewPhases'), to: `/rounds/${year}/reviews` }]}>
      <QueryView query={query} rows={6} isFramed>
        {() => (phase ? <Shown year={year} phase={phase} /> : <ErrorState error={new ProblemError({ code: 'not_found', status: 404 })} isFramed />)}
      </QueryView>
    </Page>
  );
}
