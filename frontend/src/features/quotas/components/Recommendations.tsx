// What do societies without the direct route recommend, and what does CAST answer? Forwarded by one person, returned by two.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemError } from '../../../api/problems';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, Button, type Column, DataTable, QueryView, RecordText, Section, Tag, useProblemText } from '../../../shared/ui';
import { Names, useNameOf } from '../../dossiers/names';
import { By } from '../../dossiers/process/By';
import { TextForm } from '../../dossiers/process/TextForm';
import { saveReceipt } from '../../dossiers/submission/Receipts';
import type { RecommendationQueue, RecommendedDossier } from '../contract';
import { useAnswerRecommendation, useRecommendations } from '../recommendations';
import styles from './quotas.module.css';

/** The queue of a round, what waits first. */
export function Recommendations({ year }: { year: number }) {
  const { t } = useTranslation();
  const query = useRecommendations(year);
  // A ledger may be opened before its round.
  if (query.error instanceof ProblemError && query.error.status === 404) return null;
  return (
    <Section id="recommendations" title={t('recommendation.queue')} hint={t('recommendation.queueHint')}>
      <QueryView query={query} rows={3}>
        {(queue) => (
          <Names value={queue.names}>
            <Queue queue={queue} />
          </Names>
        )}
      </QueryView>
    </Section>
  );
}

function Queue({ queue }: { queue: RecommendationQueue }) {
  const { t } = useTranslation();
  const label = useLabel();
  const limited = queue.places.filter((one) => one.places != null);
  const columns: Column<RecommendedDossier>[] = [
    { key: 'title', title: t('recommendation.project'), onPhone: 'title', render: (row) => <Project row={row} /> },
    {
      key: 'society',
      title: t('quota.columns.society'),
      width: 200,
      render: (row) => (
        <>
          <RecordText text={row.society} />
          <div className={styles.minor}>{row.society_id}</div>
        </>
      ),
    },
    { key: 'state', title: t('proposal.standing'), width: 240, render: (row) => <Standing row={row} /> },
    { key: 'act', title: t('ledger.act'), width: 280, render: (row) => <Answer row={row} /> },
  ];
  return (
    <div className={styles.stack}>
      {limited.length > 0 && <p className={styles.minor}>{limited.map((one) => t('recommendation.left', { name: label('bucket', one.bucket), free: one.free ?? 0, places: one.places ?? 0 })).join(t('process.semicolon'))}</p>}
      {queue.dossiers.length === 0 ? <p className={styles.minor}>{t('recommendation.none')}</p> : <DataTable label={t('recommendation.queue')} columns={columns} rows={queue.dossiers} rowKey={(row) => row.id} />}
    </div>
  );
}

const isOpen = (row: RecommendedDossier) => row.recommendation.state === 'waiting' || row.recommendation.state === 'return_asked';

function Project({ row }: { row: RecommendedDossier }) {
  const { t } = useTranslation();
  const label = useLabel();
  return (
    <>
      <RecordText text={row.title} />
      <div className={styles.minor}>
        {row.number} · {label('categoryShort', row.category)}
      </div>
      {/* What was answered is the society's own again, or the award office's to show. */}
      {isOpen(row) && (
        <a href={`/api/v1/dossiers/${row.id}/bundle.pdf`} download>
          {t('recommendation.read')}
          <span className="visually-hidden">
            {t('common.colon')}
            {row.number}
          </span>
        </a>
      )}
    </>
  );
}

const TONES: Record<string, 'green' | 'gold' | 'blue' | 'neutral'> = { waiting: 'blue', return_asked: 'gold', forwarded: 'green' };

function Standing({ row }: { row: RecommendedDossier }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const nameOf = useNameOf();
  const { state, reason, answered_by, answered_at, asked_by, recommended_by, recommended_at } = row.recommendation;
  return (
    <>
      <Tag tone={TONES[state] ?? 'neutral'}>{label('recommendation', `states.${state}`)}</Tag>
      {reason && (
        <div>
          <RecordText text={reason} />
        </div>
      )}
      {state === 'return_asked' && (
        <div className={styles.minor}>
          <RecordText text={t('recommendation.askedBy', { name: nameOf(asked_by) })} />
        </div>
      )}
      <div className={styles.minor}>
        <By name={answered_by ?? recommended_by} time={formatTime(answered_at ?? recommended_at, language)} />
      </div>
    </>
  );
}

/** What the reader may answer now. */
function Answer({ row }: { row: RecommendedDossier }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const answer = useAnswerRecommendation(row.id);
  const { id, version, may_confirm: mayConfirm, recommendation } = row;
  const send = (way: 'forward' | 'confirm') => () => !answer.isPending && answer.mutate({ way, version });
  const refusal = answer.isError ? <Alert type="error" showIcon title={<RecordText text={textOf(answer.error)} />} /> : undefined;
  if (recommendation.state === 'waiting') {
    return (
      <div className={styles.stack}>
        {refusal}
        <div className={styles.buttons}>
          <Forward isPending={answer.isPending} onSend={send('forward')} />
          {/* Once it is to be returned, the form is for another answer. */}
          <TextForm key={`${id} ${version}`} isDanger open={t('recommendation.return')} label={t('recommendation.returnReason')} send={t('recommendation.askReturn')} isPending={answer.isPending} refusal={null} onSend={(reason) => answer.mutate({ way: 'return', version, reason })} />
        </div>
      </div>
    );
  }
  if (recommendation.state !== 'return_asked') return row.receipt ? <Receipt receipt={row.receipt} /> : (refusal ?? null);
  return (
    <div className={styles.stack}>
      {refusal}
      {!mayConfirm && <p className={styles.minor}>{t('recommendation.another')}</p>}
      <div className={styles.buttons}>
        {mayConfirm && (
          <Button danger aria-busy={answer.isPending} onClick={send('confirm')}>
            {t('recommendation.confirm')}
          </Button>
        )}
        <TextForm key={`${id} ${version}`} open={t('recommendation.keep')} label={t('recommendation.keepReason')} send={t('recommendation.keep')} isPending={answer.isPending} refusal={null} onSend={(reason) => answer.mutate({ way: 'keep', version, reason })} />
      </div>
    </div>
  );
}

/** Asked twice: what is submitted cannot be taken back. */
function Forward({ isPending, onSend }: { isPending: boolean; onSend: () => void }) {
  const { t } = useTranslation();
  const [isAsked, setAsked] = useState(false);
  if (!isAsked) {
    return (
      <Button type="primary" onClick={() => setAsked(true)}>
        {t('recommendation.forward')}
      </Button>
    );
  }
  return (
    <fieldset className={styles.entry}>
      <legend>{t('recommendation.final')}</legend>
      <div className={styles.buttons}>
        <Button type="primary" aria-busy={isPending} onClick={onSend}>
          {t('recommendation.submit')}
        </Button>
        <Button onClick={() => setAsked(false)}>{t('process.cancel')}</Button>
      </div>
    </fieldset>
  );
}

function Receipt({ receipt }: { receipt: NonNullable<RecommendedDossier['receipt']> }) {
  const { t } = useTranslation();
  const { number, attempt } = receipt.statement;
  return <Button onClick={() => saveReceipt(receipt, t('submission.fileName', { number, attempt }))}>{t('submission.download')}</Button>;
}
