// How far has the round come? The steps of the process with the nominations now at each.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatCount } from '../../../shared/time';
import { Section } from '../../../shared/ui';
import { pipelineOf } from '../pipeline';
import styles from './awards.module.css';

/** The pipeline; each state leads to the list of its nominations. */
export function Pipeline({ year, byState }: { year: number; byState: readonly { state: string; count: number }[] }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  return (
    <Section title={t('overview.pipeline')} hint={t('overview.pipelineHint')}>
      <ol className={styles.pipeline}>
        {pipelineOf(byState).map((step) => (
          <li key={step.group} className={styles.step} data-empty={step.count === 0}>
            <h3 className={styles.stepName}>{t(`stageGroup.${step.group}`)}</h3>
            <p className={styles.stepCount}>{formatCount(step.count, language)}</p>
            {step.states.length > 0 && (
              <ul className={styles.stepStates}>
                {step.states.map((entry) => (
                  <li key={entry.state}>
                    <Link to={`/rounds/${year}/nominations?state=${encodeURIComponent(entry.state)}`}>
                      {label('state', entry.state)} {formatCount(entry.count, language)}
                    </Link>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}
