// What is on the agenda, in which order, and how is it led through?
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, Button, Disclosure, EmptyState, RecordText, Section, Tag, Tags, Trouble } from '../../../shared/ui';
import { inOrderOf, linesOf, moved, points } from '../agenda';
import { useBestOrder, useDeed, useItemDeed, useLead } from '../queries';
import type { AgendaEntry, ReviewMeeting } from '../types';
import { toneOfItem } from '../words';
import styles from './meetings.module.css';
import { Of } from './Of';
import { Opinion } from './Opinion';
import { Recusals } from './Recusals';

/** The agenda of a meeting, for the office. */
export function Agenda({ meeting, manages }: { meeting: ReviewMeeting; manages: boolean }) {
  const { t } = useTranslation();
  const deed = useDeed(meeting);
  const reorder = (items: readonly AgendaEntry[]) => deed.mutate({ kind: 'change', to: { items: linesOf(items) } });
  return (
    <Section title={t('meetings.agenda')} hint={t('meetings.moves', { count: meeting.moves })}>
      <div className={styles.stack}>
        {meeting.may.change && <BestOrder meeting={meeting} onTake={(keys) => reorder(inOrderOf(meeting.items, keys))} isPending={deed.isPending} />}
        <Trouble error={deed.error} stale={t('meetings.stale')} />
        {meeting.items.length === 0 ? (
          <EmptyState title={t('meetings.noItems')} />
        ) : (
          <ol className={styles.agenda} aria-label={t('meetings.agenda')}>
            {meeting.items.map((item, index) => (
              <Item key={item.id} meeting={meeting} item={item} manages={manages}>
                {meeting.may.change && (
                  <>
                    <MoveButton label="up" item={item} isDisabled={index === 0 || deed.isPending} onClick={() => reorder(moved(meeting.items, index, index - 1))} />
                    <MoveButton label="down" item={item} isDisabled={index === meeting.items.length - 1 || deed.isPending} onClick={() => reorder(moved(meeting.items, index, index + 1))} />
                    {meeting.state === 'draft' && <MoveButton label="takeOff" item={item} isDisabled={meeting.items.length === 1 || deed.isPending} onClick={() => reorder(meeting.items.filter((one) => one.id !== item.id))} />}
                  </>
                )}
              </Item>
            ))}
          </ol>
        )}
        <LeftOut meeting={meeting} isPending={deed.isPending} onAdd={(nomination) => deed.mutate({ kind: 'change', to: { items: [...linesOf(meeting.items), { nomination, has_defence: meeting.items.some((item) => item.defence !== 'none') }] } })} />
      </div>
    </Section>
  );
}

function MoveButton({ label, item, isDisabled, onClick }: { label: 'up' | 'down' | 'takeOff'; item: AgendaEntry; isDisabled: boolean; onClick: () => void }) {
  const { t } = useTranslation();
  return (
    <Button size="small" disabled={isDisabled} onClick={onClick}>
      {t(`meetings.${label}`)}
      <Of text={item.nomination.title} />
    </Button>
  );
}

/** The order in which the fewest people would move: looked at first, then taken. */
function BestOrder({ meeting, onTake, isPending }: { meeting: ReviewMeeting; onTake: (keys: readonly string[]) => void; isPending: boolean }) {
  const { t } = useTranslation();
  const best = useBestOrder(meeting.id);
  const found = best.data;
  return (
    <div className={styles.stack}>
      <div className={styles.row}>
        <Button onClick={() => best.mutate()} aria-busy={best.isPending}>
          {t('meetings.findOrder')}
        </Button>
        {found && found.moves < meeting.moves && (
          <Button
            type="primary"
            aria-busy={isPending}
            onClick={() => {
              onTake(found.items);
              best.reset();
            }}
          >
            {t('meetings.takeOrder', { moves: found.moves, now: meeting.moves })}
          </Button>
        )}
        {found && found.moves >= meeting.moves && <span role="status">{t('meetings.orderIsBest')}</span>}
      </div>
      <Trouble error={best.error} stale={t('meetings.stale')} />
    </div>
  );
}

function Item({ meeting, item, manages, children }: { meeting: ReviewMeeting; item: AgendaEntry; manages: boolean; children: ReactNode }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const isNow = meeting.current === item.id;
  return (
    <li className={styles.item} data-now={isNow} aria-current={isNow ? 'step' : undefined}>
      <span className={styles.number}>{item.position}</span>
      <span>
        <Link to={`/rounds/${meeting.round}/nominations/${item.nomination.id}`}>
          <RecordText text={item.nomination.title} />
        </Link>
        <span className={styles.minor}>
          {' '}
          <RecordText text={item.nomination.number} /> · {label('categoryShort', item.nomination.category)}
          {item.begins && ` · ${t('meetings.begins', { time: formatTime(item.begins, language), minutes: item.minutes })}`}
        </span>
      </span>
      <span className={styles.row}>{children}</span>
      <Tags>
        <Tag tone={toneOfItem(item.state)}>{label('meetings', `itemStates.${item.state}`)}</Tag>
        {item.rank !== null && item.rank !== undefined && <Tag>{t('meetings.rank', { rank: item.rank, points: points(item.used) })}</Tag>}
        {item.recused.length > 0 && <Tag tone="red">{t('meetings.recused', { count: item.recused.length })}</Tag>}
        {item.defence !== 'none' && <Tag tone="gold">{label('meetings', `defences.${item.defence}`)}</Tag>}
        {item.opinion && <Tag tone="blue">{t(`meetings.opinions.${item.opinion.state as 'draft'}`, { signed: item.opinion.signed, of: item.opinion.of })}</Tag>}
      </Tags>
      {manages && meeting.state === 'open' && <Lead meeting={meeting} item={item} isNow={isNow} />}
      <Defence meeting={meeting} item={item} manages={manages} />
      <Disclosure label={t('meetings.recusals')} about={<RecordText text={item.nomination.title} />}>
        <Recusals meeting={meeting} item={item} manages={manages} />
      </Disclosure>
      {item.opinion && (
        <Disclosure label={t('meetings.opinion')} about={<RecordText text={item.nomination.title} />}>
          <Opinion item={item.id} />
        </Disclosure>
      )}
    </li>
  );
}

/** Leads the meeting here, or away from here. */
function Lead({ meeting, item, isNow }: { meeting: ReviewMeeting; item: AgendaEntry; isNow: boolean }) {
  const { t } = useTranslation();
  const lead = useLead(meeting.id);
  const go = (to: string | null, leave: 'done' | 'put_off' | 'waiting') => lead.isPending || lead.mutate({ version: meeting.version, move: { item: to, leave } });
  return (
    <div className={styles.row}>
      {isNow ? (
        <>
          <Button type="primary" onClick={() => go(null, 'done')} aria-busy={lead.isPending}>
            {t('meetings.isDone')}
          </Button>
          <Button onClick={() => go(null, 'put_off')}>{t('meetings.putOff')}</Button>
          <Button onClick={() => go(null, 'waiting')}>{t('meetings.later')}</Button>
        </>
      ) : (
        <Button onClick={() => go(item.id, 'done')} aria-busy={lead.isPending}>
          {t('meetings.goHere')}
          <Of text={item.nomination.title} />
        </Button>
      )}
      <Trouble error={lead.error} stale={t('meetings.stale')} />
    </div>
  );
}

/** The files of a defence, and whether somebody came. */
function Defence({ meeting, item, manages }: { meeting: ReviewMeeting; item: AgendaEntry; manages: boolean }) {
  const { t } = useTranslation();
  const deed = useItemDeed(meeting.id, item);
  if (item.defence === 'none') return null;
  return (
    <div className={styles.row}>
      {item.files.map((file) => (
        <span key={file.number}>
          <a href={`/api/v1/agenda-items/${item.id}/files/${file.number}`} download>
            <RecordText text={file.name} />
          </a>
          {file.is_late && <Tag tone="gold">{t('meetings.late')}</Tag>}
        </span>
      ))}
      {manages && meeting.state === 'open' && (
        <>
          <Button size="small" disabled={item.defence === 'attended'} onClick={() => deed.mutate({ kind: 'defence', attended: true })}>
            {t('meetings.attended')}
          </Button>
          <Button size="small" disabled={item.defence === 'absent'} onClick={() => deed.mutate({ kind: 'defence', attended: false })}>
            {t('meetings.absent')}
          </Button>
        </>
      )}
      <Trouble error={deed.error} stale={t('meetings.stale')} />
    </div>
  );
}

/** What the body could take up and does not. */
function LeftOut({ meeting, isPending, onAdd }: { meeting: ReviewMeeting; isPending: boolean; onAdd: (nomination: string) => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const [isOpen, setOpen] = useState(false);
  if (meeting.left_out.length === 0) return null;
  return (
    <>
      <Alert type="info" showIcon title={t('meetings.leftOut', { count: meeting.left_out.length })} />
      <Disclosure label={t('meetings.showLeftOut')} isOpen={isOpen} onToggle={setOpen}>
        <ul className={styles.stack} aria-label={t('meetings.showLeftOut')}>
          {meeting.left_out.map((one) => (
            <li key={one.nomination.id} className={styles.row}>
              <Tag tone={one.why === 'free' ? 'green' : 'red'}>{label('meetings', `whys.${one.why}`)}</Tag>
              <RecordText text={one.nomination.number} />
              <RecordText text={one.nomination.title} />
              {one.why === 'free' && meeting.may.change && (
                <Button size="small" disabled={isPending} onClick={() => onAdd(one.nomination.id)}>
                  {t('meetings.add')}
                  <Of text={one.nomination.title} />
                </Button>
              )}
            </li>
          ))}
        </ul>
      </Disclosure>
    </>
  );
}
