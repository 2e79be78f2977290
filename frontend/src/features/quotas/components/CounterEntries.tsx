// What made a counter what it is? Every entry, oldest first; the sums at the foot are what the counter says.
import { useTranslation } from 'react-i18next';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { useNameOf } from '../../../shared/names';
import { formatTime } from '../../../shared/time';
import { PlainTable, RecordText } from '../../../shared/ui';
import type { QuotaEntry } from '../contract';
import { signed } from './Move';

const change = (value: number) => (value === 0 ? '' : signed(value));

/** The entries of a counter, by whose names their page says. */
export function CounterEntries({ entries }: { entries: readonly QuotaEntry[] }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const nameOf = useNameOf();
  return (
    <PlainTable
      label={t('ledger.entries')}
      head={[
        { key: 'at', title: t('ledger.at') },
        { key: 'kind', title: t('ledger.kind') },
        { key: 'places', title: t('ledger.places'), isEnd: true },
        { key: 'used', title: t('ledger.used'), isEnd: true },
        { key: 'why', title: t('ledger.why') },
      ]}
      rows={[
        ...entries.map((entry, index) => ({
          key: `${index} ${entry.at}`,
          cells: [
            formatTime(entry.at, language),
            label('ledger', `kinds.${entry.kind}`),
            change(entry.places_change),
            change(entry.used_change),
            <span key="why">
              {entry.reason && <RecordText text={entry.reason} />} <RecordText text={nameOf(entry.by)} />
            </span>,
          ],
        })),
        {
          key: 'sum',
          cells: [
            <strong key="sum">{t('ledger.sum')}</strong>,
            '',
            <strong key="places">{entries.reduce((sum, entry) => sum + entry.places_change, 0)}</strong>,
            <strong key="used">{entries.reduce((sum, entry) => sum + entry.used_change, 0)}</strong>,
            '',
          ],
        },
      ]}
    />
  );
}
