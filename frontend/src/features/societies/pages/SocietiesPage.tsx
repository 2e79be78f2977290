// Which societies are in the register, and how do they stand? Searched, filtered, sorted and paged, all of it in the address.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { api, take } from '../../../api/client';
import { readFilters, withFilters } from '../../../shared/address';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatCount } from '../../../shared/time';
import { Button, ButtonLink, type Column, DataTable, EmptyState, Page, Paging, QueryView, RecordText, SearchField, Section, SelectField, Tag } from '../../../shared/ui';
import { isCast } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { FormDialog } from '../components/FormDialog';
import styles from '../components/societies.module.css';
import { GROUPS, toneOfAlert, toneOfQualification, toneOfStatus } from '../labels';
import { FILTERS, type SocietyRow, useSocieties } from '../queries';

function useColumns(): Column<SocietyRow>[] {
  const { t } = useTranslation();
  const label = useLabel();
  return [
    { key: 'code', title: t('societies.columns.code'), sortKey: 'society_id', width: 96, render: (row) => row.society_id },
    {
      key: 'name',
      title: t('societies.columns.name'),
      sortKey: 'name',
      onPhone: 'title',
      render: (row) => (
        <Link to={`/societies/${row.society_id}`}>
          <RecordText text={row.name} />
        </Link>
      ),
    },
    { key: 'group', title: t('societies.columns.group'), width: 96, render: (row) => label('societies', `groups.${row.group}`).replace(/^groups\./, '') },
    { key: 'status', title: t('societies.columns.status'), width: 96, render: (row) => <Tag tone={toneOfStatus(row.status)}>{label('societies', `status.${row.status}`)}</Tag> },
    {
      key: 'grade',
      title: t('societies.columns.grade'),
      width: 150,
      render: (row) => (
        <>
          {row.grade ?? '—'}
          {row.check_year !== null && row.check_year !== undefined && (
            <div className={styles.minor}>
              {t('societies.checkOf', { year: row.check_year })}
              {label('societies', `check.${row.check_result}`)}
            </div>
          )}
        </>
      ),
    },
    {
      key: 'qualification',
      title: t('societies.columns.qualification'),
      width: 150,
      render: (row) => (
        <>
          <Tag tone={toneOfQualification(row.qualification)}>{label('societies', `standing.${row.qualification}`)}</Tag>
          {row.qualified_until && row.qualification !== 'revoked' && <div className={styles.minor}>{t('societies.until', { day: row.qualified_until })}</div>}
        </>
      ),
    },
    { key: 'route', title: t('societies.columns.route'), width: 130, render: (row) => label('societies', `route.${row.route}`) },
    {
      key: 'expiry',
      title: t('societies.columns.expiry'),
      sortKey: 'expiry',
      width: 170,
      render: (row) =>
        row.next_expiry ? (
          <>
            <Tag tone={toneOfAlert(row.next_expiry.alert)}>{label('societies', `alert.${row.next_expiry.alert}`)}</Tag>
            <div className={styles.minor}>
              {label('societies', `expiryKind.${row.next_expiry.kind}`)} {row.next_expiry.last_day}
            </div>
          </>
        ) : (
          '—'
        ),
    },
  ];
}

function Enter({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const navigate = useNavigate();
  return (
    <FormDialog
      title={t('societies.enter')}
      initial={{ society_id: '', name: '', group: '理科', joined_on: '' }}
      fields={[
        { name: 'society_id', label: t('societies.columns.code'), isRequired: true },
        { name: 'name', label: t('societies.columns.name'), isRequired: true },
        {
          name: 'group',
          label: t('societies.columns.group'),
          kind: 'select',
          options: GROUPS.map((value) => ({ value, label: label('societies', `groups.${value}`) })),
        },
        { name: 'joined_on', label: t('societies.joinedOn'), kind: 'date', isRequired: true },
      ]}
      send={async (values, key) => {
        const body = { society_id: values.society_id ?? '', name: values.name ?? '', group: values.group ?? '', joined_on: values.joined_on ?? '' };
        const made = await take(api.POST('/api/v1/societies', { params: { header: { 'Idempotency-Key': key } }, body }));
        void navigate(`/societies/${made.data.society_id}`);
      }}
      onClose={onClose}
    />
  );
}

/** The register. */
export default function SocietiesPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const [params, setParams] = useSearchParams();
  const filters = readFilters(params, FILTERS);
  const query = useSocieties(filters);
  const columns = useColumns();
  const keepsRegister = isCast(useAccount());
  const [isEntering, setEntering] = useState(false);
  const change = (part: Record<string, string>, replace = false) => setParams((now) => withFilters(now, part), { replace });
  const isFiltered = ['q', 'group', 'status', 'qualification', 'expiring'].some((name) => filters[name as 'q'] !== '');
  const facets = query.data?.meta.facets;
  const options = (facet: readonly { value: string; count: number }[] | undefined, chosen: string, group: string) => {
    const known = facet ?? [];
    const all = chosen === '' || known.some((entry) => entry.value === chosen) ? known : [{ value: chosen, count: 0 }, ...known];
    return [
      { value: '', label: t('common.all') },
      ...all.map((entry) => ({ value: entry.value, label: `${label('societies', `${group}.${entry.value}`)} (${formatCount(entry.count, language)})` })),
    ];
  };
  return (
    <Page
      title={t('societies.title')}
      tabTitle={t('societies.title')}
      lead={t('societies.lead')}
      actions={
        <>
          <ButtonLink to="/expiries">{t('societies.expiries')}</ButtonLink>
          {keepsRegister && <Button onClick={() => setEntering(true)}>{t('societies.enter')}</Button>}
        </>
      }
    >
      {isEntering && <Enter onClose={() => setEntering(false)} />}
      <Section title={t('common.filters')}>
        <div className={styles.filters}>
          <div className={styles.searchSlot}>
            <SearchField label={t('societies.search')} placeholder={t('societies.searchHint')} value={filters.q} onSearch={(q, isRefinement) => change({ q }, isRefinement)} />
          </div>
          <SelectField label={t('societies.columns.group')} value={filters.group} options={options(facets?.group, filters.group, 'groups')} onChange={(group) => change({ group })} />
          <SelectField label={t('societies.columns.status')} value={filters.status} options={options(facets?.status, filters.status, 'status')} onChange={(status) => change({ status })} />
          <SelectField
            label={t('societies.columns.qualification')}
            value={filters.qualification}
            options={options(facets?.qualification, filters.qualification, 'standing')}
            onChange={(qualification) => change({ qualification })}
          />
          <SelectField label={t('societies.columns.expiry')} value={filters.expiring} options={options(facets?.expiring, filters.expiring, 'alert')} onChange={(expiring) => change({ expiring })} />
        </div>
        {isFiltered && (
          <div className={styles.filterFoot}>
            <Button size="small" onClick={() => change({ q: '', group: '', status: '', qualification: '', expiring: '' })}>
              {t('common.clearFilters')}
            </Button>
          </div>
        )}
      </Section>
      <Section title={t('societies.table')}>
        <QueryView query={query} rows={10}>
          {({ data, meta }) =>
            data.length === 0 ? (
              <EmptyState title={t('societies.emptyTitle')} text={t('societies.emptyText')} />
            ) : (
              <>
                <DataTable
                  label={t('societies.table')}
                  columns={columns}
                  rows={data}
                  rowKey={(row) => row.society_id}
                  sort={filters.sort === '' ? 'society_id' : filters.sort}
                  onSort={(sort) => change({ sort })}
                  isStale={query.isPlaceholderData}
                />
                <Paging
                  meta={meta}
                  shown={data.length}
                  onMove={(cursor) => {
                    change({ cursor });
                    window.scrollTo({ top: 0 });
                  }}
                />
              </>
            )
          }
        </QueryView>
      </Section>
    </Page>
  );
}
