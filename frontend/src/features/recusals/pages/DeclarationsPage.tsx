// What was declared, by whom, and what waits for the office's answer?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { readFilters, useYear, withFilters } from '../../../shared/address';
import { useBilingual, useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, Button, type Column, DataTable, EmptyState, Page, Paging, QueryView, RecordText, SearchField, Section, SelectField, Tag } from '../../../shared/ui';
import { decidesRecusals } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { DeclareDialog } from '../components/DeclareDialog';
import styles from '../components/recusals.module.css';
import { RecusalTabs } from '../components/Tabs';
import { DECLARATION_FILTERS, useDeclarations } from '../queries';
import type { Declaration } from '../types';
import { toneOfDeclaration } from '../words';

const SOURCES = ['reviewer', 'nominee', 'nominator', 'office', 'staff'] as const;
const STATES = ['waiting', 'in_force', 'refused', 'withdrawn'] as const;
const KINDS = ['kin', 'adviser_student', 'economic_interest', 'same_unit', 'cooperation', 'society_staff', 'office_staff', 'exclusion', 'other'] as const;

/** The declarations of a round. */
export default function DeclarationsPage() {
  const { t } = useTranslation();
  const year = useYear();
  const mayDecide = decidesRecusals(useAccount());
  const [params, setParams] = useSearchParams();
  const filters = readFilters(params, DECLARATION_FILTERS);
  const query = useDeclarations(year, filters);
  const columns = useColumns(year);
  const [isOpen, setOpen] = useState(false);
  const change = (part: Record<string, string>, isRefinement = false) => setParams((now) => withFilters(now, part), { replace: isRefinement });
  const all = { value: '', label: t('common.all') };
  const waiting = query.data?.meta.waiting ?? 0;
  return (
    <Page
      title={t('recusals.declarations.title')}
      tabTitle={t('recusals.declarations.title')}
      lead={t('recusals.declarations.lead')}
      actions={mayDecide && <Button onClick={() => setOpen(true)}>{t('recusals.declarations.new')}</Button>}
    >
      <RecusalTabs year={year} />
      {waiting > 0 && filters.state !== 'waiting' && (
        <Alert type="warning" showIcon title={t('recusals.declarations.waiting', { count: waiting })} action={<Button onClick={() => setParams(new URLSearchParams({ state: 'waiting' }))}>{t('recusals.declarations.seeWaiting')}</Button>} />
      )}
      <Section title={t('common.filters')}>
        <div className={styles.filtersAlone}>
          <SelectField label={t('recusals.declarations.source')} value={filters.source} options={[all, ...SOURCES.map((value) => ({ value, label: t(`recusals.declarations.sources.${value}`) }))]} onChange={(source) => change({ source })} />
          <SelectField label={t('recusals.declarations.state')} value={filters.state} options={[all, ...STATES.map((value) => ({ value, label: t(`recusals.declarations.states.${value}`) }))]} onChange={(state) => change({ state })} />
          <SelectField label={t('recusals.columns.kind')} value={filters.kind} options={[all, ...KINDS.map((value) => ({ value, label: t(`recusals.declarations.kinds.${value}`) }))]} onChange={(kind) => change({ kind })} />
          <SearchField label={t('recusals.columns.nomination')} placeholder={t('recusals.nominationHint')} value={filters.nomination} onSearch={(nomination, isRefinement) => change({ nomination }, isRefinement)} />
        </div>
      </Section>
      <Section title={t('recusals.declarations.list')}>
        <QueryView query={query} rows={8}>
          {({ data, meta }) =>
            data.length === 0 ? (
              <EmptyState title={t('recusals.declarations.none')} text={t('recusals.declarations.noneText')} />
            ) : (
              <>
                <DataTable label={t('recusals.declarations.list')} columns={columns} rows={data} rowKey={(row) => row.id} isStale={query.isPlaceholderData} />
                <Paging meta={meta} shown={data.length} onMove={(cursor) => change({ cursor })} />
              </>
            )
          }
        </QueryView>
      </Section>
      {isOpen && <DeclareDialog year={year} onClose={() => setOpen(false)} />}
    </Page>
  );
}

function useColumns(year: number): Column<Declaration>[] {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const label = useLabel();
  const language = useLanguage();
  return [
    {
      key: 'kind',
      title: t('recusals.columns.kind'),
      width: 180,
      onPhone: 'title',
      render: (row) => <Link to={`/rounds/${year}/declarations/${row.id}`}>{bilingual({ zh: row.kind_zh, en: row.kind_en })}</Link>,
    },
    {
      key: 'expert',
      title: t('recusals.columns.expert'),
      width: 180,
      render: (row) => (row.expert ? <RecordText text={row.expert.name} /> : row.match ? <RecordText text={`${row.match.typed_name}${row.match.typed_unit ? ` · ${row.match.typed_unit}` : ''}`} /> : '—'),
    },
    { key: 'about', title: t('recusals.declarations.about'), render: (row) => <About declaration={row} /> },
    { key: 'text', title: t('recusals.declarations.text'), render: (row) => <RecordText text={row.text} /> },
    {
      key: 'state',
      title: t('recusals.declarations.state'),
      width: 150,
      render: (row) => (
        <>
          <Tag tone={toneOfDeclaration(row.state)}>{label('recusals', `declarations.states.${row.state}`)}</Tag>
          <span className={styles.line}>{label('recusals', `declarations.sources.${row.source}`)}</span>
        </>
      ),
    },
    { key: 'at', title: t('recusals.declarations.at'), width: 140, render: (row) => <span className="whole">{formatTime(row.declared_at, language)}</span> },
  ];
}

/** Whom or what a declaration is about. */
export function About({ declaration }: { declaration: Pick<Declaration, 'nomination' | 'person' | 'unit'> }) {
  const { nomination, person, unit } = declaration;
  if (nomination) {
    return (
      <>
        <RecordText text={nomination.title} />
        <span className={styles.line}>
          <RecordText text={nomination.number} />
        </span>
      </>
    );
  }
  if (person) {
    return (
      <>
        <RecordText text={person.name} />
        {person.unit && (
          <span className={styles.line}>
            <RecordText text={person.unit} />
          </span>
        )}
      </>
    );
  }
  return <RecordText text={unit} />;
}
