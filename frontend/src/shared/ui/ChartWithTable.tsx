// How does everyone read a chart? Every chart has its figures as a table, one click away.
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n';
import { formatCount } from '../time';
import type { BarChartData } from './Chart';
import { PlainTable } from './DataTable';
import { Disclosure } from './Disclosure';
import styles from './kit.module.css';

const BarChartView = lazy(() => import('./Chart'));

/** Bars for the eye and a table for everyone. */
export function ChartWithTable({ title, ...given }: BarChartData & { title: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { labels, values, xName, yName } = given;
  const data = useMemo(() => ({ labels, values, xName, yName }), [labels, values, xName, yName]);
  return (
    <figure aria-label={t('report.chartAlt', { title })}>
      <Suspense fallback={<div className={styles.chart} />}>
        <BarChartView data={data} />
      </Suspense>
      <Disclosure label={t('common.showTable')} about={title}>
        <PlainTable
          label={title}
          head={[
            { key: 'x', title: xName },
            { key: 'y', title: yName, isEnd: true },
          ]}
          rows={labels.map((label, index) => ({ key: label, cells: [label, formatCount(values[index] ?? 0, language)] }))}
        />
      </Disclosure>
    </figure>
  );
}
