// What was disputed, what was answered, and what can the reader do about it?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { presentOf } from '../../../api/problems';
import type { DisputeView } from '../../../api/types';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { nameIn } from '../../../shared/names';
import { formatTime } from '../../../shared/time';
import { Alert, Button, Dialog, RecordText, Tag, type Tone, useProblemText } from '../../../shared/ui';
import { useWithdrawDispute } from '../queries';
import { AnswerForm } from './AnswerForm';
import { SocietyName } from './Indicators';
import styles from './track_record.module.css';

const TONES: Record<string, Tone> = { filed: 'gold', accepted: 'green', rejected: 'neutral', withdrawn: 'neutral' };

/** The disputes as a list, each with its answer and the buttons that the reader may press. */
export function Disputes({ disputes, showsSociety = false }: { disputes: readonly DisputeView[]; showsSociety?: boolean }) {
  return (
    <div>
      {disputes.map((dispute) => (
        <DisputeItem key={dispute.id} dispute={dispute} showsSociety={showsSociety} />
      ))}
    </div>
  );
}

function DisputeItem({ dispute, showsSociety }: { dispute: DisputeView; showsSociety: boolean }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const isEnglish = language === 'en';
  const measure = dispute.measure && (isEnglish ? dispute.measure.name_en : dispute.measure.name);
  return (
    <article className={styles.item}>
      <div className={styles.itemHead}>
        <h3>
          {showsSociety && (
            <>
              <SocietyName zh={dispute.society} en={dispute.society_en} />
              {' · '}
            </>
          )}
          {dispute.round} · {dispute.indicator} {isEnglish ? dispute.indicator_name_en : dispute.indicator_name}
        </h3>
        <Tag tone={TONES[dispute.state] ?? 'neutral'}>{label('disputeState', dispute.state)}</Tag>
        {dispute.is_overdue && <span className={styles.late}>{t('dispute.overdue')}</span>}
      </div>
      {(dispute.case_ref || measure) && (
        <div className={styles.minor}>
          {dispute.case_ref ? <RecordText text={dispute.case_ref} /> : t('record.wholeRound')}
          {measure && ` · ${measure}`}
          {dispute.claimed_value !== null && dispute.claimed_value !== undefined && ` · ${t('dispute.shouldBe', { value: dispute.claimed_value })}`}
        </div>
      )}
      <div className={styles.quote}>
        <RecordText text={dispute.claim} />
      </div>
      {dispute.answer && (
        <div className={styles.answer}>
          <span className={styles.minor}>{t('dispute.answer')}</span>
          <div>
            <RecordText text={dispute.answer} />
          </div>
          {dispute.corrections.map((correction) => (
            <div key={`${correction.case_ref}/${correction.measure}`} className={styles.minor}>
              {t('dispute.corrected')} {correction.case_ref === '' ? t('record.wholeRound') : <RecordText text={correction.case_ref} />} · {measureLabel(dispute, correction.measure, isEnglish)} → {correction.value}
            </div>
          ))}
        </div>
      )}
      <div className={styles.itemFoot}>
        <span>{t('dispute.filedAt', { time: formatTime(dispute.filed_at, language) })}</span>
        {dispute.state === 'filed' && <span>{t('dispute.dueAt', { time: formatTime(dispute.due_at, language) })}</span>}
        {dispute.answered_at && <span>{t('dispute.answeredAt', { time: formatTime(dispute.answered_at, language) })}</span>}
        {dispute.answered_by && (
          <span>
            <RecordText text={t('dispute.answeredBy', { name: nameIn(dispute.names, dispute.answered_by) })} />
          </span>
        )}
      </div>
      <Actions dispute={dispute} />
    </article>
  );
}

function measureLabel(dispute: DisputeView, measure: string, isEnglish: boolean): string {
  if (dispute.measure?.measure !== measure) return measure;
  return isEnglish ? dispute.measure.name_en : dispute.measure.name;
}

function Actions({ dispute }: { dispute: DisputeView }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const withdraw = useWithdrawDispute();
  const [isAnswering, setAnswering] = useState(false);
  if (!dispute.may_answer && !dispute.may_withdraw) return null;
  return (
    <div className={styles.buttons}>
      {dispute.may_answer && (
        <Button type="primary" size="small" onClick={() => setAnswering(true)}>
          {t('dispute.answerIt')}
        </Button>
      )}
      {dispute.may_withdraw && (
        <Button size="small" loading={withdraw.isPending} onClick={() => withdraw.mutate({ id: dispute.id, version: dispute.version })}>
          {t('dispute.withdraw')}
        </Button>
      )}
      {withdraw.isError && <Alert type="error" showIcon title={presentOf(withdraw.error) ? t('dispute.movedOn') : textOf(withdraw.error)} />}
      <Dialog isOpen={isAnswering} title={t('dispute.answerIt')} side="right" onClose={() => setAnswering(false)}>
        <AnswerForm dispute={dispute} onDone={() => setAnswering(false)} />
      </Dialog>
    </div>
  );
}
