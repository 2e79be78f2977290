// Which records may be one person, and which pairs wait for a look or for a second person?
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { readFilters, useYear, withFilters } from '../../../shared/address';
import { useLabel } from '../../../shared/i18n';
import { Alert, Button, type Column, DataTable, EmptyState, Page, Paging, QueryView, RecordText, Section, SelectField, useProblemText } from '../../../shared/ui';
import { mayStartMatch } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { Likelihood, ReasonText, SideCell, StateCell } from '../components/Parts';
import styles from '../components/persons.module.css';
import { LINK_FILTERS, useLinks, useSearch } from '../queries';
import type { LinkRow } from '../types';

const STATES = ['proposed', 'confirmed', 'linked', 'unlinking', 'unlinked', 'refusing', 'refused'] as const;
const LEAST = ['0.5', '0.9', '0.99'] as const;

/** Looks for pairs, and says what came of it. */
function Search({ year }: { year: number }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const search = useSearch(year);
  return (
    <Section title={t('persons.search')} hint={t('persons.searchHint')}>
      <div className={styles.stack}>
        <div>
          <Button type="primary" aria-busy={search.isPending} onClick={() => !search.isPending && search.mutate()}>
            {t(search.isPending ? 'persons.searching' : 'persons.searchNow')}
          </Button>
        </div>
        <div role="status">
          {search.isSuccess && <Alert type="success" showIcon title={t('persons.searched', { ...search.data })} />}
          {search.isError && <Alert type="error" showIcon title={textOf(search.error)} />}
        </div>
      </div>
    </Section>
  );
}

function useColumns(year: number): Column<LinkRow>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'likelihood',
      title: t('persons.probability'),
      onPhone: 'title',
      render: (row) => (
        <Link to={`/rounds/${year}/persons/${row.id}`}>
          <Likelihood probability={row.probability} />
          <span className="visually-hidden">
            {t('common.colon')}
            <RecordText text={row.first.name} /> / <RecordText text={row.second.name} />
          </span>
        </Link>
      ),
    },
    { key: 'first', title: t('persons.first'), width: '24%', render: (row) => <SideCell side={row.first} /> },
    { key: 'second', title: t('persons.second'), width: '24%', render: (row) => <SideCell side={row.second} /> },
    {
      key: 'reason',
      title: t('persons.mainReason'),
      width: '24%',
      render: (row) => (
        <span>
          {row.reason && <ReasonText reason={row.reason} />}
          {row.against > 0 && (
            <span className={styles.minor}>
              <br />
              {t('persons.against', { count: row.against })}
            </span>
          )}
        </span>
      ),
    },
    { key: 'state', title: t('persons.state'), render: (row) => <StateCell link={row} /> },
  ];
}

/** The queue of a round. */
export default function PersonLinksPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const year = useYear();
  const account = useAccount();
  const [params, setParams] = useSearchParams();
  const filters = readFilters(params, LINK_FILTERS);
  const query = useLinks(year, filters);
  const columns = useColumns(year);
  const change = (part: Record<string, string>) => setParams((now) => withFilters(now, part));
  const counts = new Map(query.data?.meta.states.map((one) => [one.state, one.count]));
  const all = { value: '', label: t('common.all') };
  const isFiltered = filters.state !== '' || filters.least !== '';
  return (
    <Page title={t('persons.title')} tabTitle={t('persons.title')} lead={t('persons.lead')}>
      {mayStartMatch(account) && <Search year={year} />}
      <Section title={t('persons.queue')} hint={t('persons.queueHint')}>
        <div className={styles.filters}>
          <SelectField
            label={t('persons.state')}
            value={filters.state}
            options={[all, ...STATES.map((value) => ({ value, label: t('persons.stateCount', { state: label('persons', `states.${value}`), n: counts.get(value) ?? 0 }) }))]}
            onChange={(state) => change({ state })}
          />
          <SelectField label={t('persons.least')} value={filters.least} options={[all, ...LEAST.map((value) => ({ value, label: t('persons.leastOf', { percent: Math.round(Number(value) * 100) }) }))]} onChange={(least) => change({ least })} />
        </div>
        <QueryView query={query} rows={6}>
          {({ data, meta }) =>
            data.length === 0 ? (
              <EmptyState title={t(isFiltered ? 'persons.noneOfThese' : 'persons.none')} />
            ) : (
              <>
                <DataTable label={t('persons.title')} columns={columns} rows={data} rowKey={(row) => row.id} isStale={query.isPlaceholderData} />
                <Paging meta={meta} shown={data.length} onMove={(cursor) => change({ cursor })} />
              </>
            )
          }
        </QueryView>
      </Section>
    </Page>
  );
}
