// What should a person look at, and what was found? Nothing follows from a hint by itself.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Button, By, EmptyState, ReasonForm, RecordText, ShortList, Tag, Trouble } from '../../../shared/ui';
import { useHandleHint } from '../queries';
import type { Hint } from '../types';
import { points, toneOfHint } from '../words';
import styles from './reviews.module.css';

const SHOWN = 20;

/** What a hint rests on, in words. */
function Ground({ hint }: { hint: Hint }) {
  const { t } = useTranslation();
  const { figures } = hint;
  const of = (name: string) => figures[name] ?? 0;
  switch (hint.kind) {
    case 'outlier':
      return <>{t('reviews.ground.outlier', { total: points(of('total')), middle: points(of('middle')), far: of('far'), compared: of('compared') })}</>;
    case 'haste':
      return <>{t('reviews.ground.haste', { sheets: of('sheets'), seconds: of('seconds') })}</>;
    case 'flat':
      return <>{t('reviews.ground.flat', { sheets: of('sheets'), spread: points(of('spread')) })}</>;
    default:
      return <>{'spread' in figures ? t('reviews.ground.spread', { spread: points(of('spread')) }) : t('reviews.ground.tooFew', { opinions: of('opinions') })}</>;
  }
}

function HintItem({ phase, hint, mayHandle }: { phase: string; hint: Hint; mayHandle: boolean }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const handle = useHandleHint(phase, hint);
  const [isOpen, setOpen] = useState(false);
  const kind = label('reviews', `hints.${hint.kind}`);
  return (
    <li className={styles.card}>
      <div className={styles.cardHead}>
        <Tag tone={toneOfHint(hint.kind, Boolean(hint.handled_at))}>{kind}</Tag>
        <Link to={`/nominations/${hint.nomination.id}/scores`}>
          <RecordText text={hint.nomination.nomination_id} /> <RecordText text={hint.nomination.title} />
        </Link>
        {hint.alias && <span>{t('reviews.alias', { number: hint.alias })}</span>}
      </div>
      <span>
        <Ground hint={hint} />
      </span>
      {hint.handled_at && (
        <span className={styles.words}>
          <span className={styles.minor}>
            <By name={hint.handled_by} time={formatTime(hint.handled_at, language)} />
          </span>
          {t('common.colon')}
          <RecordText text={hint.note} />
        </span>
      )}
      {mayHandle && !isOpen && (
        <div>
          <Button onClick={() => setOpen(true)}>
            {t(hint.handled_at ? 'reviews.handleAgain' : 'reviews.handle')}
            <span className="visually-hidden">
              {t('common.colon')}
              {kind} <RecordText text={hint.nomination.nomination_id} />
            </span>
          </Button>
        </div>
      )}
      {isOpen && (
        <ReasonForm
          label={t('reviews.handle')}
          reasonLabel={t('reviews.found')}
          longest={500}
          send={t('common.save')}
          trouble={<Trouble error={handle.error} stale={t('reviews.stale')} />}
          isPending={handle.isPending}
          onSend={(note) => handle.mutate(note, { onSuccess: () => setOpen(false) })}
          onCancel={() => setOpen(false)}
        />
      )}
    </li>
  );
}

/** The hints of a phase, those first with which nobody dealt. */
export function Hints({ phase, hints, mayHandle }: { phase: string; hints: readonly Hint[]; mayHandle: boolean }) {
  const { t } = useTranslation();
  const sorted = [...hints].sort((one, other) => Number(Boolean(one.handled_at)) - Number(Boolean(other.handled_at)));
  if (sorted.length === 0) return <EmptyState title={t('reviews.noHints')} />;
  return (
    <ShortList items={sorted} limit={SHOWN}>
      {(some) => (
        <ul className={styles.cards} aria-label={t('reviews.hintsTitle')}>
          {some.map((hint) => (
            <HintItem key={hint.id} phase={phase} hint={hint} mayHandle={mayHandle} />
          ))}
        </ul>
      )}
    </ShortList>
  );
}
