// Why has a society this many places? The sentence, then the sums: the steps to the number, the score by indicator, what changed.
import { useTranslation } from 'react-i18next';
import { useBilingual, useLabel } from '../../../shared/i18n';
import { Disclosure, Facts, IntervalBar, type Lines, PlainTable, RecordText, Section, Tag, toneOfBand, Waterfall } from '../../../shared/ui';
import type { IndicatorTerm, LineDistance, PolicyIndicator, SocietyOutcome } from '../contract';
import { countText, points, pointsText, rateText, shownTerms, signedPoints } from '../figures';
import { Move, signed } from './Move';
import styles from './quotas.module.css';

type Named = (term: IndicatorTerm) => string;

/** The whole explanation of one society; the policy names its indicators, else the dictionary does. */
export function Explanation({ outcome, indicators = [] }: { outcome: SocietyOutcome; indicators?: readonly PolicyIndicator[] | undefined }) {
  const label = useLabel();
  const text = useBilingual();
  const byId = new Map(indicators.map((indicator) => [indicator.id, indicator]));
  const named: Named = (term) => {
    const name = byId.get(term.indicator)?.name;
    return name === undefined ? label('indicator', term.indicator) : text(name);
  };
  const basisOf = (term: IndicatorTerm) => byId.get(term.indicator)?.basis;
  return (
    <>
      <Verdict outcome={outcome} />
      <Places outcome={outcome} />
      <Score outcome={outcome} named={named} basisOf={basisOf} />
      <Change outcome={outcome} named={named} />
    </>
  );
}

/** The two lines that an outcome was held against. */
export function linesOfOutcome(outcome: Pick<SocietyOutcome, 'lines'>): Lines | undefined {
  const at = (kind: LineDistance['line']) => outcome.lines.find((line) => line.line === kind)?.at;
  const [expand, shrink] = [at('expand'), at('shrink')];
  return expand === undefined || shrink === undefined ? undefined : { expand: points(expand), shrink: points(shrink) };
}

/** The sentence, the move, the band, where the interval lies, and what would have changed it. */
function Verdict({ outcome }: { outcome: SocietyOutcome }) {
  const { t } = useTranslation();
  const label = useLabel();
  const text = useBilingual();
  return (
    <Section title={t('quota.explain.verdict')}>
      <div className={styles.stack}>
        <div className={styles.verdict}>
          <Move from={outcome.previous} to={outcome.proposed} />
          <Tag tone={toneOfBand(outcome.band)}>{label('band', outcome.band)}</Tag>
          <IntervalBar score={points(outcome.score)} low={points(outcome.low)} high={points(outcome.high)} lines={linesOfOutcome(outcome)} isWide />
        </div>
        <p className={styles.lead}>
          <RecordText text={text(outcome.reasons)} />
        </p>
        <ul className={styles.bullets}>
          {outcome.lines.map((line) => (
            <li key={line.line}>
              <Distance line={line} />
            </li>
          ))}
        </ul>
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

/** How far the interval's end is from a line, and in how many rounds it was crossed. */
function Distance({ line }: { line: LineDistance }) {
  const { t } = useTranslation();
  const isCrossed = line.line === 'expand' ? line.distance >= 0 : line.distance <= 0;
  const figures = { end: pointsText(line.end), at: pointsText(line.at), by: pointsText(Math.abs(line.distance)), rounds: line.rounds_crossed, needed: line.rounds_needed };
  return <>{t(`quota.lines.${line.line}${isCrossed ? 'Crossed' : 'Missed'}`, figures)}</>;
}

/** The steps from the old number to the new one; whole places, so that the sum is plain to see. */
function Places({ outcome }: { outcome: SocietyOutcome }) {
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

/** What each head and each indicator gave. */
function Score({ outcome, named, basisOf }: { outcome: SocietyOutcome; named: Named; basisOf: (term: IndicatorTerm) => string | undefined }) {
  const { t } = useTranslation();
  const label = useLabel();
  const shown = shownTerms(outcome.terms.map((term) => term.contribution));
  const ofMost = (value: number, most: number) => t('quota.explain.ofMost', { value: pointsText(value), most: points(most) });
  return (
    <Section title={t('quota.explain.score')} hint={t('quota.explain.scoreHint')}>
      <div className={styles.stack}>
        <Facts facts={outcome.heads.map((head) => ({ label: label('head', head.head), value: ofMost(head.points, head.most) }))} />
        <Waterfall
          label={t('quota.explain.score')}
          termTitle={t('quota.explain.indicator')}
          valueTitle={t('quota.explain.points')}
          format={pointsText}
          totalLabel={t('quota.explain.total')}
          terms={outcome.terms.map((term, index) => ({
            key: term.indicator,
            label: <RecordText text={named(term)} />,
            note: t('quota.explain.mostOf', { most: points(term.most) }),
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
                { key: 'prior', title: t('quota.explain.prior'), isEnd: true },
                { key: 'shrunk', title: t('quota.explain.shrunk'), isEnd: true },
                { key: 'effect', title: t('quota.explain.effect'), isEnd: true },
              ]}
              rows={outcome.terms
                .filter((term) => term.shrunk != null)
                .map((term) => ({
                  key: term.indicator,
                  cells: [
                    <Drawn key="name" name={named(term)} basis={basisOf(term)} />,
                    t('quota.explain.of', { part: countText(term.x), whole: countText(term.n) }),
                    rateText(term.raw),
                    rateText(term.prior),
                    rateText(term.shrunk),
                    term.shrinkage == null ? '—' : signedPoints(-term.shrinkage),
                  ],
                }))}
            />
          </div>
        </Disclosure>
      </div>
    </Section>
  );
}

/** An indicator with what its rate and the rate that it is drawn towards rest on, where the policy is at hand. */
function Drawn({ name, basis }: { name: string; basis: string | undefined }) {
  const { t } = useTranslation();
  return (
    <>
      <RecordText text={name} />
      {basis !== undefined && (
        <div className={styles.minor}>
          {t('policy.basis')}
          {t('common.colon')}
          <RecordText text={basis} />
        </div>
      )}
    </>
  );
}

/** What changed in the score since the round before, indicator by indicator. */
function Change({ outcome, named }: { outcome: SocietyOutcome; named: Named }) {
  const { t } = useTranslation();
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
          formatTerm={signedPoints}
          totalLabel={t('quota.explain.total')}
          terms={moved.map((entry, index) => ({ key: entry.term.indicator, label: <RecordText text={named(entry.term)} />, value: shown[index + 1] ?? 0 }))}
        />
      )}
    </Section>
  );
}
