// Which few figures tell most of a record? Those of the newest rounds together.
import { useTranslation } from 'react-i18next';
import type { RecordView } from '../../../api/types';
import { useLanguage } from '../../../shared/i18n';
import { Stats } from '../../../shared/ui';
import { figureOf, formatRate, madeOf } from '../figures';

const TELLING = ['I01', 'I05', 'I06', 'I09', 'I15'];

/** A tile for each of the telling indicators. */
export function Tiles({ record }: { record: RecordView }) {
  const language = useLanguage();
  const tile = (id: string) => {
    const indicator = record.indicators.find((one) => one.id === id);
    const figure = figureOf(record, 'window', id);
    const label = (language === 'en' ? indicator?.name_en : indicator?.name) ?? id;
    return { label, value: formatRate(figure?.rate_ppm), note: madeOf(figure) };
  };
  return <Stats stats={TELLING.map(tile)} />;
}

/** What the tiles stand under. */
export function useWindowTitle(record: RecordView): string {
  const { t } = useTranslation();
  return t('record.windowTitle', { rounds: record.window.rounds.join(t('common.separator')) });
}
