// Which batches were asked for lately, which of them can still be undone, and what was left out?
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Button, Disclosure, RecordText, Section, ShortList } from '../../../shared/ui';
import { useServerNow } from '../../dossiers/useServerNow';
import { leftToUndo } from '../batch';
import { useUndoBatch } from '../queries';
import type { Batch } from '../types';
import styles from './examination.module.css';
import { Trouble } from './Trouble';

/** So many batches are shown at once. */
const SHOWN = 3;

/** The newest batches of a round. */
export function BatchStrip({ year, batches, offsetMs, mayUndo }: { year: number; batches: readonly Batch[]; offsetMs: number; mayUndo: boolean }) {
  const { t } = useTranslation();
  const undo = useUndoBatch(year);
  if (batches.length === 0) return null;
  return (
    <Section title={t('examination.batch.title')} hint={t('examination.batch.hint')}>
      <div className={styles.stack}>
        <Trouble error={undo.error} />
        <ShortList items={batches} limit={SHOWN}>
          {(shown) => (
            <ul className={styles.batches}>
              {shown.map((batch) => (
                <li key={batch.id} className={styles.batch} data-state={batch.state}>
                  <Line batch={batch} offsetMs={offsetMs} isPending={undo.isPending} {...(mayUndo ? { onUndo: () => undo.mutate(batch.id) } : {})} />
                </li>
              ))}
            </ul>
          )}
        </ShortList>
      </div>
    </Section>
  );
}

function Line({ batch, offsetMs, isPending, onUndo }: { batch: Batch; offsetMs: number; isPending: boolean; onUndo?: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const left = leftToUndo(batch, useServerNow(offsetMs));
  const time = formatTime(batch.ended_at ?? batch.effective_at, language, true);
  return (
    <>
      <div className={styles.batchHead}>
        <span>{t(batch.action === 'open' ? 'examination.batch.openOf' : 'examination.batch.acceptOf', { count: batch.count })}</span>
        <span className={styles.minor}>
          <RecordText text={batch.asked_by} />
          {'\u00a0· '}
          <span className="whole">{formatTime(batch.asked_at, language)}</span>
        </span>
        {batch.state === 'waiting' && left && (
          <>
            <span className={styles.countdown} role="timer" aria-live="off">
              {t('examination.batch.left', { minutes: left.minutes, seconds: String(left.seconds).padStart(2, '0') })}
            </span>
            {onUndo && (
              <Button size="small" aria-busy={isPending} onClick={onUndo}>
                {t('examination.batch.undo')}
              </Button>
            )}
          </>
        )}
        {batch.state === 'waiting' && !left && <span>{t('examination.batch.running')}</span>}
        {batch.state === 'done' && <span>{t('examination.batch.done', { time, value: batch.count - batch.left_out.length })}</span>}
        {batch.state === 'undone' && (
          <span>
            {t('examination.batch.undone', { time })} <RecordText text={batch.ended_by} />
          </span>
        )}
      </div>
      {batch.left_out.length > 0 && (
        <Disclosure label={t('examination.batch.leftOut', { count: batch.left_out.length })}>
          <ul className={styles.stack}>
            {batch.left_out.map((one) => (
              <li key={one.number}>
                <span className={styles.number}>
                  <RecordText text={one.number} />
                </span>
                {t('common.colon')}
                <RecordText text={one.why} />
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </>
  );
}
