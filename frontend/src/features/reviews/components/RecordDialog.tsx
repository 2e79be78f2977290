// What did one expert do as a reviewer, and how are his sheets rated?
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { Names } from '../../../shared/names';
import { formatTime } from '../../../shared/time';
import { Button, By, Field, GrowingText, OptionGroup, PlainTable, QueryView, RecordText, Tag, Trouble } from '../../../shared/ui';
import { useRate, useRecord } from '../queries';
import type { Deed, ReviewerRecord, Standing } from '../types';
import { meanGrade } from '../words';
import styles from './reviews.module.css';

const GRADES = ['5', '4', '3', '2', '1'] as const;

/** In time, and how well: one line. */
export function StandingLine({ standing }: { standing: Standing }) {
  const { t } = useTranslation();
  const mean = meanGrade(standing);
  return (
    <span className={styles.figure}>
      {t('reviews.onTimeOf', { part: standing.on_time, whole: standing.accepted })}
      {mean && (
        <>
          {' · '}
          {t('reviews.meanGrade', { mean })}
        </>
      )}
    </span>
  );
}

function RateForm({ expert, deed, onDone }: { expert: string; deed: Deed; onDone: () => void }) {
  const { t } = useTranslation();
  const rate = useRate(expert, deed);
  const [grade, setGrade] = useState(deed.rating.grade ? String(deed.rating.grade) : '');
  const [words, setWords] = useState(deed.rating.words ?? '');
  const [isTried, setTried] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (grade === '' || rate.isPending) return;
    rate.mutate({ grade: Number(grade), ...(words.trim() === '' ? {} : { words: words.trim() }) }, { onSuccess: onDone });
  };
  return (
    <form className={styles.form} aria-label={t('reviews.rate')} onSubmit={submit} noValidate>
      <OptionGroup
        label={t('reviews.grade')}
        options={GRADES.map((value) => ({ value, label: t(`reviews.grades.${value}`) }))}
        chosen={grade === '' ? [] : [grade]}
        error={isTried && grade === '' ? t('process.needed') : undefined}
        onChange={(chosen) => setGrade(chosen[0] ?? '')}
      />
      <Field label={t('reviews.ratingWords')} hint={t('reviews.ratingHint')}>
        {(wiring) => <GrowingText {...wiring} name="words" maxLength={500} value={words} onChange={(event) => setWords(event.target.value)} />}
      </Field>
      <Trouble error={rate.error} stale={t('reviews.stale')} />
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" aria-busy={rate.isPending}>
          {t('common.save')}
        </Button>
        <Button onClick={onDone}>{t('common.cancel')}</Button>
      </div>
    </form>
  );
}

function DeedItem({ expert, deed }: { expert: string; deed: Deed }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const { rating } = deed;
  return (
    <li className={styles.card}>
      <div className={styles.cardHead}>
        <span className={styles.cardTitle}>
          <RecordText text={deed.nomination.title} />
        </span>
        <span className={styles.minor}>
          {deed.year} · <RecordText text={deed.nomination.nomination_id} />
        </span>
        <Tag tone={deed.is_on_time ? 'green' : 'neutral'}>{label('assignments', `states.${deed.state}`)}</Tag>
      </div>
      <span className={styles.minor}>{deed.submitted_at ? t(deed.is_on_time ? 'reviews.cameInTime' : 'reviews.cameLate', { time: formatTime(deed.submitted_at, language) }) : t('reviews.noSheet')}</span>
      {rating.grade && (
        <Names value={rating.names}>
          <span className={styles.words}>
            {t('reviews.ratedAs', { grade: rating.grade })}{' '}
            <span className={styles.minor}>
              <By name={rating.rated_by} time={formatTime(rating.rated_at, language)} />
            </span>
            {rating.words && (
              <span className={styles.line}>
                <RecordText text={rating.words} />
              </span>
            )}
          </span>
        </Names>
      )}
      {deed.may_rate && !isOpen && (
        <div>
          <Button onClick={() => setOpen(true)}>
            {t('reviews.rate')}
            <span className="visually-hidden">
              {t('common.colon')}
              {deed.nomination.nomination_id}
            </span>
          </Button>
        </div>
      )}
      {isOpen && <RateForm expert={expert} deed={deed} onDone={() => setOpen(false)} />}
    </li>
  );
}

function Rounds({ record }: { record: ReviewerRecord }) {
  const { t } = useTranslation();
  return (
    <PlainTable
      label={t('reviews.rounds')}
      head={[
        { key: 'year', title: t('reviews.year') },
        { key: 'asked', title: t('reviews.askedCount'), isEnd: true },
        { key: 'declined', title: t('reviews.declined'), isEnd: true },
        { key: 'expired', title: t('reviews.expired'), isEnd: true },
        { key: 'recused', title: t('reviews.recused'), isEnd: true },
        { key: 'standing', title: t('reviews.inTime') },
      ]}
      rows={record.rounds.map(({ year, standing }) => ({
        key: String(year),
        cells: [year, standing.asked, standing.declined, standing.expired, standing.recused, <StandingLine key="standing" standing={standing} />],
      }))}
    />
  );
}

/** The record of one expert. */
export function ReviewerHistory({ expert }: { expert: string }) {
  const { t } = useTranslation();
  const query = useRecord(expert);
  return (
    <QueryView query={query} rows={6}>
      {(record) => (
        <div className={styles.stack}>
          <Rounds record={record} />
          <ul className={styles.cards} aria-label={t('reviews.deeds')}>
            {record.reviews.map((deed) => (
              <DeedItem key={deed.assignment} expert={expert} deed={deed} />
            ))}
          </ul>
        </div>
      )}
    </QueryView>
  );
}
