// Why has a society this many places? The sentence, then the sums: score by indicator, what changed, the steps to the number.
import { useTranslation } from 'react-i18next';
import { useBilingual, useLabel } from '../../../shared/i18n';
import { Disclosure, IntervalBar, type Lines, PlainTable, RecordText, Section, Tag, toneOfBand, Waterfall } from '../../../shared/ui';
import { countText, points, pointsText, rateText, shownTerms, signedPoints } from '../figures';
import type { Outcome } from '../shapes';
import { Move, signed } from './Move';
import styles from './quotas.module.css';

/** The whole explanation of one society. */
export function Explanation({ outcome, lines }: { outcome: Outcome; lines: Lines | undefined }) {
  return (
    <>
      <Verdict outcome={outcome} lines={lines} />
      <Places outcome={outcome} />
      <Score outcome={outcome} />
      <Change outcome={outcome} />
    </>
  );
}

/** The sentence, the move, the band, where the interval lies, and what would have changed it. */
function Verdict({ outcome, lines }: { outcome: Outcome; lines: Lines | undefined }) {
  const { t } = useTranslation();
  const label = useLabel();
  const text = useBilingual();
  return (
    <Section title={t('quota.explain.verdict')}>
      <div className={styles.stack}>
        <div className={styles.buttons}>
          <Move from={outcome.previous} to={outcome.proposed} />
          <Tag tone={toneOfBand(outcome.band)}>{label('band', outcome.band)}</Tag>
          <IntervalBar score={points(outcome.score)} low={points(outcome.low)} high={points(outcome.high)} lines={lines} isWide />
        </div>
        <p className={styles.lead}>
          <RecordText text={text(outcome.reasons)} />
        </p>
        {outcome.counterfactual && (
          <div className={styles.quote}>
            <h3>{t('quota.explain.counterfactual')}</h3>
            <p>
              <RecordText text={text(outcome.counterfactual.text)} />
            </p>
          </div>
        )}
      </div>
    </Section>
  );
}

/** The steps from the old number to the new one; whole places, so that the sum is plain to see. */
function Places({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation();
  const label = useLabel();
  const text = useBilingual();
  return (
    <Section title={t('quota.explain.places')} hint={t('quota.explain.placesHint')}>
      <PlainTable
        label={t('quota.explain.places')}
        head={[
          { key: 'step', title: t('quota.explain.step') },
          { key: 'change', title: t('quota.explain.change'), isEnd: true },
          { key: 'why', title: t('quota.explain.why') },
        ]}
        rows={[
          { key: 'previous', cells: [t('quota.columns.previous'), outcome.previous, ''] },
          ...outcome.steps.map((step, index) => ({
            key: `${index} ${step.kind}`,
            cells: [label('quota', `stepKind.${step.kind}`), signed(step.change), <RecordText key="why" text={text(step.text)} />],
          })),
          { key: 'proposed', cells: [<strong key="name">{t('quota.columns.proposed')}</strong>, <strong key="value">{outcome.proposed}</strong>, ''] },
        ]}
      />
    </Section>
  );
}

/** What each indicator gave. */
function Score({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation();
  const label = useLabel();
  const text = useBilingual();
  const shown = shownTerms(outcome.terms.map((term) => term.contribution));
  return (
    <Section title={t('quota.explain.score')} hint={t('quota.explain.scoreHint')}>
      <div className={styles.stack}>
        <Waterfall
          label={t('quota.explain.score')}
          termTitle={t('quota.explain.indicator')}
          valueTitle={t('quota.explain.points')}
          format={pointsText}
          totalLabel={t('quota.explain.total')}
          terms={outcome.terms.map((term, index) => ({
            key: term.indicator,
            label: text(term.name),
            note: label('head', term.head),
            value: shown[index] ?? 0,
          }))}
        />
        <Disclosure label={t('quota.explain.shrinkageShow')} about={t('quota.explain.score')}>
          <div className={styles.stack}>
            <p className={styles.minor}>{t('quota.explain.shrinkageText')}</p>
            <PlainTable
              label={t('quota.explain.shrinkage')}
              head={[
                { key: 'name', title: t('quota.explain.indicator') },
                { key: 'cases', title: t('quota.explain.cases'), isEnd: true },
                { key: 'raw', title: t('quota.explain.raw'), isEnd: true },
                { key: 'shrunk', title: t('quota.explain.shrunk'), isEnd: true },
                { key: 'effect', title: t('quota.explain.effect'), isEnd: true },
              ]}
              rows={outcome.terms.map((term) => ({
                key: term.indicator,
                cells: [
                  text(term.name),
                  t('quota.explain.of', { part: countText(term.x), whole: countText(term.n) }),
                  rateText(term.raw),
                  rateText(term.shrunk),
                  signedPoints(term.shrinkage),
                ],
              }))}
            />
          </div>
        </Disclosure>
      </div>
    </Section>
  );
}

/** What changed in the score since the round before, indicator by indicator. */
function Change({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation();
  const text = useBilingual();
  const before = outcome.score_before;
  if (before === null || before === undefined) return null;
  const moved = outcome.terms
    .map((term) => ({ term, change: term.contribution - (term.contribution_before ?? 0) }))
    .filter((entry) => entry.change !== 0);
  const shown = shownTerms([before, ...moved.map((entry) => entry.change)]);
  return (
    <Section title={t('quota.explain.changes')} hint={t('quota.explain.changesHint')}>
      {moved.length === 0 ? (
        <p>{t('quota.explain.changesNone')}</p>
      ) : (
        <Waterfall
          label={t('quota.explain.changes')}
          termTitle={t('quota.explain.indicator')}
          valueTitle={t('quota.explain.points')}
          start={{ key: 'before', label: t('quota.explain.before'), value: shown[0] ?? 0 }}
          format={pointsText}
          totalLabel={t('quota.explain.total')}
          terms={moved.map((entry, index) => ({ key: entry.term.indicator, label: text(entry.term.name), value: shown[index + 1] ?? 0 }))}
        />
      )}
    </Section>
  );
}
