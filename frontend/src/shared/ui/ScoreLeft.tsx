// How much of a score hangs on its nearest publications?
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/types';
import { formatScore, formatShare } from '../time';
import { Tag } from './primitives';

type Left = Schemas['ScoreLeft'];

/** A flag where too little is left without one publication or two; nothing else. */
export function HangsTag({ left }: { left: Left | null | undefined }) {
  const { t } = useTranslation();
  if (left == null || !(left.hangs_on_one || left.hangs_on_two)) return null;
  return <Tag tone="gold">{t(left.hangs_on_one ? 'candidate.hangsOnOne' : 'candidate.hangsOnTwo')}</Tag>;
}

/** What is left, as scores and as shares, and from where it is flagged. */
export function LeftWords({ score, left }: { score: number | null | undefined; left: Left | null | undefined }) {
  const { t } = useTranslation();
  if (left == null || score == null || score <= 0) return null;
  const share = (value: number) => formatShare(value / score);
  const { score_without_one: one, score_without_two: two } = left;
  return (
    <span>
      {t('candidate.left', { one: formatScore(one), oneShare: share(one), two: formatScore(two), twoShare: share(two) })}
      {left.least_left > 0 && ` ${t('candidate.leastLeft', { share: formatShare(left.least_left) })}`}
    </span>
  );
}
