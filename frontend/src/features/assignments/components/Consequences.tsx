// What would change? Who comes and who goes, the figures before and after, the rules that would not hold.
import { useTranslation } from 'react-i18next';
import { useBilingual, useLanguage } from '../../../shared/i18n';
import { formatCount, formatScore } from '../../../shared/time';
import { PlainTable, RecordText, ShortList, Tag } from '../../../shared/ui';
import type { Broken, Consequences, Moved, Totals } from '../types';
import { toneOfBroken } from '../words';
import styles from './assignments.module.css';

const MOVED_SHOWN = 12;
const BROKEN_SHOWN = 8;

const FIGURES = ['assigned', 'unfilled', 'total', 'mean', 'lowest_mean', 'largest_load', 'experts'] as const;

/** A figure of a plan as it is written. */
export function useFigure(): (name: (typeof FIGURES)[number], totals: Totals) => string {
  const language = useLanguage();
  return (name, totals) => {
    const value = totals[name];
    if (name === 'mean' || name === 'lowest_mean') return formatScore(value);
    if (name === 'total') return (value ?? 0).toFixed(2);
    return formatCount(value ?? 0, language);
  };
}

/** What follows of a change, before it is made. */
export function ConsequencesView({ found }: { found: Consequences }) {
  const { t } = useTranslation();
  const figure = useFigure();
  const [added = 0, removed = 0] = found.moved;
  const change = (name: (typeof FIGURES)[number]) => {
    // Of the figures as they are shown, so that they add up on the page.
    const shown = (value: number | null | undefined) => Math.round((value ?? 0) * 100) / 100;
    const difference = shown(found.after[name]) - shown(found.before[name]);
    if (Math.abs(difference) < 0.005) return t('assignments.same');
    const isWhole = !['total', 'mean', 'lowest_mean'].includes(name);
    return `${difference > 0 ? '+' : '−'}${isWhole ? Math.abs(difference) : Math.abs(difference).toFixed(2)}`;
  };
  return (
    <div className={styles.stack}>
      <p role="status">{t('assignments.moves', { added, removed, touched: found.nominations_touched })}</p>
      <PlainTable
        label={t('assignments.figures.title')}
        head={[
          { key: 'figure', title: t('assignments.figures.figure') },
          { key: 'before', title: t('assignments.figures.before'), isEnd: true },
          { key: 'after', title: t('assignments.figures.after'), isEnd: true },
        ]}
        rows={FIGURES.map((name) => ({
          key: name,
          cells: [
            t(`assignments.figures.${name}`),
            figure(name, found.before),
            <span key="after">
              {figure(name, found.after)} <span className={styles.minor}>{change(name)}</span>
            </span>,
          ],
        }))}
      />
      <MovedList title={t('assignments.added')} moved={found.added} count={added} />
      <MovedList title={t('assignments.removed')} moved={found.removed} count={removed} />
      <div>
        <h3>{t('assignments.rules.after')}</h3>
        <BrokenList broken={found.broken} none={t('assignments.rules.none')} />
      </div>
    </div>
  );
}

/** Pairs that come, or that go. */
export function MovedList({ title, moved, count }: { title: string; moved: readonly Moved[]; count: number }) {
  const { t } = useTranslation();
  if (moved.length === 0) return null;
  return (
    <div>
      <h3>
        {title} <span className="tabular">{count}</span>
      </h3>
      <ShortList items={moved} limit={MOVED_SHOWN}>
        {(shown) => (
          <ul className={styles.moved}>
            {shown.map((each) => (
              <li key={`${each.nomination.id} ${each.expert.id}`}>
                <span>
                  <strong>
                    <RecordText text={each.expert.name} />
                  </strong>{' '}
                  <span className={styles.minor}>
                    <RecordText text={each.expert.unit} />
                  </span>
                  <span className={styles.line}>
                    <RecordText text={each.nomination.title} />
                  </span>
                </span>
                <span className={styles.movedEnd}>
                  <span className="tabular">{formatScore(each.score)}</span>
                  <span className={styles.minor}>{t(each.asked ? 'assignments.asked' : 'assignments.follows')}</span>
                </span>
              </li>
            ))}
          </ul>
        )}
      </ShortList>
    </div>
  );
}

/** Rules that do not hold, the gravest first. */
export function BrokenList({ broken, none }: { broken: readonly Broken[]; none: string }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  if (broken.length === 0) return <p className={styles.minor}>{none}</p>;
  const order = ['refuse', 'override', 'note'];
  const sorted = [...broken].sort((left, right) => order.indexOf(left.grade) - order.indexOf(right.grade));
  return (
    <ShortList items={sorted} limit={BROKEN_SHOWN}>
      {(shown) => (
        <ul className={styles.broken}>
          {shown.map((each) => (
            <li key={`${each.rule} ${each.nomination?.id ?? ''} ${each.expert?.id ?? ''} ${each.zh}`} data-grade={each.grade}>
              <Tag tone={toneOfBroken(each)}>{t(`assignments.rules.grades.${each.grade}`)}</Tag>
              <RecordText text={bilingual(each)} />
            </li>
          ))}
        </ul>
      )}
    </ShortList>
  );
}
