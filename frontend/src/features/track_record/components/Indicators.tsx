// How does a society stand by each indicator, and how sure is that with so few cases?
import { useTranslation } from 'react-i18next';
import type { IndicatorView, RecordView } from '../../../api/types';
import { useLanguage } from '../../../shared/i18n';
import { Button, type Column, DataTable, IntervalBar, RecordText } from '../../../shared/ui';
import { figureOf, formatRate, madeOf, type Period, points } from '../figures';
import styles from './track_record.module.css';

/** The twenty indicators of a period; a rate is shown with its 80 % interval and what it is made of. */
export function Indicators(props: {
  record: RecordView;
  period: Period;
  onCases: (indicator: IndicatorView) => void;
  onDispute: ((indicator: IndicatorView) => void) | undefined;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { record, period } = props;
  const nameOf = (indicator: IndicatorView) => (language === 'en' ? indicator.name_en : indicator.name);
  const columns: Column<IndicatorView>[] = [
    {
      key: 'indicator',
      title: t('record.columns.indicator'),
      onPhone: 'title',
      width: 220,
      render: (indicator) => (
        <>
          <span className={styles.minor}>{indicator.id}</span> {nameOf(indicator)}
          <div className={styles.minor}>{t(`record.direction.${indicator.direction as 'up'}`)}</div>
        </>
      ),
    },
    {
      key: 'madeOf',
      title: t('record.columns.madeOf'),
      width: 96,
      isEnd: true,
      render: (indicator) => <span className={styles.count}>{madeOf(figureOf(record, period, indicator.id))}</span>,
    },
    { key: 'rate', title: t('record.columns.rate'), width: 300, render: (indicator) => <Rate record={record} period={period} indicator={indicator} /> },
    {
      key: 'all',
      title: t('record.columns.all'),
      width: 110,
      isEnd: true,
      render: (indicator) => formatRate(figureOf(record, period, indicator.id)?.all_ppm),
    },
    {
      key: 'actions',
      title: t('common.actions'),
      width: 190,
      render: (indicator) => (
        <span className={styles.buttons}>
          <Button size="small" onClick={() => props.onCases(indicator)} aria-label={`${t('record.cases')}${t('common.colon')}${nameOf(indicator)}`}>
            {t('record.cases')}
          </Button>
          {props.onDispute && figureOf(record, period, indicator.id) !== undefined && (
            <Button size="small" onClick={() => props.onDispute?.(indicator)} aria-label={`${t('record.dispute')}${t('common.colon')}${nameOf(indicator)}`}>
              {t('record.dispute')}
            </Button>
          )}
        </span>
      ),
    },
  ];
  return <DataTable label={t('record.indicators')} columns={columns} rows={record.indicators} rowKey={(indicator) => indicator.id} />;
}

function Rate({ record, period, indicator }: { record: RecordView; period: Period; indicator: IndicatorView }) {
  const { t } = useTranslation();
  const figure = figureOf(record, period, indicator.id);
  if (figure === undefined) return <span className={styles.minor}>{t('record.notRecorded')}</span>;
  if (indicator.kind === 'count') return <span className={styles.minor}>{t('record.countOnly')}</span>;
  const [score, low, high] = [points(figure.rate_ppm), points(figure.low_ppm), points(figure.high_ppm)];
  if (score === undefined || low === undefined || high === undefined) return <span className={styles.minor}>{figure.of === 0 ? t('record.noCase') : t('record.aboveAll')}</span>;
  return <IntervalBar score={score} low={low} high={high} isShare />;
}

/** The name of a society in the language of the page. */
export function SocietyName({ zh, en }: { zh: string; en: string | null | undefined }) {
  const language = useLanguage();
  return <RecordText text={language === 'en' && en ? en : zh} />;
}
