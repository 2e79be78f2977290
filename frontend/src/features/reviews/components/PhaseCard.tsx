// How far is a phase, and what may be done with it now?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, Button, Facts, RecordText, Tag, Trouble } from '../../../shared/ui';
import { usePhaseDeed } from '../queries';
import type { LeftBehind, Phase } from '../types';
import { share, toneOfPhase } from '../words';
import { ChangePhaseForm, ExtendForm } from './PhaseForm';
import styles from './reviews.module.css';

/** Who stayed behind when a phase was opened, and why. */
function StayedBehind({ left }: { left: readonly LeftBehind[] }) {
  const { t } = useTranslation();
  const label = useLabel();
  if (left.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      role="status"
      title={t('reviews.leftBehind', { count: left.length })}
      description={
        <ul>
          {left.map((one) => (
            <li key={one.id}>
              <RecordText text={one.nomination_id} /> <RecordText text={one.title} />
              {t('common.colon')}
              {label('reviews', `whyLeft.${one.why}`)}
            </li>
          ))}
        </ul>
      }
    />
  );
}

/** The figures of a phase; of points nothing. */
export function PhaseFacts({ phase }: { phase: Phase }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { counts } = phase;
  return (
    <Facts
      facts={[
        { label: t('reviews.opens'), value: formatTime(phase.opens_at, language) },
        { label: t('reviews.closes'), value: formatTime(phase.closes_at, language) },
        { label: t('reviews.calibration'), value: t(phase.is_calibrated ? 'reviews.isCalibrated' : 'reviews.isNotCalibrated') },
        { label: t('reviews.nominations'), value: counts.nominations },
        { label: t('reviews.accepted'), value: t('reviews.acceptedOf', { part: counts.accepted, whole: counts.asked }) },
        { label: t('reviews.submitted'), value: t('reviews.submittedOf', { part: counts.submitted, whole: counts.accepted, share: share(counts.submitted, counts.accepted) }) },
      ]}
    />
  );
}

/** What may be done with a phase. */
export function PhaseDeeds({ year, phase }: { year: number; phase: Phase }) {
  const { t } = useTranslation();
  const deed = usePhaseDeed(year, phase);
  const [form, setForm] = useState<'change' | 'extend'>();
  const { may } = phase;
  const close = () => setForm(undefined);
  if (form === 'change') return <ChangePhaseForm year={year} phase={phase} onDone={close} />;
  if (form === 'extend') return <ExtendForm year={year} phase={phase} onDone={close} />;
  const act = (kind: 'open' | 'close') => deed.isPending || deed.mutate({ kind });
  return (
    <div className={styles.stack}>
      <div className={styles.buttons}>
        {may.open && (
          <Button type={phase.state === 'draft' ? 'primary' : 'default'} aria-busy={deed.isPending} onClick={() => act('open')}>
            {t(phase.state === 'draft' ? 'reviews.open' : 'reviews.takeIn')}
          </Button>
        )}
        {may.change && <Button onClick={() => setForm('change')}>{t('reviews.change')}</Button>}
        {may.extend && <Button onClick={() => setForm('extend')}>{t('reviews.extend')}</Button>}
        {may.close && (
          <Button danger aria-busy={deed.isPending} onClick={() => act('close')}>
            {t('reviews.close')}
          </Button>
        )}
      </div>
      <Trouble error={deed.error} stale={t('reviews.stale')} />
      {deed.data && <StayedBehind left={deed.data.left_behind} />}
    </div>
  );
}

/** A phase in the list of a round. */
export function PhaseCard({ year, phase }: { year: number; phase: Phase }) {
  const label = useLabel();
  return (
    <li className={styles.card}>
      <div className={styles.cardHead}>
        <Link className={styles.cardTitle ?? ''} to={`/rounds/${year}/reviews/${phase.id}`}>
          {label('category', phase.category)}
        </Link>
        <Tag tone={toneOfPhase(phase.state)}>{label('reviews', `states.${phase.state}`)}</Tag>
      </div>
      <PhaseFacts phase={phase} />
      <PhaseDeeds year={year} phase={phase} />
    </li>
  );
}
