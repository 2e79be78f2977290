// How did the latest match of this round end?
import { useTranslation } from 'react-i18next';
import type { MatchRun } from '../../../api/types';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatCount, formatShare, formatTime } from '../../../shared/time';
import { ButtonLink, Facts, Section, Tag, toneOfRun } from '../../../shared/ui';
import styles from './awards.module.css';

/** The latest run in four facts, and the way to its report. */
export function LatestRun({ year, run, mayStart }: { year: number; run: MatchRun | null; mayStart: boolean }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  if (run === null) {
    return (
      <Section title={t('overview.latestRun')}>
        <div className={styles.stack}>
          <p>{t('overview.noRun')}</p>
          {mayStart && (
            <div>
              <ButtonLink type="primary" to={`/rounds/${year}/matching`}>
                {t('overview.startMatch')}
              </ButtonLink>
            </div>
          )}
        </div>
      </Section>
    );
  }
  const report = run.report;
  return (
    <Section title={t('overview.latestRun')}>
      <div className={styles.stack}>
        <Facts
          facts={[
            { label: t('matching.columns.state'), value: <Tag tone={toneOfRun(run.state)}>{label('runState', run.state)}</Tag> },
            { label: t('matching.columns.requestedAt'), value: formatTime(run.requested_at, language) },
            { label: t('matching.columns.objective'), value: label('matching', `objectives.${run.parameters.objective}`) },
            ...(report
              ? [
                  {
                    label: t('report.tiles.met'),
                    value: t('common.ratio', {
                      part: formatCount(report.met, language),
                      whole: formatCount(report.demand, language),
                      share: formatShare(report.demand === 0 ? 1 : report.met / report.demand),
                    }),
                  },
                ]
              : []),
          ]}
        />
        <div>
          <ButtonLink to={`/rounds/${year}/matching/${run.id}`}>
            {run.state === 'done' || run.state === 'failed' ? t('overview.seeReport') : t('overview.seeProgress')}
          </ButtonLink>
        </div>
      </div>
    </Section>
  );
}
