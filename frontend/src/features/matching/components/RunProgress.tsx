// How far is the match that runs now?
import { useTranslation } from 'react-i18next';
import type { MatchRun } from '../../../api/types';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatCount } from '../../../shared/time';
import { Progress, Section } from '../../../shared/ui';
import { progressOf } from '../progress';
import styles from './matching.module.css';

/** Live progress: a bar, a spoken sentence and the stages. */
export function RunProgress({ run, isLive }: { run: MatchRun; isLive: boolean }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const { stages, percent } = progressOf(run);
  const stage = label('stage', run.progress.stage);
  const isQueued = run.state === 'queued';
  return (
    <Section title={t('run.progress')} hint={isLive ? t('run.connectionLive') : t('run.connectionPolling')}>
      <p className={styles.progressHead}>
        <span className={styles.progressText}>
          {isQueued
            ? t('run.queuedText')
            : run.progress.total > 0
              ? t('run.liveText', { stage, done: formatCount(run.progress.done, language), total: formatCount(run.progress.total, language) })
              : t('run.liveStage', { stage })}
        </span>
        <span className="tabular">{t('run.percent', { value: percent })}</span>
      </p>
      <Progress percent={percent} showInfo={false} aria-label={t('run.progress')} />
      {/* Spoken at each stage, not at each step. */}
      <p className="visually-hidden" role="status">
        {isQueued ? t('run.queuedText') : t('run.liveStage', { stage })}
      </p>
      <ol className={styles.stages}>
        {stages.map((entry) => (
          <li key={entry.stage} className={styles.stage} data-state={entry.state} {...(entry.state === 'now' ? { 'aria-current': 'step' as const } : {})}>
            {t(`stage.${entry.stage}`)}
            <span className="visually-hidden">
              {t('common.colon')}
              {entry.state === 'done' ? t('run.stageDone') : entry.state === 'now' ? t('run.stageNow') : t('run.stageWaiting')}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
