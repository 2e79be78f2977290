// Who was asked to review what, and who answered?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { readFilters, useYear, withFilters } from '../../../shared/address';
import { Alert, EmptyState, Page, Paging, QueryView, RecordText, Section, SelectField } from '../../../shared/ui';
import { managesAssignments } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { AssignmentCard } from '../components/AssignmentCard';
import styles from '../components/assignments.module.css';
import { AssignmentTabs } from '../components/Tabs';
import { REVIEW_FILTERS, usePlans, useReviewAssignments } from '../queries';

const STATES = ['proposed', 'invited', 'accepted', 'declined', 'recused', 'expired', 'withdrawn'] as const;

/** The assignments of a round's applied plans. */
export default function ReviewsPage() {
  const { t } = useTranslation();
  const year = useYear();
  const mayManage = managesAssignments(useAccount());
  const [params, setParams] = useSearchParams();
  const filters = readFilters(params, REVIEW_FILTERS);
  const query = useReviewAssignments(year, filters);
  const plans = (usePlans(year).data ?? []).filter((plan) => plan.state !== 'draft');
  const [replaced, setReplaced] = useState<string>();
  const change = (part: Record<string, string>) => setParams((now) => withFilters(now, part));
  const all = { value: '', label: t('common.all') };
  return (
    <Page title={t('assignments.reviews.title')} tabTitle={t('assignments.reviews.title')} lead={t('assignments.reviews.lead')}>
      <AssignmentTabs year={year} />
      <Section title={t('common.filters')}>
        <div className={styles.filters}>
          <SelectField label={t('assignments.state')} value={filters.state} options={[all, ...STATES.map((value) => ({ value, label: t(`assignments.states.${value}`) }))]} onChange={(state) => change({ state })} />
          <SelectField label={t('assignments.plan')} value={filters.plan} options={[all, ...plans.map((plan) => ({ value: plan.id, label: plan.name }))]} onChange={(plan) => change({ plan })} />
        </div>
      </Section>
      {replaced !== undefined && <Alert type="success" showIcon role="status" title={<><span>{t('assignments.replace.done')}</span>{t('common.colon')}<RecordText text={replaced} /></>} />}
      <Section title={t('assignments.reviews.list')}>
        <QueryView query={query} rows={8}>
          {({ data, meta }) =>
            data.length === 0 ? (
              <EmptyState title={t('assignments.reviews.none')} text={t('assignments.reviews.noneText')} />
            ) : (
              <>
                <ul className={styles.cards} aria-label={t('assignments.reviews.list')} aria-busy={query.isPlaceholderData}>
                  {data.map((each) => (
                    <AssignmentCard key={each.id} assignment={each} year={year} mayManage={mayManage} isTask={each.task === 'replace'} onReplaced={setReplaced} />
                  ))}
                </ul>
                <Paging meta={meta} shown={data.length} onMove={(cursor) => change({ cursor })} />
              </>
            )
          }
        </QueryView>
      </Section>
    </Page>
  );
}
