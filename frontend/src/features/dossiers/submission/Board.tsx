// Where does each of the society's dossiers stand, and what holds it up? Columns by state; a list by state on a phone.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useBilingual, useLabel } from '../../../shared/i18n';
import { Disclosure, RecordText, Tag, toneOfState } from '../../../shared/ui';
import { boardOf, type Column, isExamined, pageOfStep, placeToMend, stepOf } from './board';
import styles from './submission.module.css';
import type { BlockedDossier, Finding } from './types';

/** The dossiers by state. */
export function Board({ dossiers }: { dossiers: readonly BlockedDossier[] }) {
  const { t } = useTranslation();
  const label = useLabel();
  const { columns, gone } = boardOf(dossiers);
  return (
    <div className={styles.stack}>
      <div className={styles.board}>
        {columns.map(({ column, dossiers: here }) => (
          <section key={column} className={styles.boardColumn} data-empty={here.length === 0} aria-label={label('state', column)}>
            <h3 className={styles.columnHead}>
              <span>{label('state', column)}</span>
              <span className={styles.columnCount}>{here.length}</span>
            </h3>
            {here.length > 0 && <Cards column={column} dossiers={here} />}
          </section>
        ))}
      </div>
      {gone.length > 0 && (
        <Disclosure label={t('societyHome.gone', { count: gone.length })}>
          <ul className={styles.goneList}>
            {gone.map((one) => (
              <li key={one.id}>
                <Name dossier={one} to={`/dossiers/${one.id}/${isExamined(one.state) ? 'examination' : 'submission'}`} /> <Tag tone={toneOfState(one.state)}>{label('state', one.state)}</Tag>
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </div>
  );
}

function Cards({ column, dossiers }: { column: Column; dossiers: readonly BlockedDossier[] }) {
  return (
    <ul className={styles.dossierCards}>
      {dossiers.map((one) => (
        <li key={one.id} className={styles.dossierCard}>
          <Card column={column} dossier={one} />
        </li>
      ))}
    </ul>
  );
}

function Name({ dossier, to }: { dossier: BlockedDossier; to: string }) {
  const { t } = useTranslation();
  return (
    <span className={styles.name}>
      <Link to={to}>{dossier.title.trim() === '' ? t('dossier.untitled') : <RecordText text={dossier.title} />}</Link>
      <span className={styles.minor}>{dossier.number}</span>
    </span>
  );
}

function Card({ column, dossier }: { column: Column; dossier: BlockedDossier }) {
  const { t } = useTranslation();
  const label = useLabel();
  const step = stepOf(dossier.next);
  const isSubmitted = column === 'submitted';
  return (
    <>
      <Name dossier={dossier} to={isSubmitted ? `/dossiers/${dossier.id}/${isExamined(dossier.state) ? 'examination' : 'submission'}` : `/dossiers/${dossier.id}`} />
      {dossier.state !== column && (
        <span>
          <Tag tone={toneOfState(dossier.state)}>{label('state', dossier.state)}</Tag>
        </span>
      )}
      {dossier.state === 'correction_required' && (
        <Link to={`/dossiers/${dossier.id}/examination`} className={styles.toMend}>
          {t('examination.toCorrect')}
        </Link>
      )}
      {step !== undefined && (
        <p>
          <span className={styles.minor}>{t('societyHome.nextStep')}</span>
          <Link to={pageOfStep(dossier.id, step)}>{t(`societyHome.steps.${step}`)}</Link>
        </p>
      )}
      {!isSubmitted && <Blockers dossier={dossier} />}
    </>
  );
}

function Blockers({ dossier }: { dossier: BlockedDossier }) {
  const { t } = useTranslation();
  if (dossier.failing === 0) return <p className={styles.clear}>{t('societyHome.nothingToMend')}</p>;
  return (
    <>
      <Link to={`/dossiers/${dossier.id}/submission`} className={styles.toMend}>
        {t('societyHome.toMend', { count: dossier.failing })}
      </Link>
      <ul className={styles.blockers}>
        {dossier.blockers.map((one) => (
          <li key={`${one.rule} ${one.address ?? ''} ${one.what.zh}`}>
            <Blocker id={dossier.id} finding={one} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Blocker({ id, finding }: { id: string; finding: Finding }) {
  const bilingual = useBilingual();
  const to = placeToMend(id, finding);
  const what = <RecordText text={bilingual(finding.what)} />;
  return to === undefined ? what : <Link to={to}>{what}</Link>;
}
