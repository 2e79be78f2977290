// Who takes the place? The best that may, each with one button that invites.
import { useTranslation } from 'react-i18next';
import { useLabel } from '../../../shared/i18n';
import { Button, EmptyState, LoadBar, QueryView, RecordText, ScoreBar, ShortList, Tag } from '../../../shared/ui';
import { useAssignmentDeed, useReplacements } from '../queries';
import type { OfficeAssignment } from '../types';
import { endOfDay, toneOfConflict } from '../words';
import styles from './assignments.module.css';
import { Due, useDueDay } from './PlanDialogs';
import { RepairOffer } from './RepairOffer';
import { Trouble } from './Trouble';

const SHOWN = 5;

/** The replacements of an assignment; a second click invites. */
export function ReplaceList({ assignment, year, onDone }: { assignment: OfficeAssignment; year: number; onDone: (name: string) => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const query = useReplacements(assignment.id, true);
  const deed = useAssignmentDeed();
  const [day, setDay] = useDueDay(year);
  return (
    <div className={styles.stack}>
      <Due day={day} onChange={setDay} />
      <Trouble error={deed.error} />
      <QueryView query={query} rows={4}>
        {(found) =>
          found.length === 0 ? (
            <EmptyState title={t('assignments.replace.none')} text={t('assignments.replace.noneText')} />
          ) : (
            <ShortList items={found} limit={SHOWN}>
              {(shown) => (
                <ol className={styles.replacements} aria-label={t('assignments.replace.list')}>
                  {shown.map((row) => (
                    <li key={row.expert.id}>
                      <span>
                        <strong>
                          <RecordText text={row.expert.name} />
                        </strong>{' '}
                        <span className={styles.minor}>
                          <RecordText text={row.expert.unit} />
                        </span>
                        <span className={styles.measures}>
                          <ScoreBar score={row.score} low={row.low} high={row.high} />
                          <LoadBar load={row.load} limit={row.max_load} />
                          {row.conflict !== 'none' && <Tag tone={toneOfConflict(row.conflict)}>{label('severity', row.conflict)}</Tag>}
                          {!row.has_account && <Tag tone="gold">{t('assignments.account.none')}</Tag>}
                        </span>
                      </span>
                      <Button
                        type="primary"
                        size="small"
                        aria-busy={deed.isPending && deed.variables?.deed.kind === 'replace' && deed.variables.deed.expert === row.expert.id}
                        disabled={deed.isPending}
                        onClick={() => deed.mutate({ assignment, deed: { kind: 'replace', expert: row.expert.id, due_at: endOfDay(day) } }, { onSuccess: () => onDone(row.expert.name) })}
                      >
                        {t('assignments.replace.invite')}
                        <span className="visually-hidden">
                          {t('common.colon')}
                          <RecordText text={row.expert.name} />
                        </span>
                      </Button>
                    </li>
                  ))}
                </ol>
              )}
            </ShortList>
          )
        }
      </QueryView>
      {query.data && <RepairOffer assignment={assignment} day={day} isAlone={query.data.length === 0} onDone={onDone} />}
    </div>
  );
}
