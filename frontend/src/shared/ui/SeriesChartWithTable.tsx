// How does everyone compare series? Drawn, and as a table beside the drawing.
import { lazy, type ReactNode, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { PlainTable } from './DataTable';
import styles from './kit.module.css';

const SeriesChartView = lazy(() => import('./SeriesChart'));

export interface Series {
  key: string;
  name: string;
  values: readonly (number | null)[];
}

/** Lines or bars for the eye, the same figures as a table beside them, a sentence that says what they mean. */
export function SeriesChartWithTable(props: {
  title: string;
  kind: 'bar' | 'line' | 'shares';
  categories: readonly string[];
  categoryTitle: string;
  /** How the table writes a category, where the drawing has room for its code alone. */
  categoryCell?: (category: string) => ReactNode;
  series: readonly Series[];
  yName: string;
  format: (value: number) => string;
  /** What the figures mean. */
  caption?: string;
}) {
  const { t } = useTranslation();
  const { kind, categories, series, yName, format } = props;
  const data = useMemo(() => ({ kind, categories, series, yName, format }), [kind, categories, series, yName, format]);
  return (
    <figure className={styles.chartAndTable} aria-label={t('interval.chartAlt', { title: props.title })}>
      {props.caption && <figcaption>{props.caption}</figcaption>}
      <Suspense fallback={<div className={styles.chart} />}>
        <SeriesChartView data={data} />
      </Suspense>
      <PlainTable
        label={props.title}
        head={[{ key: 'category', title: props.categoryTitle }, ...series.map((each) => ({ key: each.key, title: each.name, isEnd: true }))]}
        rows={categories.map((category, index) => ({
          key: category,
          cells: [
            props.categoryCell?.(category) ?? category,
            ...series.map((each) => {
              const value = each.values[index];
              return value === null || value === undefined ? '—' : format(value);
            }),
          ],
        }))}
      />
    </figure>
  );
}
