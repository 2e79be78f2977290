// How did one indicator run over the rounds? As lines, and as a table beside them.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordView } from '../../../api/types';
import { useLanguage } from '../../../shared/i18n';
import { SelectField, SeriesChartWithTable } from '../../../shared/ui';
import { overRounds } from '../figures';
import styles from './track_record.module.css';

const FIRST = 'I05';

/** An indicator over the rounds beside that of all societies. */
export function OverRounds({ record }: { record: RecordView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [chosen, setChosen] = useState(FIRST);
  const indicator = record.indicators.find((one) => one.id === chosen) ?? record.indicators[0];
  if (indicator === undefined) return null;
  const nameOf = (one: { name: string; name_en: string }) => (language === 'en' ? one.name_en : one.name);
  const series = overRounds(record, indicator);
  const isRate = indicator.kind === 'rate';
  return (
    <div className={styles.stack}>
      <div className={styles.controls}>
        <SelectField label={t('record.columns.indicator')} value={indicator.id} options={record.indicators.map((one) => ({ value: one.id, label: `${one.id} ${nameOf(one)}` }))} onChange={setChosen} />
      </div>
      <SeriesChartWithTable
        title={nameOf(indicator)}
        kind="line"
        categories={series.years}
        categoryTitle={t('record.columns.round')}
        series={[
          { key: 'own', name: t('record.own'), values: series.own },
          ...(isRate ? [{ key: 'all', name: t('record.columns.all'), values: series.all }] : []),
        ]}
        yName=""
        format={(value) => (isRate ? `${value.toFixed(1)}%` : String(value))}
        caption={t('record.overRoundsHint')}
      />
    </div>
  );
}
