// What narrows a list of societies? A search box, band, group, and whether to show only who moves.
import { useTranslation } from 'react-i18next';
import { useLabel } from '../../../shared/i18n';
import { Button, SearchField, SelectField } from '../../../shared/ui';
import { type SheetFilters, tally } from '../sheet';
import type { Row } from '../shapes';
import styles from './quotas.module.css';

/** The filters over a list; all of it stands in the address. */
export function SheetFilterBar({ rows, filters, onFilter }: { rows: readonly Row[]; filters: SheetFilters; onFilter: (change: Partial<SheetFilters>) => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const options = (values: { value: string; count: number }[], name: (value: string) => string) => [
    { value: '', label: t('common.all') },
    ...values.map((entry) => ({ value: entry.value, label: `${name(entry.value)} (${entry.count})` })),
  ];
  const isFiltered = filters.q !== '' || filters.band !== '' || filters.group !== '' || filters.moved !== '' || filters.from !== '' || filters.to !== '';
  return (
    <div className={styles.stack}>
      <div className={styles.filters}>
        <SearchField label={t('quota.search')} placeholder={t('quota.searchHint')} value={filters.q} onSearch={(q) => onFilter({ q })} />
        <SelectField label={t('quota.columns.band')} value={filters.band} options={options(tally(rows, (row) => row.band), (band) => label('band', band))} onChange={(band) => onFilter({ band })} />
        <SelectField label={t('quota.group')} value={filters.group} options={options(tally(rows, (row) => row.group), (group) => label('societies', `groups.${group}`))} onChange={(group) => onFilter({ group })} />
        <label className={styles.check}>
          <input type="checkbox" checked={filters.moved !== ''} onChange={(event) => onFilter({ moved: event.target.checked ? 'yes' : '' })} />
          {t('quota.movedOnly')}
        </label>
      </div>
      {isFiltered && (
        <div>
          <Button size="small" onClick={() => onFilter({ q: '', band: '', group: '', moved: '', from: '', to: '' })}>
            {t('common.clearFilters')}
          </Button>
        </div>
      )}
    </div>
  );
}
