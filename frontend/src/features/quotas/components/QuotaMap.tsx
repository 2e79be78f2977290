// How do the old quotas become the new ones? A map: rows are the old numbers, columns the new, cells count societies.
import { useTranslation } from 'react-i18next';
import { quotaMap } from '../movers';
import type { Row } from '../shapes';
import styles from './quotas.module.css';

/** The map of old against new; a cell can be picked to list its societies. */
export function QuotaMap(props: { rows: readonly Pick<Row, 'previous' | 'proposed'>[]; picked: { from: number; to: number } | undefined; onPick: (cell: { from: number; to: number } | undefined) => void }) {
  const { t } = useTranslation();
  const { froms, tos, cells } = quotaMap(props.rows);
  return (
    <div className={styles.map}>
      <p className={styles.minor}>{t('quota.mapHint')}</p>
      <table aria-label={t('quota.map')}>
        <thead>
          <tr>
            <th scope="col">{t('quota.mapCorner')}</th>
            {tos.map((to) => (
              <th key={to} scope="col">
                {t('quota.mapNew', { value: to })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {froms.map((from) => (
            <tr key={from}>
              <th scope="row">{t('quota.mapOld', { value: from })}</th>
              {tos.map((to) => {
                const cell = cells.find((each) => each.from === from && each.to === to);
                const isPicked = props.picked?.from === from && props.picked.to === to;
                return (
                  <td key={to}>
                    {cell ? (
                      <button
                        type="button"
                        className={styles.mapCell}
                        data-way={to > from ? 'up' : to < from ? 'down' : 'same'}
                        aria-pressed={isPicked}
                        aria-label={t('quota.mapCell', { count: cell.count, value: cell.count, from, to })}
                        onClick={() => props.onPick(isPicked ? undefined : { from, to })}
                      >
                        {cell.count}
                      </button>
                    ) : (
                      <span className={styles.mapNone} aria-hidden="true">
                        ·
                      </span>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
