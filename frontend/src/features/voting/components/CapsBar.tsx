// How many awards has the council made, and how many more may there be (X25 art. 9)?
import { useTranslation } from 'react-i18next';
import { useLabel } from '../../../shared/i18n';
import { PlainTable, QueryView, Section } from '../../../shared/ui';
import { hasGrades } from '../marks';
import { useCaps } from '../queries';
import type { CapStanding } from '../types';

const COLUMNS = ['category', 'special', 'first', 'second', 'left'] as const;

/** A row for each category. */
export function CapsBar({ meeting }: { meeting: string }) {
  const { t } = useTranslation();
  const label = useLabel();
  const query = useCaps(meeting);
  const cells = (row: CapStanding) =>
    hasGrades(row.category)
      ? [t('voting.caps.of', { value: row.special, most: row.special_most }), t('voting.caps.of', { value: row.first, most: row.first_most }), row.second]
      : ['—', '—', row.plain];
  return (
    <Section title={t('voting.caps.title')} hint={t('voting.caps.hint')}>
      <QueryView query={query} rows={4}>
        {(rows) => (
          <PlainTable
            label={t('voting.caps.title')}
            head={COLUMNS.map((key) => ({ key, title: t(`voting.caps.${key}`), isEnd: key !== 'category' }))}
            rows={rows.map((row) => ({ key: row.category, cells: [label('category', row.category), ...cells(row), row.total_left ?? '—'] }))}
          />
        )}
      </QueryView>
    </Section>
  );
}
