// What became of a society's nomination in the examination: does it run, what is to be corrected by when, what was decided and why?
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { DossierDetail } from '../../../api/types';
import { useClause } from '../../../shared/clause';
import { useBilingual, useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Button, QueryView, RecordText, Section, Tag } from '../../../shared/ui';
import { countdown, isNear, unitsOf } from '../../dossiers/clock';
import { DossierTabPage } from '../../dossiers/components/DossierTabPage';
import { type Timed, useDossierForm } from '../../dossiers/queries';
import { linkTo } from '../../dossiers/submission/board';
import { Refusal } from '../../dossiers/submission/Refusal';
import { usePlaceOf } from '../../dossiers/submission/words';
import { useDossiersWithEdits } from '../../dossiers/useEditor';
import { useServerNow } from '../../dossiers/useServerNow';
import { useAccount } from '../../identity/queries';
import styles from '../components/examination.module.css';
import { societyNoticeAddress, useHandIn, useSocietyExamination } from '../queries';
import type { SocietyExamination } from '../types';

/** The tab of a dossier on its examination. */
export default function SocietyExaminationPage() {
  const { t } = useTranslation();
  return (
    <DossierTabPage name={t('examination.title')} rows={8}>
      {(dossier) => <Known key={dossier.id} dossier={dossier} />}
    </DossierTabPage>
  );
}

const TONES: Readonly<Record<string, string>> = { accepted: 'good', refused: 'bad', correcting: 'warn' };

function Known({ dossier }: { dossier: DossierDetail }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const query = useSocietyExamination(dossier.id);
  return (
    <QueryView query={query} rows={6} isFramed>
      {(told) => (
        <div className={styles.page}>
          <Section title={t('examination.title')}>
            <div className={styles.stack}>
              <p className={styles.outcome} data-tone={TONES[told.standing]} role="status">
                {label('examination', `society.${told.standing}`)}
              </p>
              {told.decided_at && (
                <div className={styles.buttons}>
                  <span>{t('examination.decidedAt', { time: formatTime(told.decided_at, language) })}</span>
                  <a href={societyNoticeAddress(dossier.id, language)} download>
                    {t('examination.notice')}
                  </a>
                </div>
              )}
              {told.standing === 'refused' && <p className={styles.minor}>{t('examination.society.remedy')}</p>}
            </div>
          </Section>
          {told.correction && told.standing === 'correcting' && <Asked dossier={dossier} told={told} correction={told.correction} />}
          {told.correction?.answered_at && (
            <Section title={t('examination.correction')}>
              <p>{t('examination.handedIn', { time: formatTime(told.correction.answered_at, language, true) })}</p>
            </Section>
          )}
          {told.objected.length > 0 && <Objected dossier={dossier} told={told} />}
        </div>
      )}
    </QueryView>
  );
}

/** What is to be corrected, until when, and the way to hand it in. */
function Asked({ dossier, told, correction }: { dossier: DossierDetail; told: Timed<SocietyExamination>; correction: NonNullable<SocietyExamination['correction']> }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const account = useAccount();
  const form = useDossierForm(dossier.id).data;
  const placeName = usePlaceOf(form, dossier.fields);
  const handIn = useHandIn(dossier.id);
  const now = useServerNow(told.offsetMs);
  const left = countdown(now, undefined, correction.due_at);
  const isOver = left.phase === 'over';
  const hasEdits = useDossiersWithEdits(account?.id).has(dossier.id);
  return (
    <Section title={t('examination.correction')}>
      <div className={styles.stack}>
        <p className={styles.lead}>
          <Tag tone={isOver ? 'red' : isNear(left) ? 'gold' : 'blue'}>{isOver ? t('examination.correctionOver') : t('examination.correctionLeft', { left: t(`societyHome.left.${unitsOf(left)}`, { ...left }) })}</Tag>
          <span className="whole">{t('examination.correctionUntil', { time: formatTime(correction.due_at, language, true) })}</span>
          <span className={`${styles.minor} ${styles.number}`} role="timer" aria-live="off">
            {t('process.serverClock', { time: formatTime(new Date(now).toISOString(), language, true) })}
          </span>
        </p>
        <div>
          <h3>{t('examination.correctNote')}</h3>
          <p className={styles.text}>
            <RecordText text={correction.note} />
          </p>
        </div>
        {correction.addresses.length > 0 && (
          <div>
            <h3>{t('examination.correctFields')}</h3>
            <ul className={styles.links}>
              {correction.addresses.map((address) => (
                <li key={address}>
                  <Link to={linkTo(dossier.id, address)}>{placeName(address)}</Link>
                </li>
              ))}
            </ul>
            <p className={styles.minor}>{t('examination.onlyThese')}</p>
          </div>
        )}
        <Refusal id={dossier.id} of={handIn} />
        {hasEdits ? (
          <p>
            <Link to={`/dossiers/${dossier.id}`}>{t('submission.unsent')}</Link>
          </p>
        ) : correction.may_answer && !isOver ? (
          <div className={styles.stack}>
            <p className={styles.minor}>{t('examination.handInText', { version: dossier.version })}</p>
            <div>
              <Button type="primary" aria-busy={handIn.isPending} onClick={() => !handIn.isPending && handIn.mutate(dossier.version)}>
                {t('examination.handIn')}
              </Button>
            </div>
          </div>
        ) : (
          <p className={styles.minor}>{t(isOver ? 'examination.tooLate' : 'examination.headHandsIn')}</p>
        )}
      </div>
    </Section>
  );
}

/** What speaks against it: rule, clause, reason, what mends it, the field. */
function Objected({ dossier, told }: { dossier: DossierDetail; told: SocietyExamination }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const clause = useClause();
  const form = useDossierForm(dossier.id).data;
  const placeName = usePlaceOf(form, dossier.fields);
  return (
    <Section title={t('examination.objected', { count: told.objected.length })}>
      <ol className={styles.objected}>
        {told.objected.map((one) => (
          <li key={one.rule}>
            <strong>
              {one.rule} <RecordText text={bilingual(one.text)} />
            </strong>
            <dl className={styles.facts}>
              <dt>{t('examination.clause')}</dt>
              <dd>
                <RecordText text={clause(one.clause)} />
              </dd>
              <dt>{t('examination.reason')}</dt>
              <dd className={styles.text}>
                <RecordText text={one.reason} />
              </dd>
              {one.fix && (
                <>
                  <dt>{t('examination.fix')}</dt>
                  <dd className={styles.text}>
                    <RecordText text={one.fix} />
                  </dd>
                </>
              )}
              {one.address && (
                <>
                  <dt>{t('examination.field')}</dt>
                  <dd>
                    <Link to={linkTo(dossier.id, one.address)}>{placeName(one.address)}</Link>
                  </dd>
                </>
              )}
            </dl>
          </li>
        ))}
      </ol>
    </Section>
  );
}
