// How does everyone read where pairs of numbers lie? Drawn as points, and as the table that the page writes beside the drawing.
import { lazy, type ReactNode, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './kit.module.css';
import type { Point } from './PointChart';

const PointChartView = lazy(() => import('./PointChart'));

/** Points for the eye in at most three groups, a table with the same figures as children. */
export function PointChartWithTable(props: {
  title: string;
  groups: readonly { key: string; name: string; points: readonly Point[] }[];
  xName: string;
  yName: string;
  /** What the figures mean. */
  caption?: string;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const { groups, xName, yName } = props;
  const equalName = t('interval.equal');
  const data = useMemo(() => ({ groups, xName, yName, equalName }), [groups, xName, yName, equalName]);
  return (
    <figure className={styles.pointsAndTable} aria-label={t('interval.chartAlt', { title: props.title })}>
      {props.caption && <figcaption>{props.caption}</figcaption>}
      <Suspense fallback={<div className={styles.chart} />}>
        <PointChartView data={data} />
      </Suspense>
      {props.children}
    </figure>
  );
}
