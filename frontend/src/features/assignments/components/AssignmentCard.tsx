// Where does one assignment stand, and what may the office do about it?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { Names } from '../../../shared/names';
import { formatScore, formatTime } from '../../../shared/time';
import { Button, By, ReasonForm, RecordText, Tag } from '../../../shared/ui';
import { useAssignmentDeed } from '../queries';
import type { OfficeAssignment } from '../types';
import { causeOf, toneOfAssignment } from '../words';
import styles from './assignments.module.css';
import { AccountForm, REASON_MOST } from './PlanDialogs';
import { ReplaceList } from './ReplaceList';
import { Trouble } from './Trouble';

const LIVING = new Set(['proposed', 'invited', 'accepted']);

/** One assignment with its deeds. */
export function AssignmentCard({ assignment, year, mayManage, isTask, onReplaced }: { assignment: OfficeAssignment; year: number; mayManage: boolean; isTask: boolean; onReplaced: (name: string) => void }) {
  const { t } = useTranslation();
  const { expert } = assignment;
  return (
    <li className={styles.card}>
      <Told assignment={assignment} year={year} isTask={isTask} />
      {mayManage && !assignment.account && LIVING.has(assignment.state) && (
        <div className={styles.buttons}>
          <Tag tone="gold">{t('assignments.account.none')}</Tag>
          <AccountForm expert={expert} />
        </div>
      )}
      {mayManage && <Deeds assignment={assignment} year={year} onReplaced={onReplaced} />}
    </li>
  );
}

/** Who reviews what, where it stands, and what was answered. */
function Told({ assignment, year, isTask }: { assignment: OfficeAssignment; year: number; isTask: boolean }) {
  const label = useLabel();
  const language = useLanguage();
  const { expert, nomination, frozen } = assignment;
  return (
    <>
      <div className={styles.cardHead}>
        <Tag tone={frozen ? 'red' : toneOfAssignment(assignment.state)}>{label('assignments', `states.${frozen ? 'frozen' : assignment.state}`)}</Tag>
        <Link to={`/experts/${expert.id}`}>
          <strong>
            <RecordText text={expert.name} />
          </strong>
        </Link>
        <span className={styles.minor}>
          <RecordText text={expert.unit} />
        </span>
        <span className="tabular">{formatScore(assignment.score)}</span>
      </div>
      <p>
        <Link to={`/rounds/${year}/nominations/${nomination.id}`}>
          <RecordText text={nomination.title} />
        </Link>{' '}
        <span className={`${styles.minor} whole`}>
          <RecordText text={nomination.nomination_id} />
        </span>
      </p>
      {isTask && <p className={styles.cause}>{label('assignments', `causes.${causeOf(assignment)}`)}</p>}
      {frozen && (
        <p className={styles.minor}>
          <RecordText text={frozen.reason} /> ·{' '}
          <Names value={assignment.names}>
            <By name={frozen.by} time={formatTime(frozen.at, language)} />
          </Names>
        </p>
      )}
      <Answer assignment={assignment} />
    </>
  );
}

/** What the expert answered, and when; until when he may. */
function Answer({ assignment }: { assignment: OfficeAssignment }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const { decline_reason: decline, interest_kind: interest, words } = assignment;
  const answer = decline ? label('assignments', `declines.${decline}`) : interest && label('assignments', `interests.${interest}`);
  return (
    <>
      {(answer || words) && (
        <p className={styles.minor}>
          {answer}
          {answer && words && t('common.colon')}
          {words && <RecordText text={words} />}
        </p>
      )}
      <p className={styles.minor}>
        {assignment.invited_at && t('assignments.invitedAt', { time: formatTime(assignment.invited_at, language) })}
        {assignment.answered_at && ` · ${t('assignments.answeredAt', { time: formatTime(assignment.answered_at, language) })}`}
        {!assignment.answered_at && assignment.due_at && ` · ${t('assignments.dueAt', { time: formatTime(assignment.due_at, language) })}`}
      </p>
    </>
  );
}

/** Replaced, frozen, let go on: the buttons, and what the chosen one asks. */
function Deeds({ assignment, year, onReplaced }: { assignment: OfficeAssignment; year: number; onReplaced: (name: string) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<'replace' | 'freeze' | 'unfreeze'>();
  const close = () => setOpen(undefined);
  const of = (
    <span className="visually-hidden">
      {t('common.colon')}
      <RecordText text={assignment.expert.name} />
    </span>
  );
  const isOpen = open === 'replace';
  return (
    <>
      <div className={styles.buttons}>
        {assignment.task === 'replace' && (
          <Button type={isOpen ? 'default' : 'primary'} size="small" aria-expanded={isOpen} onClick={() => setOpen(isOpen ? undefined : 'replace')}>
            {t('assignments.replace.open')}
            {of}
          </Button>
        )}
        {assignment.frozen && (
          <Button size="small" onClick={() => setOpen('unfreeze')}>
            {t('assignments.unfreeze')}
            {of}
          </Button>
        )}
        {!assignment.frozen && LIVING.has(assignment.state) && (
          <Button size="small" onClick={() => setOpen('freeze')}>
            {t('assignments.freeze')}
            {of}
          </Button>
        )}
      </div>
      {isOpen && (
        <ReplaceList
          assignment={assignment}
          year={year}
          onDone={(name) => {
            close();
            onReplaced(name);
          }}
        />
      )}
      {(open === 'freeze' || open === 'unfreeze') && <FreezeForm assignment={assignment} kind={open} onClose={close} />}
    </>
  );
}

function FreezeForm({ assignment, kind, onClose }: { assignment: OfficeAssignment; kind: 'freeze' | 'unfreeze'; onClose: () => void }) {
  const { t } = useTranslation();
  const deed = useAssignmentDeed();
  return (
    <ReasonForm
      label={t(`assignments.${kind}`)}
      hint={t(`assignments.${kind}Hint`)}
      longest={REASON_MOST}
      send={t(`assignments.${kind}`)}
      trouble={<Trouble error={deed.error} />}
      isPending={deed.isPending}
      onSend={(reason) => deed.mutate({ assignment, deed: { kind, reason } }, { onSuccess: onClose })}
      onCancel={onClose}
    />
  );
}
