// How is a plan applied, taken back, and how are its experts invited?
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import { isReason } from '../../../shared/reason';
import { Alert, Button, Dialog, Field, Input, ReasonField, ReasonForm, RecordText } from '../../../shared/ui';
import { useTimetable } from '../../dossiers/process/timetable_queries';
import { useDeed, useInvite, useTieAccount } from '../queries';
import type { Expert, Plan } from '../types';
import { dayAfter, endOfDay } from '../words';
import styles from './assignments.module.css';
import { BrokenList } from './Consequences';
import { Trouble } from './Trouble';

export const REASON_MOST = 500;
const DAYS_TO_ANSWER = 10;

interface Of {
  plan: Plan;
  onClose: () => void;
}

function DeedForm({ onSubmit, children }: { onSubmit: () => void; children: ReactNode }) {
  return (
    <form
      className={styles.stack}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        onSubmit();
      }}
      noValidate
    >
      {children}
    </form>
  );
}

/** Applies a plan: rules that do not hold are named; some pass with a reason, a bar never. */
export function ApplyDialog({ plan, onClose }: Of) {
  const { t } = useTranslation();
  const deed = useDeed(plan);
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const isRefused = plan.broken.some((each) => each.grade === 'refuse');
  const needsReason = plan.broken.some((each) => each.grade === 'override');
  const isShort = needsReason && !isReason(reason);
  const submit = () => {
    setTried(true);
    if (isRefused || isShort || deed.isPending) return;
    deed.mutate({ kind: 'apply', ...(needsReason ? { override_reason: reason.trim() } : {}) }, { onSuccess: onClose });
  };
  return (
    <Dialog isOpen title={t('assignments.apply.title')} onClose={onClose}>
      <DeedForm onSubmit={submit}>
        <p>{t('assignments.apply.text', { count: plan.totals.assigned })}</p>
        <BrokenList broken={plan.broken} none={t('assignments.rules.none')} />
        {isRefused && <Alert type="error" showIcon title={t('assignments.apply.refused')} />}
        {needsReason && !isRefused && <ReasonField label={t('assignments.apply.override')} hint={t('assignments.reasonHint')} isTried={isTried} longest={REASON_MOST} value={reason} onChange={setReason} />}
        <Trouble error={deed.error} />
        <div className={styles.buttons}>
          {!isRefused && (
            <Button type="primary" htmlType="submit" aria-busy={deed.isPending}>
              {t('assignments.apply.send')}
            </Button>
          )}
          <Button onClick={onClose}>{t('common.cancel')}</Button>
        </div>
      </DeedForm>
    </Dialog>
  );
}

/** Takes an applied plan back. */
export function UndoDialog({ plan, onClose }: Of) {
  const { t } = useTranslation();
  const deed = useDeed(plan);
  return (
    <Dialog isOpen title={t('assignments.undo.title')} onClose={onClose}>
      <ReasonForm
        label={t('assignments.undo.title')}
        longest={REASON_MOST}
        send={t('assignments.undo.send')}
        isDanger
        trouble={<Trouble error={deed.error} />}
        isPending={deed.isPending}
        onSend={(reason) => deed.mutate({ kind: 'undo', reason }, { onSuccess: onClose })}
        onCancel={onClose}
      >
        <p>{t('assignments.undo.text')}</p>
      </ReasonForm>
    </Dialog>
  );
}

/** Until which day somebody may answer; by the server's clock. */
export function useDueDay(year: number): [string, (day: string) => void] {
  const offsetMs = useTimetable(year).data?.offsetMs ?? 0;
  const [day, setDay] = useState<string>();
  return [day ?? dayAfter(Date.now() + offsetMs, DAYS_TO_ANSWER), setDay];
}

/** Invites all who are proposed. */
export function InviteDialog({ plan, onClose }: Of) {
  const { t } = useTranslation();
  const invite = useInvite(plan);
  const [day, setDay] = useDueDay(plan.round);
  const [key] = useState(newKey);
  const done = invite.data;
  return (
    <Dialog isOpen isWide title={t('assignments.invite.title')} onClose={onClose}>
      {done ? (
        <div className={styles.stack}>
          <Alert type={done.unreachable.length > 0 ? 'warning' : 'success'} showIcon role="status" title={t('assignments.invite.done', { count: done.invited })} description={done.unreachable.length > 0 ? t('assignments.invite.without', { count: done.unreachable.length }) : undefined} />
          {done.unreachable.length > 0 && (
            <ul className={styles.edits}>
              {done.unreachable.map((expert) => (
                <AccountLine key={expert.id} expert={expert} />
              ))}
            </ul>
          )}
          {done.left.length > 0 && (
            <p>
              <RecordText text={t('assignments.invite.left', { numbers: done.left.join(t('common.separator')) })} />
            </p>
          )}
          <div className={styles.buttons}>
            <Button type="primary" onClick={onClose}>
              {t('common.close')}
            </Button>
          </div>
        </div>
      ) : (
        <DeedForm onSubmit={() => invite.isPending || invite.mutate({ key, due_at: endOfDay(day) })}>
          <p>{t('assignments.invite.text', { count: plan.assignments.proposed ?? 0 })}</p>
          <Due day={day} onChange={setDay} />
          <Trouble error={invite.error} />
          <div className={styles.buttons}>
            <Button type="primary" htmlType="submit" aria-busy={invite.isPending}>
              {t('assignments.invite.send')}
            </Button>
            <Button onClick={onClose}>{t('common.cancel')}</Button>
          </div>
        </DeedForm>
      )}
    </Dialog>
  );
}

/** The day of the answer. */
export function Due({ day, onChange }: { day: string; onChange: (day: string) => void }) {
  const { t } = useTranslation();
  return (
    <Field label={t('assignments.due')} hint={t('assignments.dueHint')}>
      {(wiring) => <Input {...wiring} type="date" name="due" value={day} className={styles.day ?? ''} onChange={(event) => event.target.value !== '' && onChange(event.target.value)} />}
    </Field>
  );
}

/** An expert whom nobody can ask yet, and the field that mends it. */
export function AccountLine({ expert }: { expert: Expert }) {
  return (
    <li>
      <span>
        <RecordText text={expert.name} />
        <span className={styles.line}>
          <RecordText text={expert.unit} />
        </span>
      </span>
      <AccountForm expert={expert} />
    </li>
  );
}

/** Ties an account to an expert. */
export function AccountForm({ expert }: { expert: Expert }) {
  const { t } = useTranslation();
  const id = useId();
  const tie = useTieAccount();
  const [username, setUsername] = useState('');
  return (
    <>
      {tie.isSuccess ? (
        <span role="status">{t('assignments.account.done')}</span>
      ) : (
        <form
          className={styles.inline}
          onSubmit={(event) => {
            event.preventDefault();
            if (username.trim() !== '' && !tie.isPending) tie.mutate({ expert: expert.id, username: username.trim() });
          }}
        >
          <label htmlFor={id} className="visually-hidden">
            {t('assignments.account.label')}
            {t('common.colon')}
            <RecordText text={expert.name} />
          </label>
          <Input id={id} size="small" placeholder={t('assignments.account.hint')} value={username} autoComplete="off" onChange={(event) => setUsername(event.target.value)} />
          <Button size="small" htmlType="submit" aria-busy={tie.isPending}>
            {t('assignments.account.tie')}
          </Button>
        </form>
      )}
      <Trouble error={tie.error} />
    </>
  );
}
