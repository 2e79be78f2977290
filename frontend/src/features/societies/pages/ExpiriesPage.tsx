// What ends soon, and what has ended unnoticed? Rights, files, grades, councils, officers, clerks.
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { withFilters } from '../../../shared/address';
import { useLabel } from '../../../shared/i18n';
import { type Column, DataTable, EmptyState, Page, QueryView, RecordText, Section, SelectField, Tag } from '../../../shared/ui';
import { readsAllSocieties } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import styles from '../components/societies.module.css';
import { toneOfAlert } from '../labels';
import { type ExpiryView, useExpiries } from '../queries';

/** The list of ends. */
export default function ExpiriesPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const [params, setParams] = useSearchParams();
  // A society sees its own alone, and no register above them.
  const readsAll = readsAllSocieties(useAccount());
  const within = ['7', '30', '90'].includes(params.get('within') ?? '') ? Number(params.get('within')) : 90;
  const query = useExpiries(within);
  const columns: Column<ExpiryView>[] = [
    {
      key: 'society',
      title: t('societies.columns.name'),
      onPhone: 'title',
      render: (row) => (
        <>
          <Link to={`/societies/${row.society_id}`}>
            <RecordText text={row.society} />
          </Link>
          <div className={styles.minor}>{row.society_id}</div>
        </>
      ),
    },
    {
      key: 'kind',
      title: t('societies.expiryWhat'),
      width: 280,
      render: (row) => (
        <>
          {row.qualification_id ? (
            <Link to={`/qualifications/${row.qualification_id}`}>{label('societies', `expiryKind.${row.kind}`)}</Link>
          ) : (
            label('societies', `expiryKind.${row.kind}`)
          )}
          {row.what && (
            <div className={styles.minor}>
              <RecordText text={row.what} />
            </div>
          )}
        </>
      ),
    },
    { key: 'last', title: t('societies.lastDay'), width: 130, render: (row) => row.last_day },
    {
      key: 'left',
      title: t('societies.left'),
      width: 170,
      render: (row) => (
        <Tag tone={toneOfAlert(row.alert)}>{row.days_left < 0 ? t('societies.overdueBy', { count: -row.days_left }) : t('societies.daysLeft', { count: row.days_left })}</Tag>
      ),
    },
  ];
  return (
    <Page title={t('societies.expiries')} tabTitle={t('societies.expiries')} crumbs={readsAll ? [{ label: t('societies.title'), to: '/societies' }] : []} lead={t('societies.expiriesLead')}>
      <Section title={t('societies.expiriesTable')}>
        <div className={styles.filters}>
          <SelectField
            label={t('societies.within')}
            value={String(within)}
            options={[7, 30, 90].map((days) => ({ value: String(days), label: t('societies.withinDays', { count: days }) }))}
            onChange={(value) => setParams((now) => withFilters(now, { within: value === '90' ? '' : value }))}
          />
        </div>
        <div className={styles.filterFoot}>
          <QueryView query={query} rows={8}>
            {(rows) =>
              rows.length === 0 ? (
                <EmptyState title={t('societies.noExpiries')} />
              ) : (
                <DataTable
                  label={t('societies.expiriesTable')}
                  columns={columns}
                  rows={rows}
                  rowKey={(row) => `${row.society_id} ${row.kind} ${row.what ?? ''} ${row.last_day}`}
                  isStale={query.isPlaceholderData}
                />
              )
            }
          </QueryView>
        </div>
      </Section>
    </Page>
  );
}
