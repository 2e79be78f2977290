// How many places are there of each kind, where do they lie, and how many are taken? The tree of counters, a bucket a row.
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../shared/i18n';
import { LoadBar, PlainTable } from '../../../shared/ui';
import type { QuotaBucket } from '../contract';
import styles from './quotas.module.css';

const orUnlimited = (value: number | null | undefined, words: string) => (value === null || value === undefined ? words : value);

/** The buckets with the parts of each total; choosing one lists its societies. */
export function LedgerTree({ buckets, chosen, onChoose }: { buckets: readonly QuotaBucket[]; chosen: string; onChoose: (bucket: string) => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const unlimited = t('ledger.unlimited');
  const seesAll = buckets.some((bucket) => bucket.total != null);
  return (
    <PlainTable
      label={t('ledger.tree')}
      head={[
        { key: 'bucket', title: t('ledger.bucket') },
        ...(seesAll
          ? [
              { key: 'total', title: t('ledger.total'), isEnd: true },
              { key: 'cast', title: t('ledger.viaCast'), isEnd: true },
              { key: 'direct', title: t('ledger.direct'), isEnd: true },
              { key: 'held', title: t('ledger.held'), isEnd: true },
            ]
          : []),
        { key: 'used', title: t('ledger.used') },
      ]}
      rows={buckets.map((bucket) => {
        const limited = bucket.counters.filter((counter) => counter.places != null);
        const given = limited.reduce((sum, counter) => sum + (counter.places ?? 0), 0);
        const direct = limited.filter((counter) => counter.route === 'direct').reduce((sum, counter) => sum + (counter.places ?? 0), 0);
        return {
          key: bucket.bucket,
          cells: [
            <button key="choose" type="button" className={styles.choose} aria-pressed={chosen === bucket.bucket} onClick={() => onChoose(bucket.bucket)}>
              {language === 'en' ? bucket.name_en : bucket.name}
            </button>,
            ...(seesAll
              ? [
                  orUnlimited(bucket.total, unlimited),
                  bucket.total == null ? '—' : (bucket.via_cast ?? 0),
                  bucket.total == null ? '—' : direct,
                  bucket.total == null ? '—' : (bucket.held ?? 0),
                ]
              : []),
            limited.length === 0 ? bucket.used : <LoadBar key="used" load={bucket.used} limit={given} />,
          ],
        };
      })}
    />
  );
}
