// How much moves in all? A row of figures over every list of moves.
import { useTranslation } from 'react-i18next';
import { Stats } from '../../../shared/ui';
import { balance } from '../movers';
import type { Row } from '../shapes';

/** How many societies gain, lose and stay, and how the total is spent. */
export function Balance({ rows, total, reserve }: { rows: readonly Pick<Row, 'previous' | 'proposed'>[]; total: number; reserve: number }) {
  const { t } = useTranslation();
  const { up, down, raised, lowered, same } = balance(rows);
  return (
    <Stats
      stats={[
        { label: t('quota.stats.raised'), value: raised, note: t('quota.stats.placesUp', { value: up }) },
        { label: t('quota.stats.lowered'), value: lowered, note: t('quota.stats.placesDown', { value: down }) },
        { label: t('quota.stats.same'), value: same },
        { label: t('quota.stats.given'), value: total - reserve, note: t('quota.stats.ofTotal', { value: total }) },
        { label: t('quota.stats.reserve'), value: reserve },
      ]}
    />
  );
}
