// How is the place filled where nobody is free? By moves of others, shown first and made together.
import { useTranslation } from 'react-i18next';
import { Button } from '../../../shared/ui';
import { useAssignmentDeed, useRepair } from '../queries';
import type { OfficeAssignment } from '../types';
import { endOfDay } from '../words';
import styles from './assignments.module.css';
import { MovedList } from './Consequences';
import { Trouble } from './Trouble';

/** The repair of an assignment; nothing where somebody free can take the place without it. */
export function RepairOffer({ assignment, day, isAlone, onDone }: { assignment: OfficeAssignment; day: string; isAlone: boolean; onDone: (name: string) => void }) {
  const { t } = useTranslation();
  const query = useRepair(assignment.id, true);
  const deed = useAssignmentDeed();
  const found = query.data;
  if (found === undefined) return <Trouble error={query.error} />;
  if (found === null) return isAlone ? <p className={styles.minor}>{t('assignments.repair.none')}</p> : null;
  const comes = found.consequences.added.find((pair) => pair.nomination.id === assignment.nomination.id);
  if (found.other_moves === 0 || comes === undefined) return null;
  return (
    <section className={styles.stack} aria-label={t('assignments.repair.title')}>
      <h3>{t('assignments.repair.title')}</h3>
      <p>{t('assignments.repair.text', { count: found.other_moves })}</p>
      <MovedList title={t('assignments.repair.added')} moved={found.consequences.added} count={found.consequences.added.length} />
      <MovedList title={t('assignments.repair.removed')} moved={found.consequences.removed} count={found.consequences.removed.length} />
      <Trouble error={deed.error} />
      <div>
        <Button aria-busy={deed.isPending} disabled={deed.isPending} onClick={() => deed.mutate({ assignment, deed: { kind: 'repair', digest: found.digest, due_at: endOfDay(day) } }, { onSuccess: () => onDone(comes.expert.name) })}>
          {t('assignments.repair.apply')}
        </Button>
      </div>
    </section>
  );
}
