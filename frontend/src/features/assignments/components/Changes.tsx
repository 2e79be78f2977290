// What was changed in a plan, by whom and why? And what was it begun without?
import { useTranslation } from 'react-i18next';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, By, Disclosure, RecordText, ShortList } from '../../../shared/ui';
import type { Begun as BegunWithout, Change } from '../types';
import styles from './assignments.module.css';

const SHOWN = 6;

/** The changes of a plan, the newest first. */
export function Changes({ changes }: { changes: readonly Change[] }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  if (changes.length === 0) return <p className={styles.minor}>{t('assignments.noChanges')}</p>;
  const newest = [...changes].sort((left, right) => right.order - left.order);
  return (
    <ShortList items={newest} limit={SHOWN}>
      {(shown) => (
        <ol className={styles.changes}>
          {shown.map((change) => (
            <li key={change.id}>
              <span>
                <strong>{label('assignments', `kinds.${change.kind}`)}</strong>
                {change.expert && (
                  <>
                    {t('common.colon')}
                    <RecordText text={change.expert.name} />
                  </>
                )}
                {change.instead_of && (
                  <>
                    {' '}
                    {t('assignments.insteadOf')} <RecordText text={change.instead_of.name} />
                  </>
                )}{' '}
                <span className={styles.minor}>{t('assignments.moved', { added: change.added, removed: change.removed })}</span>
              </span>
              {change.nomination && (
                <span className={styles.line}>
                  <RecordText text={change.nomination.title} />
                </span>
              )}
              {change.reason && (
                <span className={styles.line}>
                  <RecordText text={change.reason} />
                </span>
              )}
              <span className={styles.line}>
                <By name={change.author} time={formatTime(change.at, language)} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </ShortList>
  );
}

/** The pairs that recusal or the panels took out when the plan was begun, and those that took their places. */
export function Begun({ begun, isWithin }: { begun: BegunWithout; isWithin: boolean }) {
  const { t } = useTranslation();
  const label = useLabel();
  if (begun.left_out === 0) return null;
  const list = (
    <Disclosure label={t('assignments.begun.all')}>
      <ShortList items={begun.changes} limit={SHOWN}>
        {(shown) => (
          <ul className={styles.changes}>
            {shown.map((change) => (
              <li key={change.id}>
                {label('assignments', `kinds.${change.kind}`)}
                {t('common.colon')}
                <RecordText text={change.expert?.name} />
                <span className={styles.line}>
                  <RecordText text={change.nomination?.title} />
                </span>
                <span className={styles.line}>
                  <RecordText text={change.reason} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </ShortList>
    </Disclosure>
  );
  const said = t(isWithin ? 'assignments.begun.withinText' : 'assignments.begun.text', { count: begun.left_out, filled: begun.filled });
  return (
    <Alert
      type="info"
      showIcon
      title={t(isWithin ? 'assignments.begun.withinTitle' : 'assignments.begun.title')}
      description={
        <>
          <p>{said}</p>
          {list}
        </>
      }
    />
  );
}
