// Where, when and in which units was a dossier public in its society, and what came of it?
import { useTranslation } from 'react-i18next';
import type { ProcessView, PublicityView } from '../../../api/types';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { By, Days, Disclosure, type Fact, Facts, RecordText, Section, Tag } from '../../../shared/ui';
import { BeginPublicity, EndPublicity } from './PublicityForms';
import { Proofs } from './ProofField';
import styles from './process.module.css';

function useFacts(dossier: string, one: PublicityView): Fact[] {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const list = (texts: readonly string[]) => (texts.length === 0 ? '—' : <RecordText text={texts.join('；')} />);
  const outcome = one.outcome ? label('publicityOutcome', one.outcome) : t('process.publicity.runs');
  return [
    { label: t('process.publicity.time'), value: <Days from={one.starts_on} to={one.ends_on} /> },
    { label: t('process.publicity.length'), value: t('process.publicity.least', { count: one.least_days, kind: label('dayCount', one.count) }) },
    { label: t('process.publicity.places'), value: list(one.places), isWide: true },
    { label: t('process.publicity.units'), value: list(one.units), isWide: true },
    ...(one.missing_units.length > 0 ? [{ label: t('process.publicity.missingUnits'), value: list(one.missing_units), isWide: true }] : []),
    { label: t('process.publicity.proofs'), value: <Proofs dossier={dossier} numbers={one.proofs} />, isWide: true },
    { label: t('process.publicity.outcome'), value: outcome },
    ...(one.closed_at ? [{ label: t('process.publicity.closed'), value: <By name={one.closed_by} time={formatTime(one.closed_at, language)} /> }] : []),
  ];
}

/** A publicity, with what was objected. */
export function PublicityFacts({ dossier, one }: { dossier: string; one: PublicityView }) {
  const { t } = useTranslation();
  return (
    <div className={styles.stack}>
      <Facts facts={useFacts(dossier, one)} />
      {one.objections.length > 0 && (
        <ul className={styles.steps}>
          {one.objections.map((objection) => (
            <li key={objection.text}>
              <span>
                <RecordText text={objection.text} />
              </span>
              <span className={styles.minor}>{objection.settlement ? <RecordText text={objection.settlement} /> : t('process.publicity.unsettled')}</span>
            </li>
          ))}
        </ul>
      )}
      {one.closed_at && (
        <div>
          <Tag tone={one.is_clear ? 'green' : 'red'}>{one.is_clear ? t('process.publicity.clear') : t('process.publicity.notClear')}</Tag>
        </div>
      )}
      <p className={styles.digest}>{t('process.publicity.digest', { digest: one.content_digest })}</p>
    </div>
  );
}

/** The publicity part of the page. */
export function PublicitySection({ process }: { process: ProcessView }) {
  const { t } = useTranslation();
  const { publicity, may } = process;
  const label = useLabel();
  if (process.category === 'INT') return null;
  return (
    <Section title={t('process.publicity.title')} hint={t('process.publicity.hint', { count: process.publicity_days, kind: label('dayCount', process.publicity_count) })}>
      <div className={styles.stack}>
        {publicity ? <PublicityFacts dossier={process.id} one={publicity} /> : !may.begin_publicity && <p className={styles.minor}>{t('process.publicity.none')}</p>}
        {may.begin_publicity && <BeginPublicity process={process} />}
        {may.end_publicity && publicity && <EndPublicity key={`${publicity.id} ${publicity.objections.length}`} process={process} publicity={publicity} />}
        {process.earlier_publicities.length > 0 && (
          <Disclosure label={t('process.publicity.earlier', { count: process.earlier_publicities.length })}>
            <div className={styles.stack}>
              {process.earlier_publicities.map((one) => (
                <PublicityFacts key={one.id} dossier={process.id} one={one} />
              ))}
            </div>
          </Disclosure>
        )}
      </div>
    </Section>
  );
}
