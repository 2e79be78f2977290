// Who is there, and what is done with the meeting as a whole?
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Button, By, Dialog, Disclosure, Facts, Field, Input, ReasonForm, RecordText, Section, Tag, Trouble } from '../../../shared/ui';
import { fromBox, minutesOf, toBox } from '../agenda';
import { useDeed } from '../queries';
import type { ReviewMeeting } from '../types';
import styles from './meetings.module.css';
import { Of } from './Of';

/** Who is there; a press says that somebody comes or goes. */
export function Attendance({ meeting }: { meeting: ReviewMeeting }) {
  const { t } = useTranslation();
  const label = useLabel();
  const deed = useDeed(meeting);
  const { present, expected, needed } = meeting.attendance;
  return (
    <Section title={t('meetings.attendance')} hint={t('meetings.attendanceOf', { present, expected, needed })}>
      <div className={styles.stack}>
        <ul className={styles.seats} aria-label={t('meetings.attendance')}>
          {meeting.seats.map((seat) => (
            <li key={seat.id} className={styles.seat} data-in={seat.is_present}>
              <span className={styles.number}>{seat.number}</span>
              <span>
                <RecordText text={seat.name} /> {seat.duty !== 'member' && <Tag tone="blue">{label('meetings', `duties.${seat.duty}`)}</Tag>}
              </span>
              <span className={styles.minor}>
                <RecordText text={seat.unit} />
              </span>
              {meeting.may.attend ? (
                <Button size="small" aria-pressed={seat.is_present} disabled={deed.isPending} onClick={() => deed.mutate({ kind: 'attend', seat: seat.id, isIn: !seat.is_present })}>
                  {t(seat.is_present ? 'meetings.isHere' : 'meetings.isNotHere')}
                  <Of text={seat.name} />
                </Button>
              ) : (
                <span>{t(seat.is_present ? 'meetings.isHere' : 'meetings.isNotHere')}</span>
              )}
            </li>
          ))}
        </ul>
        <Trouble error={deed.error} stale={t('meetings.stale')} />
      </div>
    </Section>
  );
}

/** Time and place, and the steps of the meeting. */
export function Course({ meeting }: { meeting: ReviewMeeting }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const deed = useDeed(meeting);
  const [asks, setAsks] = useState<'call' | 'cancel' | undefined>(undefined);
  const isSizeAsked = deed.isError && deed.variables?.kind === 'call';
  return (
    <Section title={t('meetings.course')}>
      <div className={styles.stack}>
        <Facts
          facts={[
            { label: t('meetings.columns.startsAt'), value: formatTime(meeting.starts_at, language) },
            { label: t('meetings.columns.place'), value: <RecordText text={meeting.place} /> },
            { label: t('meetings.openedAt'), value: meeting.opened_at ? <By name={meeting.opened_by} time={formatTime(meeting.opened_at, language)} /> : '—' },
            { label: t('meetings.closedAt'), value: meeting.closed_at ? <By name={meeting.closed_by} time={formatTime(meeting.closed_at, language)} /> : '—' },
          ]}
        />
        {meeting.order_digest && <p className={styles.digest}>{t('meetings.orderDigest')} {meeting.order_digest}</p>}
        <div className={styles.row}>
          {meeting.may.call && (
            <Button type="primary" onClick={() => !deed.isPending && deed.mutate({ kind: 'call' })} aria-busy={deed.isPending}>
              {t('meetings.call')}
            </Button>
          )}
          {meeting.may.call && isSizeAsked && <Button onClick={() => setAsks('call')}>{t('meetings.callForReason')}</Button>}
          {meeting.may.open && (
            <Button type="primary" onClick={() => !deed.isPending && deed.mutate({ kind: 'open' })} aria-busy={deed.isPending}>
              {t('meetings.open')}
            </Button>
          )}
          {meeting.may.close && (
            <Button type="primary" onClick={() => !deed.isPending && deed.mutate({ kind: 'close' })} aria-busy={deed.isPending}>
              {t('meetings.close')}
            </Button>
          )}
          {meeting.may.cancel && (
            <Button danger onClick={() => setAsks('cancel')}>
              {t('meetings.cancel')}
            </Button>
          )}
        </div>
        <Trouble error={deed.error} stale={t('meetings.stale')} />
        {meeting.may.change && <ChangeForm meeting={meeting} />}
        <Dialog isOpen={asks !== undefined} title={t(asks === 'call' ? 'meetings.callForReason' : 'meetings.cancel')} onClose={() => setAsks(undefined)}>
          <ReasonForm
            label={t(asks === 'call' ? 'meetings.callForReason' : 'meetings.cancel')}
            send={t(asks === 'call' ? 'meetings.call' : 'meetings.cancel')}
            isDanger={asks === 'cancel'}
            trouble={<Trouble error={deed.error} stale={t('meetings.stale')} />}
            isPending={deed.isPending}
            onSend={(reason) => deed.mutate(asks === 'call' ? { kind: 'call', reason } : { kind: 'cancel', reason }, { onSuccess: () => setAsks(undefined) })}
            onCancel={() => setAsks(undefined)}
          />
        </Dialog>
      </div>
    </Section>
  );
}

/** Time, place and the length of an item. */
function ChangeForm({ meeting }: { meeting: ReviewMeeting }) {
  const { t } = useTranslation();
  const deed = useDeed(meeting);
  const known = { title: meeting.title, at: toBox(meeting.starts_at), place: meeting.place, minutes: String(minutesOf(meeting) ?? ''), gap: '' };
  // Only what is typed is held: what others change meanwhile is followed, and takes nothing of it away.
  const [typed, setTyped] = useState<Partial<typeof known>>({});
  const text = { ...known, ...typed };
  const edit = (part: Partial<typeof known>) => setTyped({ ...typed, ...part });
  const number = (value: string) => (/^\d+$/.test(value.trim()) ? Number(value) : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (deed.isPending || text.title.trim() === '' || text.at === '' || text.place.trim() === '') return;
    const [minutes, gap] = [number(text.minutes), number(text.gap)];
    deed.mutate(
      {
        kind: 'change',
        to: { title: text.title.trim(), starts_at: fromBox(text.at), place: text.place.trim(), ...(minutes === undefined ? {} : { minutes }), ...(gap === undefined ? {} : { gap }) },
      },
      { onSuccess: () => setTyped({}) },
    );
  };
  return (
    <Disclosure label={t('meetings.change')}>
      <form className={styles.form} aria-label={t('meetings.change')} onSubmit={submit} noValidate>
        <div className={styles.fields}>
          <Field label={t('meetings.columns.title')}>{(wiring) => <Input {...wiring} name="title" value={text.title} onChange={(event) => edit({ title: event.target.value })} />}</Field>
          <Field label={t('meetings.columns.startsAt')} hint={t('meetings.beijing')}>
            {(wiring) => <Input {...wiring} type="datetime-local" name="starts_at" value={text.at} onChange={(event) => edit({ at: event.target.value })} />}
          </Field>
          <Field label={t('meetings.columns.place')}>{(wiring) => <Input {...wiring} name="place" value={text.place} onChange={(event) => edit({ place: event.target.value })} />}</Field>
          <Field label={t('meetings.minutes')}>{(wiring) => <Input {...wiring} inputMode="numeric" name="minutes" value={text.minutes} onChange={(event) => edit({ minutes: event.target.value })} />}</Field>
          <Field label={t('meetings.gap')} hint={t('meetings.gapHint')}>
            {(wiring) => <Input {...wiring} inputMode="numeric" name="gap" value={text.gap} onChange={(event) => edit({ gap: event.target.value })} />}
          </Field>
        </div>
        {meeting.state === 'called' && <p className={styles.minor}>{t('meetings.changeTells')}</p>}
        <Trouble error={deed.error} stale={t('meetings.stale')} />
        <div>
          <Button type="primary" htmlType="submit" aria-busy={deed.isPending}>
            {t('common.save')}
          </Button>
        </div>
      </form>
    </Disclosure>
  );
}
