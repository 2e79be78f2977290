// Who answered, who was in time, and how were their sheets rated?
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { readFilters, useYear, withFilters } from '../../../shared/address';
import { Button, type Column, DataTable, Dialog, EmptyState, Page, Paging, QueryView, RecordText, Section } from '../../../shared/ui';
import { ReviewerHistory, StandingLine } from '../components/RecordDialog';
import styles from '../components/reviews.module.css';
import { useRecords } from '../queries';
import type { RecordRow } from '../types';

const FILTERS = ['cursor', 'expert'] as const;

function useColumns(onOpen: (row: RecordRow) => void): Column<RecordRow>[] {
  const { t } = useTranslation();
  const count = (key: 'asked' | 'accepted' | 'declined' | 'expired' | 'recused', title: string): Column<RecordRow> => ({ key, title, isEnd: true, render: (row) => row.standing[key] });
  return [
    {
      key: 'expert',
      title: t('reviews.reviewer'),
      onPhone: 'title',
      width: '26%',
      render: (row) => (
        <>
          <Button type="link" onClick={() => onOpen(row)}>
            <RecordText text={row.expert.name} />
          </Button>
          <span className={styles.line}>
            <RecordText text={row.expert.unit} />
          </span>
        </>
      ),
    },
    count('asked', t('reviews.askedCount')),
    count('accepted', t('reviews.acceptedCount')),
    count('declined', t('reviews.declined')),
    count('expired', t('reviews.expired')),
    count('recused', t('reviews.recused')),
    { key: 'standing', title: t('reviews.inTime'), render: (row) => <StandingLine standing={row.standing} /> },
    { key: 'outliers', title: t('reviews.outliers'), isEnd: true, render: (row) => row.standing.outliers ?? '—' },
  ];
}

/** The record of the reviewers of a round. */
export default function ReviewerRecordPage() {
  const { t } = useTranslation();
  const year = useYear();
  const [params, setParams] = useSearchParams();
  const filters = readFilters(params, FILTERS);
  const query = useRecords(year, filters.cursor);
  const change = (part: Record<string, string>) => setParams((now) => withFilters(now, part), { preventScrollReset: true });
  const columns = useColumns((row) => change({ cursor: filters.cursor, expert: row.expert.id }));
  const open = query.data?.data.find((row) => row.expert.id === filters.expert);
  return (
    <Page title={t('nav.reviewerRecords')} tabTitle={t('nav.reviewerRecords')} lead={t('reviews.recordsLead')}>
      <Section title={t('reviews.reviewers')} hint={t('reviews.recordsHint')}>
        <QueryView query={query} rows={8}>
          {({ data, meta }) =>
            data.length === 0 ? (
              <EmptyState title={t('reviews.noReviewers')} />
            ) : (
              <>
                <DataTable label={t('reviews.reviewers')} columns={columns} rows={data} rowKey={(row) => row.expert.id} isStale={query.isPlaceholderData} />
                <Paging meta={meta} shown={data.length} onMove={(cursor) => change({ cursor })} />
              </>
            )
          }
        </QueryView>
      </Section>
      <Dialog isOpen={filters.expert !== ''} isWide title={open?.expert.name ?? t('reviews.reviewer')} onClose={() => change({ cursor: filters.cursor, expert: '' })}>
        <ReviewerHistory expert={filters.expert} />
      </Dialog>
    </Page>
  );
}
