// Who keeps out of an item, why, and how is that decided?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Names } from '../../../shared/names';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Button, By, Dialog, QueryView, ReasonForm, RecordText, SelectField, Tag, Trouble } from '../../../shared/ui';
import { useItemDeed, useRecusalReasons } from '../queries';
import type { AgendaEntry, ItemRecusal, ReviewMeeting } from '../types';
import styles from './meetings.module.css';
import { Of } from './Of';

/** Who keeps out of an item; a supervisor says why he reads the reasons. */
export function Recusals({ meeting, item, manages }: { meeting: ReviewMeeting; item: AgendaEntry; manages: boolean }) {
  const { t } = useTranslation();
  const label = useLabel();
  const [asked, setAsked] = useState<string | undefined>(undefined);
  const nameOf = (seat: string) => meeting.seats.find((one) => one.id === seat)?.name ?? '';
  return (
    <div className={styles.stack}>
      {item.recused.length === 0 ? (
        <p className={styles.minor}>{t('meetings.nobodyOut')}</p>
      ) : (
        <ul className={styles.stack}>
          {item.recused.map((one) => (
            <li key={one.seat} className={styles.row}>
              <RecordText text={nameOf(one.seat)} />
              <Tag>{label('meetings', `sources.${one.source}`)}</Tag>
            </li>
          ))}
        </ul>
      )}
      {manages ? (
        <Reasons meeting={meeting} item={item} asked={undefined} />
      ) : asked === undefined ? (
        <ReasonForm label={t('meetings.readReasons')} hint={t('meetings.readReasonsHint')} longest={500} send={t('meetings.readReasons')} trouble={null} isPending={false} onSend={setAsked} />
      ) : (
        <Reasons meeting={meeting} item={item} asked={asked} />
      )}
      {meeting.may.recuse && <NewRecusal meeting={meeting} item={item} />}
    </div>
  );
}

function Reasons({ meeting, item, asked }: { meeting: ReviewMeeting; item: AgendaEntry; asked: string | undefined }) {
  const query = useRecusalReasons(item.id, asked);
  return (
    <QueryView query={query} rows={2}>
      {(rows) => (
        <ul className={styles.stack}>
          {rows.map((row) => (
            <Names key={row.id} value={row.names}>
              <Reason meeting={meeting} item={item} row={row} />
            </Names>
          ))}
        </ul>
      )}
    </QueryView>
  );
}

function Reason({ meeting, item, row }: { meeting: ReviewMeeting; item: AgendaEntry; row: ItemRecusal }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const deed = useItemDeed(meeting.id, item);
  return (
    <li className={styles.stack}>
      <span className={styles.row}>
        <RecordText text={row.name} />
        {row.lifted_at ? <Tag tone="green">{t('meetings.lifted')}</Tag> : <Tag tone="red">{t('meetings.keepsOut')}</Tag>}
        {!row.lifted_at && meeting.may.lift && <Button size="small" onClick={() => setOpen(true)}>{t('meetings.lift')}</Button>}
      </span>
      {row.words.map((word) => (
        <span key={word.at} className={styles.minor}>
          <By name={word.by} time={formatTime(word.at, language)} /> · {t(word.is_lifted ? 'meetings.liftedBecause' : 'meetings.outBecause')} <RecordText text={word.reason} />
        </span>
      ))}
      <Dialog isOpen={isOpen} title={t('meetings.lift')} onClose={() => setOpen(false)}>
        <ReasonForm
          label={t('meetings.lift')}
          hint={t('meetings.liftHint')}
          send={t('meetings.lift')}
          trouble={<Trouble error={deed.error} stale={t('meetings.stale')} />}
          isPending={deed.isPending}
          onSend={(reason) => deed.mutate({ kind: 'lift', recusal: row, reason }, { onSuccess: () => setOpen(false) })}
          onCancel={() => setOpen(false)}
        />
      </Dialog>
    </li>
  );
}

function NewRecusal({ meeting, item }: { meeting: ReviewMeeting; item: AgendaEntry }) {
  const { t } = useTranslation();
  const out = new Set(item.recused.map((one) => one.seat));
  const others = meeting.seats.filter((seat) => !out.has(seat.id));
  const [seat, setSeat] = useState('');
  const [isOpen, setOpen] = useState(false);
  const deed = useItemDeed(meeting.id, item);
  return (
    <div>
      <Button onClick={() => setOpen(true)}>
        {t('meetings.keepOut')}
        <Of text={item.nomination.title} />
      </Button>
      <Dialog isOpen={isOpen} title={t('meetings.keepOut')} onClose={() => setOpen(false)}>
        <ReasonForm
          label={t('meetings.keepOut')}
          send={t('meetings.keepOut')}
          isFit={seat !== ''}
          unfit={t('meetings.chooseSeat')}
          trouble={<Trouble error={deed.error} stale={t('meetings.stale')} />}
          isPending={deed.isPending}
          onSend={(reason) =>
            deed.mutate(
              { kind: 'recuse', seat, reason },
              {
                onSuccess: () => {
                  setOpen(false);
                  setSeat('');
                },
              },
            )
          }
          onCancel={() => setOpen(false)}
        >
          <p>
            <RecordText text={item.nomination.title} />
          </p>
          <SelectField
            label={t('meetings.columns.name')}
            value={seat}
            options={[{ value: '', label: t('meetings.chooseSeat') }, ...others.map((one) => ({ value: one.id, label: `${one.number} ${one.name}` }))]}
            onChange={setSeat}
          />
        </ReasonForm>
      </Dialog>
    </div>
  );
}
