// How is a submitted dossier withdrawn or taken back? Asked for by one, answered by another; what was asked and answered stays.
import { useTranslation } from 'react-i18next';
import type { DossierDetail } from '../../../api/types';
import { useLanguage } from '../../../shared/i18n';
import { useNameOf } from '../../../shared/names';
import { formatTime } from '../../../shared/time';
import { Disclosure, RecordText, Section, Tag, type Tone } from '../../../shared/ui';
import { isSocietyHead } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import styles from './submission.module.css';
import type { DossierSubmissions, DossierWithdrawal } from './types';
import { AnswerForm, AskForm } from './WithdrawalForms';

const STATES = ['asked', 'granted', 'refused'] as const;

const TONES: Record<(typeof STATES)[number], Tone> = { asked: 'gold', granted: 'green', refused: 'red' };

/** Withdrawals of a dossier that was submitted. */
export function Withdrawals({ dossier, known }: { dossier: DossierDetail; known: DossierSubmissions }) {
  const { t } = useTranslation();
  const isOpen = known.withdrawals.some((one) => one.state === 'asked');
  // Just submitted, it is told also that none is taken.
  const isAskedFor = known.may_withdraw || dossier.state === 'submitted';
  if (!isAskedFor && known.withdrawals.length === 0) return null;
  return (
    <Section id="withdrawal" title={t('submission.withdrawal')}>
      <div className={styles.stack}>
        {known.withdrawals.length > 0 && (
          <ul className={styles.entries}>
            {known.withdrawals.map((one) => (
              <Entry key={one.id} id={dossier.id} withdrawal={one} known={known} />
            ))}
          </ul>
        )}
        {isAskedFor &&
          !isOpen &&
          (known.may_withdraw ? (
            <Disclosure label={t('submission.ask')}>
              <AskForm id={dossier.id} known={known} />
            </Disclosure>
          ) : (
            <p>{t('submission.noWithdrawal')}</p>
          ))}
        <p className={styles.minor}>
          {t('submission.basis')}
          <RecordText text={known.basis} />
        </p>
      </div>
    </Section>
  );
}

function Entry({ id, withdrawal, known }: { id: string; withdrawal: DossierWithdrawal; known: DossierSubmissions }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const nameOf = useNameOf();
  const state = STATES.find((one) => one === withdrawal.state) ?? 'asked';
  return (
    <li className={styles.entry}>
      <div className={styles.entryHead}>
        <strong>{t(withdrawal.is_replacement ? 'submission.replacement' : 'submission.plain')}</strong>
        <Tag tone={TONES[state]}>{t(`submission.states.${state}`)}</Tag>
        <span className={styles.minor}>
          <RecordText text={t('submission.byAt', { by: nameOf(withdrawal.asked_by), time: formatTime(withdrawal.asked_at, language) })} />
        </span>
      </div>
      <p className={styles.text}>
        <RecordText text={withdrawal.reason} />
      </p>
      {withdrawal.answered_at && (
        <div className={styles.answer}>
          <span className={styles.minor}>
            <RecordText text={t('submission.answeredByAt', { by: nameOf(withdrawal.answered_by), time: formatTime(withdrawal.answered_at, language) })} />
          </span>
          <p className={styles.text}>
            <RecordText text={withdrawal.answer} />
          </p>
          {state === 'granted' && <p className={styles.minor}>{t(withdrawal.is_replacement ? 'submission.placeStays' : withdrawal.is_place_free ? 'submission.placeFreed' : 'submission.placeLost')}</p>}
        </div>
      )}
      {state === 'asked' && <Waiting id={id} withdrawal={withdrawal} known={known} />}
    </li>
  );
}

/** The answer, for another head than whoever asked; for the others, who gives it. */
function Waiting({ id, withdrawal, known }: { id: string; withdrawal: DossierWithdrawal; known: DossierSubmissions }) {
  const { t } = useTranslation();
  const account = useAccount();
  if (!isSocietyHead(account)) return <p className={styles.minor}>{t('submission.waitsForHead')}</p>;
  if (account?.username === withdrawal.asked_by) return <p className={styles.minor}>{t('submission.waitsForOther')}</p>;
  return <AnswerForm id={id} withdrawal={withdrawal} known={known} />;
}
