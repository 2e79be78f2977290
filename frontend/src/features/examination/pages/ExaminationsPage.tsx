// Which nominations are examined, and what do they wait for? Filtered and paged in the address; many dealt with at once; the whole round compared below.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { readFilters, useYear, withFilters } from '../../../shared/address';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatCount, formatTime } from '../../../shared/time';
import { Button, type Column, DataTable, EmptyState, Page, Paging, QueryView, RecordText, Section, SelectField, Tag } from '../../../shared/ui';
import { useTimetable } from '../../dossiers/process/timetable_queries';
import { examines } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { useNominationFacets } from '../../nominations/queries';
import { ageOf } from '../batch';
import { BatchDialog } from '../components/BatchDialog';
import { BatchStrip } from '../components/BatchStrip';
import styles from '../components/examination.module.css';
import { toneOfExamination } from '../items';
import { FILTERS, useBatches, useQueue } from '../queries';
import { RoundReuse } from '../reuse/RoundReuse';
import type { BatchRequest, ExaminationRow } from '../types';

const STANDINGS = ['judging', 'second', 'third', 'acceptable', 'refusable', 'correcting', 'accepted', 'refused', 'ended'] as const;

const CATEGORIES = ['TOP', 'NAT', 'INV', 'PRO', 'INT'] as const;

/** The queue of a round. */
export default function ExaminationsPage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const label = useLabel();
  const year = useYear();
  const mayExamine = examines(useAccount());
  const [params, setParams] = useSearchParams();
  const filters = readFilters(params, FILTERS);
  const batches = useBatches(year).data ?? [];
  const query = useQueue(year, filters, batches.some((one) => one.state === 'waiting'));
  const offsetMs = useTimetable(year).data?.offsetMs ?? 0;
  const panels = useNominationFacets(year).data?.panel ?? [];
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [request, setRequest] = useState<BatchRequest>();
  const change = (part: Record<string, string>) => setParams((now) => withFilters(now, part));
  const facets = query.data?.meta;
  const counts = facets?.standings ?? {};
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const panelNames = [...new Set([...panels.map((one) => one.value), ...(filters.panel === '' ? [] : [filters.panel])])];
  const pick = (id: string, isPicked: boolean) => {
    const next = new Set(picked);
    if (isPicked) next.add(id);
    else next.delete(id);
    setPicked(next);
  };
  const columns = useColumns(mayExamine && (counts.acceptable ?? 0) > 0, picked, pick, offsetMs);
  return (
    <Page
      title={t('examination.queue')}
      tabTitle={t('examination.queue')}
      lead={t('examination.queueLead', { year })}
      actions={
        mayExamine &&
        facets &&
        facets.openable > 0 && (
          <Button type="primary" onClick={() => setRequest({ action: 'open', nominations: [] })}>
            {t('examination.batch.start', { count: facets.openable })}
          </Button>
        )
      }
    >
      <BatchStrip year={year} batches={batches} offsetMs={offsetMs} mayUndo={mayExamine} />
      <Section title={t('common.filters')}>
        <fieldset className={styles.standings} aria-label={t('examination.columns.standing')} style={{ border: 0, margin: 0, padding: 0 }}>
          {['', ...STANDINGS].map((standing) => (
            <button key={standing} type="button" className={styles.standing} aria-pressed={filters.standing === standing} onClick={() => change({ standing })}>
              {standing === '' ? t('common.all') : label('examination', `standings.${standing}`)}
              <span className={styles.standingCount}>{formatCount(standing === '' ? all : (counts[standing] ?? 0), language)}</span>
            </button>
          ))}
        </fieldset>
        <div className={styles.filters}>
          <SelectField label={t('nominations.panel')} value={filters.panel} options={[{ value: '', label: t('common.all') }, ...panelNames.map((value) => ({ value, label: value }))]} onChange={(panel) => change({ panel })} />
          <SelectField label={t('nominations.category')} value={filters.category} options={[{ value: '', label: t('common.all') }, ...CATEGORIES.map((value) => ({ value, label: label('category', value) }))]} onChange={(category) => change({ category })} />
        </div>
      </Section>
      <Section title={t('examination.list')}>
        {mayExamine && (counts.acceptable ?? 0) > 0 && (
          <div className={styles.tools}>
            <Button disabled={picked.size === 0} onClick={() => setRequest({ action: 'accept', nominations: [...picked] })}>
              {t('examination.batch.acceptPicked', { count: picked.size })}
            </Button>
            <Button onClick={() => setRequest({ action: 'accept', nominations: [] })}>{t('examination.batch.acceptAll', { count: counts.acceptable ?? 0 })}</Button>
            {picked.size > 0 && <Button onClick={() => setPicked(new Set())}>{t('examination.batch.pickNone')}</Button>}
          </div>
        )}
        <QueryView query={query} rows={10}>
          {({ data, meta }) =>
            data.length === 0 ? (
              <EmptyState title={t('examination.none')} text={all === 0 ? t('examination.noneYet') : t('examination.noneOfThese')} />
            ) : (
              <>
                <DataTable label={t('examination.list')} columns={columns} rows={data} rowKey={(row) => row.id} isStale={query.isPlaceholderData} />
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
      <RoundReuse year={year} mayCompare={mayExamine} />
      <BatchDialog
        year={year}
        request={request}
        typedFrom={facets?.typed_from ?? 1}
        onClose={() => setRequest(undefined)}
        onAsked={() => {
          setRequest(undefined);
          setPicked(new Set());
          window.scrollTo({ top: 0 });
        }}
      />
    </Page>
  );
}

function useColumns(mayPick: boolean, picked: ReadonlySet<string>, pick: (id: string, isPicked: boolean) => void, offsetMs: number): Column<ExaminationRow>[] {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const now = Date.now() + offsetMs;
  const age = (row: ExaminationRow) => {
    const { unit, value } = ageOf(row.opened_at, now);
    return <span title={formatTime(row.opened_at, language)}>{t(`examination.age.${unit}`, { count: value })}</span>;
  };
  return [
    ...(mayPick
      ? [
          {
            key: 'pick',
            title: t('examination.columns.pick'),
            width: 84,
            render: (row: ExaminationRow) =>
              row.standing === 'acceptable' ? (
                <input type="checkbox" className={styles.pick} aria-label={t('examination.pick', { number: row.number })} checked={picked.has(row.nomination_id)} onChange={(event) => pick(row.nomination_id, event.target.checked)} />
              ) : null,
          },
        ]
      : []),
    {
      key: 'title',
      title: t('examination.columns.title'),
      onPhone: 'title',
      render: (row) => (
        <>
          <Link to={`/examinations/${row.id}`} className={styles.title}>
            <RecordText text={row.title} />
          </Link>
          <span className={`${styles.line} ${styles.number}`}>
            <RecordText text={row.number} />
          </span>
        </>
      ),
    },
    { key: 'category', title: t('examination.columns.category'), width: 100, render: (row) => label('categoryShort', row.category) },
    { key: 'panel', title: t('examination.columns.panel'), width: 130, render: (row) => <RecordText text={row.panel} /> },
    { key: 'society', title: t('examination.columns.society'), width: 170, render: (row) => <RecordText text={row.nominator ?? row.society_id} /> },
    {
      key: 'standing',
      title: t('examination.columns.standing'),
      width: 130,
      render: (row) => (
        <>
          <Tag tone={toneOfExamination(row.standing)}>{label('examination', `standings.${row.standing}`)}</Tag>
          {row.attempt > 1 && <span className={styles.line}>{t('examination.secondAttempt')}</span>}
        </>
      ),
    },
    { key: 'open', title: t('examination.columns.open'), width: 72, isEnd: true, render: (row) => row.open_items },
    { key: 'failing', title: t('examination.columns.failing'), width: 84, isEnd: true, render: (row) => row.failing_items },
    { key: 'age', title: t('examination.columns.age'), width: 88, isEnd: true, render: age },
  ];
}
