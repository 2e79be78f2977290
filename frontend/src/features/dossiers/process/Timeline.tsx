// How far has a dossier come in its society? The states in order, each with who and when; below, every step that was taken.
import { useTranslation } from 'react-i18next';
import type { ProcessView } from '../../../api/types';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { By, Disclosure, RecordText, Section } from '../../../shared/ui';
import styles from './process.module.css';

/** The timeline. */
export function Timeline({ process }: { process: ProcessView }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  // What one person at CAST asks to be returned lies there still.
  const at = process.way.indexOf(process.state === 'return_asked' ? 'recommended' : process.state);
  const reached = (state: string) => [...process.steps].reverse().find((step) => step.to === state);
  return (
    <Section title={t('process.way')} hint={t('process.wayHint')}>
      <ol className={styles.way}>
        {process.way.map((state, place) => {
          // Beyond its society's part of the way, all of that is done.
          const mark = at < 0 || place < at ? 'done' : place === at ? 'now' : 'later';
          const step = mark === 'later' ? undefined : reached(state);
          return (
            <li key={state} data-mark={mark} {...(mark === 'now' ? { 'aria-current': 'step' as const } : {})}>
              <span className={styles.wayName}>{label('state', state)}</span>
              <span className={styles.minor}>
                {mark === 'later' ? t('process.later') : step ? <By name={step.by} time={formatTime(step.at, language)} /> : mark === 'now' ? t('process.here') : t('process.done')}
              </span>
            </li>
          );
        })}
      </ol>
      {process.steps.length > 0 && (
        <Disclosure label={t('process.steps', { count: process.steps.length })}>
          <ol className={styles.steps}>
            {process.steps.map((step) => (
              <li key={step.number}>
                <span>
                  {label('state', step.from)} → {label('state', step.to)} · <By name={step.by} time={formatTime(step.at, language)} />
                </span>
                {step.reason && (
                  <span className={styles.reason}>
                    <RecordText text={step.reason} />
                  </span>
                )}
              </li>
            ))}
          </ol>
        </Disclosure>
      )}
    </Section>
  );
}
