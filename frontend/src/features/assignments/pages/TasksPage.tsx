// What waits for the office? Reviews that somebody declined, recused from, let pass, or that were frozen.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useYear } from '../../../shared/address';
import { Alert, EmptyState, Page, QueryView, RecordText, Section } from '../../../shared/ui';
import { managesAssignments } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { AssignmentCard } from '../components/AssignmentCard';
import styles from '../components/assignments.module.css';
import { AssignmentTabs } from '../components/Tabs';
import { useTasks } from '../queries';

/** The open tasks of a round. */
export default function TasksPage() {
  const { t } = useTranslation();
  const year = useYear();
  const mayManage = managesAssignments(useAccount());
  const query = useTasks(year);
  const [replaced, setReplaced] = useState<string>();
  return (
    <Page title={t('assignments.tasks.title')} tabTitle={t('assignments.tasks.title')} lead={t('assignments.tasks.lead')}>
      <AssignmentTabs year={year} />
      {replaced !== undefined && <Alert type="success" showIcon role="status" title={<><span>{t('assignments.replace.done')}</span>{t('common.colon')}<RecordText text={replaced} /></>} />}
      <Section title={t('assignments.tasks.list')}>
        <QueryView query={query} rows={6}>
          {(tasks) =>
            tasks.length === 0 ? (
              <EmptyState title={t('assignments.tasks.none')} text={t('assignments.tasks.noneText')} />
            ) : (
              <ul className={styles.cards} aria-label={t('assignments.tasks.list')}>
                {tasks.map((each) => (
                  <AssignmentCard key={each.id} assignment={each} year={year} mayManage={mayManage} isTask onReplaced={setReplaced} />
                ))}
              </ul>
            )
          }
        </QueryView>
      </Section>
    </Page>
  );
}
