// What stands behind a number? The cases, each with its facts, and what they said before a correction.
import { useTranslation } from 'react-i18next';
import type { CasesView, IndicatorView } from '../../../api/types';
import { useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Disclosure, EmptyState, QueryView, RecordText, Tag } from '../../../shared/ui';
import { useCases } from '../queries';
import { EventItem } from './Events';
import styles from './track_record.module.css';

type Case = CasesView['cases'][number];
type FactView = Case['facts'][number];

/** The cases behind an indicator of a round. */
export function Cases({ code, round, indicator }: { code: string; round: number; indicator: IndicatorView }) {
  const query = useCases(code, round, indicator.id);
  return (
    <QueryView query={query} rows={6}>
      {(cases) => <Loaded cases={cases} indicator={indicator} />}
    </QueryView>
  );
}

function Loaded({ cases, indicator }: { cases: CasesView; indicator: IndicatorView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <div className={styles.stack}>
      <p className={styles.minor}>
        {t('record.madeFrom')}
        {language === 'en' ? indicator.source_en : indicator.source}
      </p>
      <p>
        {cases.sums.map((sum) => `${language === 'en' ? sum.name_en : sum.name} ${sum.sum ?? '—'}`).join(t('common.separator'))}
      </p>
      {cases.cases.length === 0 && cases.events.length === 0 ? (
        <EmptyState title={t('record.noCases')} />
      ) : (
        <div>
          {cases.cases.map((one) => (
            <CaseItem key={one.case_ref} one={one} cases={cases} />
          ))}
          {cases.events.map((event) => (
            <EventItem key={event.id} event={event} />
          ))}
        </div>
      )}
    </div>
  );
}

function CaseItem({ one, cases }: { one: Case; cases: CasesView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const nameOf = (measure: string) => {
    const known = cases.sums.find((sum) => sum.measure === measure);
    return known === undefined ? measure : language === 'en' ? known.name_en : known.name;
  };
  // Of a whole round its file may have told more in words.
  const second = one.case_ref === '' ? one.case_title : one.case_ref;
  return (
    <div className={styles.case}>
      <div className={styles.caseTitle}>{one.case_ref === '' ? t('record.wholeRound') : <RecordText text={one.case_title || one.case_ref} />}</div>
      {second !== '' && <div className={styles.minor}><RecordText text={second} /></div>}
      <div className={styles.caseFacts}>
        {one.facts.map((fact) => (
          <Tag key={fact.id} tone={fact.value > 0 ? 'blue' : 'neutral'}>
            {nameOf(fact.measure)} {fact.value}
          </Tag>
        ))}
      </div>
      {one.facts.filter((fact) => fact.revisions.length > 0).map((fact) => (
        <Revisions key={fact.id} fact={fact} name={nameOf(fact.measure)} />
      ))}
    </div>
  );
}

function Revisions({ fact, name }: { fact: FactView; name: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <Disclosure label={t('record.corrected')} about={name}>
      <ol className={styles.revisions}>
        {fact.revisions.map((revision) => (
          <li key={revision.recorded_at}>
            {name} {revision.value} · {formatTime(revision.recorded_at, language)}
            {revision.reason && (
              <>
                {' · '}
                <RecordText text={revision.reason} />
              </>
            )}
          </li>
        ))}
      </ol>
    </Disclosure>
  );
}
