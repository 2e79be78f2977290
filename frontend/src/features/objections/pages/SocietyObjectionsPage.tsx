// Which of the society's nominations were objected to, and what must it answer until when?
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLabel } from '../../../shared/i18n';
import { EmptyState, Page, PlainTable, QueryView, RecordText, Section, Tag } from '../../../shared/ui';
import { Due, toneOfObjection } from '../components/Parts';
import styles from '../components/objections.module.css';
import { useSocietyObjections } from '../queries';

/** The objections to the society's nominations. */
export default function SocietyObjectionsPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const query = useSocietyObjections();
  return (
    <Page title={t('objection.own')} tabTitle={t('objection.own')} lead={t('objection.ownLead')}>
      <QueryView query={query} isFramed>
        {(all) => (
          <Section title={t('objection.list')}>
            {all.length === 0 ? (
              <EmptyState title={t('objection.none')} text={t('objection.ownNone')} />
            ) : (
              <PlainTable
                label={t('objection.own')}
                head={[
                  { key: 'number', title: t('objection.number') },
                  { key: 'nomination', title: t('objection.nomination') },
                  { key: 'state', title: t('objection.state') },
                  { key: 'due', title: t('objection.due') },
                ]}
                rows={all.map((one) => {
                  const next = one.tasks.filter((task) => task.standing === 'open').sort((left, right) => left.due_at.localeCompare(right.due_at))[0];
                  return {
                    key: one.id,
                    cells: [
                      <Link key="number" to={`/society-objections/${one.id}`} className="whole">
                        {one.number}
                      </Link>,
                      <span key="nomination">
                        <RecordText text={one.nomination.title} />
                        <br />
                        <span className={styles.minor}><RecordText text={one.nomination.number} /></span>
                      </span>,
                      <span key="state">
                        <Tag tone={toneOfObjection(one.state)}>{label('objection', `states.${one.state}`)}</Tag>{' '}
                        {one.outcome && <span className={styles.minor}>{label('objection', `outcomes.${one.outcome}`)}</span>}
                      </span>,
                      next ? <Due key="due" until={next.due_at} days={next.days_left} /> : '',
                    ],
                  };
                })}
              />
            )}
          </Section>
        )}
      </QueryView>
    </Page>
  );
}
