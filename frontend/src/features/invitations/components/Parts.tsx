// How are due dates, subjects and refusals told to a reviewer? Large, in whole sentences.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { RecordText, type Tone, Trouble as Told } from '../../../shared/ui';
import { useTimetable } from '../../dossiers/process/timetable_queries';
import { dayInWords, hourInWords, leftOf } from '../due';
import type { MyReview } from '../types';
import styles from './invitations.module.css';

/** Tone of where an invitation stands. */
export function toneOfReview(state: string): Tone {
  if (state === 'invited') return 'gold';
  return state === 'accepted' ? 'green' : 'neutral';
}

/** The present by the server's clock. */
function useNow(year: number): number {
  const offsetMs = useTimetable(year).data?.offsetMs ?? 0;
  return Date.now() + offsetMs;
}

/** Until when, in words: the day, the hour where there is one, and the days that are left. */
export function DueWords({ until, year }: { until: string; year: number }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow(year);
  const day = dayInWords(until, language);
  const hour = hourInWords(until);
  const left = leftOf(until, now);
  return (
    <>
      {hour === undefined ? t('invitations.byDay', { day }) : t('invitations.byHour', { day, hour })}
      {left.kind === 'over' ? t('invitations.isOver') : left.kind === 'today' ? t('invitations.isToday') : t('invitations.daysLeft', { count: left.days })}
    </>
  );
}

/** The subject of an invitation: words that it shares with the reviewer's own work, and the discipline. */
export function Subject({ review }: { review: Pick<MyReview, 'terms' | 'discipline'> }) {
  const { t } = useTranslation();
  const { terms, discipline } = review;
  if (terms.length === 0 && !discipline) return <p>{t('invitations.noTerms')}</p>;
  return (
    <>
      {terms.length > 0 && (
        <ul className={styles.terms} aria-label={t('invitations.matched')}>
          {terms.map((term) => (
            <li key={term}>
              <RecordText text={term} />
            </li>
          ))}
        </ul>
      )}
      {discipline && (
        <p className={styles.soft}>
          {t('invitations.discipline')}
          {t('common.colon')}
          {discipline.name ? <RecordText text={discipline.name} /> : discipline.code}
        </p>
      )}
    </>
  );
}

/** What a nomination is, once its reviewer may know. */
export function Named({ review }: { review: MyReview }) {
  const { t } = useTranslation();
  const label = useLabel();
  const { nomination } = review;
  if (!nomination) return null;
  return (
    <dl className={styles.named}>
      <div>
        <dt>{t('invitations.project')}</dt>
        <dd>
          <strong>
            <RecordText text={nomination.title} />
          </strong>
          <span className={styles.softLine}>
            <RecordText text={nomination.nomination_id} />
            {nomination.category && ` · ${label('category', nomination.category)}`}
          </span>
        </dd>
      </div>
      {nomination.people.length > 0 && (
        <div>
          <dt>{t('invitations.people')}</dt>
          <dd>
            <ul>
              {nomination.people.map((person) => (
                <li key={`${person.name} ${person.unit ?? ''}`}>
                  <RecordText text={person.name} />{' '}
                  {person.unit && (
                    <span className={styles.soft}>
                      <RecordText text={person.unit} />
                    </span>
                  )}
                </li>
              ))}
            </ul>
          </dd>
        </div>
      )}
      {nomination.units.length > 0 && (
        <div>
          <dt>{t('invitations.units')}</dt>
          <dd>
            <ul>
              {nomination.units.map((unit) => (
                <li key={unit}>
                  <RecordText text={unit} />
                </li>
              ))}
            </ul>
          </dd>
        </div>
      )}
    </dl>
  );
}

/** Why an answer was not taken; nothing while it was. */
export function Trouble({ error }: { error: unknown }) {
  const { t } = useTranslation();
  return <Told error={error} stale={t('invitations.stale')} />;
}

/** A framed part in large type. */
export function Part({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.part}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
