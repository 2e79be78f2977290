// How do the old quotas become the new ones? A map, drawn and as a table: rows are the old numbers, columns the new, cells count societies.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { PointChartWithTable } from '../../../shared/ui';
import { type MapCell, quotaMap, WAYS, wayOf } from '../movers';
import type { Row } from '../shapes';
import styles from './quotas.module.css';

interface Picking {
  picked: { from: number; to: number } | undefined;
  onPick: (cell: { from: number; to: number } | undefined) => void;
}

/** The map of old against new; a cell of the table can be picked to list its societies. */
export function QuotaMap({ rows, ...picking }: Picking & { rows: readonly Pick<Row, 'previous' | 'proposed'>[] }) {
  const { t } = useTranslation();
  const map = useMemo(() => quotaMap(rows), [rows]);
  const groups = useMemo(
    () =>
      WAYS.map((way) => ({
        key: way,
        name: t(`quota.ways.${way}`),
        points: map.cells.filter((cell) => wayOf(cell) === way).map(({ from, to, count }) => ({ x: from, y: to, count, text: t('quota.mapCell', { count, value: count, from, to }) })),
      })),
    [map, t],
  );
  return (
    <PointChartWithTable title={t('quota.map')} groups={groups} xName={t('quota.columns.previous')} yName={t('quota.newQuota')} caption={t('quota.mapHint')}>
      <MapTable {...map} {...picking} />
    </PointChartWithTable>
  );
}

function MapTable({ froms, tos, cells, picked, onPick }: ReturnType<typeof quotaMap> & Picking) {
  const { t } = useTranslation();
  return (
    <div className={styles.map}>
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
                const isPicked = picked?.from === from && picked.to === to;
                return (
                  <td key={to}>
                    <MapButton cell={cells.find((each) => each.from === from && each.to === to)} isPicked={isPicked} onPick={() => onPick(isPicked ? undefined : { from, to })} />
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

function MapButton({ cell, isPicked, onPick }: { cell: MapCell | undefined; isPicked: boolean; onPick: () => void }) {
  const { t } = useTranslation();
  if (cell === undefined) {
    return (
      <span className={styles.mapNone} aria-hidden="true">
        ·
      </span>
    );
  }
  const { from, to, count } = cell;
  return (
    <button type="button" className={styles.mapCell} data-way={wayOf(cell)} aria-pressed={isPicked} aria-label={t('quota.mapCell', { count, value: count, from, to })} onClick={onPick}>
      {count}
    </button>
  );
}
