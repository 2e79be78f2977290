// Who sits in a body, and how is a seat given, changed and ended?
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import { fieldFault } from '../../../api/problems';
import { useBilingual, useLabel } from '../../../shared/i18n';
import { Alert, Button, Dialog, Disclosure, EmptyState, Field, Input, PlainTable, ReasonForm, RecordText, SelectField, Tag, Trouble } from '../../../shared/ui';
import { seatOf, useGiveSeat, useSeat } from '../queries';
import type { NewReviewSeat, ReviewBody, ReviewSeat } from '../types';
import styles from './meetings.module.css';
import { Of } from './Of';

const DUTIES = ['chair', 'vice_chair', 'secretary', 'scribe', 'member'] as const;
type Duty = (typeof DUTIES)[number];

/** The seats of a body as a table, with what may be done. */
export function Seats({ year, body }: { year: number; body: ReviewBody }) {
  const { t } = useTranslation();
  if (body.seats.length === 0) return <EmptyState title={t('meetings.noSeats')} />;
  return (
    <PlainTable
      label={t('meetings.seats')}
      isWordy
      head={['number', 'name', 'unit', 'duty', 'account', 'actions'].map((key) => ({ key, title: t(`meetings.columns.${key as 'number'}`) }))}
      rows={body.seats.map((seat) => ({
        key: seat.id,
        cells: [
          seat.number,
          <RecordText key="name" text={seat.name} />,
          <RecordText key="unit" text={seat.unit} />,
          <DutyCell key="duty" year={year} seat={seat} mayChange={body.may_change && !seat.ended_at} />,
          <span key="account">{seat.username ?? t('meetings.noAccount')}</span>,
          <EndCell key="end" year={year} seat={seat} mayChange={body.may_change} />,
        ],
      }))}
    />
  );
}

function DutyCell({ year, seat, mayChange }: { year: number; seat: ReviewSeat; mayChange: boolean }) {
  const { t } = useTranslation();
  const label = useLabel();
  const change = useSeat(year);
  if (!mayChange) return <>{label('meetings', `duties.${seat.duty}`)}</>;
  return (
    <>
      <SelectField
        label={
          <>
            {t('meetings.columns.duty')}
            <Of text={seat.name} />
          </>
        }
        isLabelHidden
        value={seat.duty}
        options={DUTIES.map((duty) => ({ value: duty, label: t(`meetings.duties.${duty}`) }))}
        onChange={(duty) => change.mutate({ seat, to: seatOf(seat, { duty: duty as Duty }) })}
      />
      <Trouble error={change.error} stale={t('meetings.stale')} />
    </>
  );
}

function EndCell({ year, seat, mayChange }: { year: number; seat: ReviewSeat; mayChange: boolean }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const end = useSeat(year);
  if (seat.ended_at) {
    return (
      <>
        <Tag>{t('meetings.seatEnded')}</Tag> <RecordText text={seat.ended_why} />
      </>
    );
  }
  if (!mayChange) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        {t('meetings.endSeat')}
        <Of text={seat.name} />
      </Button>
      <Dialog isOpen={isOpen} title={t('meetings.endSeat')} onClose={() => setOpen(false)}>
        <ReasonForm
          label={t('meetings.endSeat')}
          send={t('meetings.endSeat')}
          isDanger
          trouble={<Trouble error={end.error} stale={t('meetings.stale')} />}
          isPending={end.isPending}
          onSend={(reason) => end.mutate({ seat, reason }, { onSuccess: () => setOpen(false) })}
          onCancel={() => setOpen(false)}
        >
          <p>
            <RecordText text={seat.name} />
          </p>
        </ReasonForm>
      </Dialog>
    </>
  );
}

const EMPTY = { name: '', unit: '', username: '', duty: 'member' as Duty };

/** The form for a new seat; what a check of the name found stands under it. */
export function SeatForm({ year, body }: { year: number; body: ReviewBody }) {
  const { t } = useTranslation();
  const give = useGiveSeat(year, body);
  const key = useRef(newKey());
  const [text, setText] = useState(EMPTY);
  const edit = (part: Partial<typeof EMPTY>) => {
    key.current = newKey();
    setText({ ...text, ...part });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (give.isPending) return;
    const seat: NewReviewSeat = { name: text.name.trim(), unit: text.unit.trim(), username: text.username.trim(), duty: text.duty };
    give.mutate({ key: key.current, seat }, { onSuccess: () => edit(EMPTY) });
  };
  return (
    <Disclosure label={t('meetings.newSeat')} about={<RecordText text={body.name} />}>
      <form className={styles.form} aria-label={t('meetings.newSeat')} onSubmit={submit} noValidate>
        <div className={styles.fields}>
          <Field label={t('meetings.columns.name')} error={fieldFault(give.error, '/name')}>
            {(wiring) => <Input {...wiring} name="name" value={text.name} onChange={(event) => edit({ name: event.target.value })} />}
          </Field>
          <Field label={t('meetings.columns.unit')} error={fieldFault(give.error, '/unit')}>
            {(wiring) => <Input {...wiring} name="unit" value={text.unit} onChange={(event) => edit({ unit: event.target.value })} />}
          </Field>
          <Field label={t('meetings.columns.account')} hint={t('meetings.accountHint')} error={fieldFault(give.error, '/username')}>
            {(wiring) => <Input {...wiring} name="username" value={text.username} onChange={(event) => edit({ username: event.target.value })} />}
          </Field>
          <SelectField
            label={t('meetings.columns.duty')}
            value={text.duty}
            options={DUTIES.map((duty) => ({ value: duty, label: t(`meetings.duties.${duty}`) }))}
            onChange={(duty) => edit({ duty: duty as Duty })}
          />
        </div>
        <Trouble error={give.error} stale={t('meetings.stale')} />
        <div>
          <Button type="primary" htmlType="submit" aria-busy={give.isPending}>
            {t('meetings.giveSeat')}
          </Button>
        </div>
      </form>
      {give.data && <Check year={year} seat={give.data} />}
    </Disclosure>
  );
}

/** What the check of the name of a new seat found. */
function Check({ year, seat }: { year: number; seat: ReviewSeat }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const change = useSeat(year);
  const check = seat.check;
  if (!check) return null;
  const isClean = check.barred === 0 && check.flagged === 0;
  const expert = check.expert;
  return (
    <div className={styles.stack}>
      <Alert
        type={isClean ? 'success' : 'warning'}
        showIcon
        title={<RecordText text={isClean ? t('meetings.checkClean', { name: seat.name }) : t('meetings.checkFound', { name: seat.name, barred: check.barred, flagged: check.flagged })} />}
      />
      {check.reasons.length > 0 && (
        <ul className={styles.stack}>
          {check.reasons.map((reason) => (
            <li key={`${reason.number}${reason.zh}`}>
              <Tag tone={reason.severity === 'bar' ? 'red' : 'gold'}><RecordText text={reason.number} /></Tag> <RecordText text={reason.title} />
              <div className={styles.minor}>
                <RecordText text={bilingual(reason)} />
              </div>
            </li>
          ))}
        </ul>
      )}
      {expert && change.data === undefined && (
        <div className={styles.row}>
          <span>{t('meetings.knownExpert', { code: expert.code })}</span>
          <Button onClick={() => change.mutate({ seat, to: seatOf(seat, { expert: expert.id }) })} aria-busy={change.isPending}>
            {t('meetings.isThatExpert')}
          </Button>
        </div>
      )}
      <Trouble error={change.error} stale={t('meetings.stale')} />
    </div>
  );
}
