// How are an objection's tasks, timeline and times shown? Alike to the office, the supervisor and the society.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useBilingual, useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { RecordText, Tag, type Tone } from '../../../shared/ui';
import type { ObjectionEvent, ObjectionFile, ObjectionTask } from '../queries';
import { clauseIn } from '../words';
import styles from './objections.module.css';

/** Tone of an objection's state. */
export function toneOfObjection(state: string): Tone {
  if (state === 'received' || state === 'proposed') return 'gold';
  return state === 'accepted' || state === 'transferred' || state === 'investigating' ? 'blue' : 'neutral';
}

/** An end with the days that are left by the server's clock, or how late it is. */
export function Due({ until, days, isOpen = true }: { until: string; days: number | null | undefined; isOpen?: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const left = days ?? 0;
  return (
    <>
      <span className="whole">{formatTime(until, language)}</span>{' '}
      {isOpen && <span className={`${left < 0 ? styles.late : styles.minor} whole`}>{left < 0 ? t('objection.late', { count: -left }) : t('objection.left', { count: left })}</span>}
    </>
  );
}

/** What is asked of whom, until when, and what was answered. */
export function TaskList({ tasks, deeds }: { tasks: readonly ObjectionTask[]; deeds?: (task: ObjectionTask) => ReactNode }) {
  const { t } = useTranslation();
  const label = useLabel();
  const said = useBilingual();
  const language = useLanguage();
  return (
    <div>
      {tasks.map((task) => (
        <div key={task.id} className={styles.task}>
          <div className={styles.head}>
            <h3>{label('objection', `parties.${task.party}`)}</h3>
            {task.task !== 'answer' && <span>{label('objection', `tasks.${task.task}`)}</span>}
            <Tag tone={task.standing === 'late' ? 'red' : task.standing === 'done' ? 'green' : 'gold'}>{label('objection', `standings.${task.standing}`)}</Tag>
            <span>
              {t('objection.until')} <Due until={task.due_at} days={task.days_left} isOpen={task.standing === 'open'} />
            </span>
          </div>
          {task.task === 'answer' && (
            <div className={styles.text}>
              <RecordText text={said(task.what)} />
            </div>
          )}
          {task.answer !== null && task.answer !== undefined && (
            <div className={styles.quote}>
              <RecordText text={task.answer} />
            </div>
          )}
          {task.extension !== null && task.extension !== undefined && (
            <div className={styles.minor}>
              {t('objection.extensionLine', { count: task.extension.days, time: formatTime(task.extension.asked_at, language) })}
              {t('common.colon')}
              <RecordText text={task.extension.reason} /> ·{' '}
              {task.extension.is_granted === null || task.extension.is_granted === undefined ? t('objection.extensionOpen') : t(task.extension.is_granted ? 'objection.extensionGranted' : 'objection.extensionRefused')}
            </div>
          )}
          {deeds?.(task)}
        </div>
      ))}
    </div>
  );
}

/** Files as downloads, by who handed them in. */
export function FileList({ files, address }: { files: readonly ObjectionFile[]; address: string }) {
  const { t } = useTranslation();
  const label = useLabel();
  const parties = [...new Set(files.map((file) => file.party))];
  return (
    <>
      {parties.map((party) => (
        <div key={party}>
          <p className={styles.minor}>{label('objection', `filesOf.${party}`)}</p>
          <ul className={styles.files} aria-label={label('objection', `filesOf.${party}`)}>
            {files
              .filter((file) => file.party === party)
              .map((file) => (
                <li key={file.number}>
                  <a href={`${address}/files/${file.number}`} download>
                    {t('objection.file', { number: file.number })}
                  </a>{' '}
                  <span className={styles.minor}>{Math.ceil(file.size_bytes / 1024)} KB</span>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </>
  );
}

/** What happened, oldest first, by people's names. */
export function Timeline({ events, names = {} }: { events: readonly ObjectionEvent[]; names?: Readonly<Record<string, string>> }) {
  const { t } = useTranslation();
  const label = useLabel();
  const said = useBilingual();
  const language = useLanguage();
  const nameOf = (by: string) => (by === 'objector' ? t('objection.parties.objector') : by === 'laurel' ? t('objection.clock') : (names[by] ?? by));
  return (
    <ol className={styles.line}>
      {events.map((event) => (
        <li key={`${event.at}${event.what}`}>
          <span className={styles.minor}>{formatTime(event.at, language, true)}</span>
          <div>
            <strong>{label('objection', `events.${event.what}`)}</strong>
            {event.by !== null && event.by !== undefined && (
              <span className={styles.minor}>
                {' · '}
                <RecordText text={nameOf(event.by)} />
              </span>
            )}
            {event.clause !== null && event.clause !== undefined && <span className={styles.minor}> · {clauseIn(event.clause, language)}</span>}
            {event.text !== null && event.text !== undefined && (
              <div className={styles.text}>
                <RecordText text={said(event.text)} />
              </div>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
