// What do societies without the direct route recommend, and what does CAST answer? Forwarded by one person, returned by two.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import { ProblemError } from '../../../api/problems';
import { useAnchor } from '../../../shared/address';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { Names, useNameOf } from '../../../shared/names';
import { formatTime } from '../../../shared/time';
import { Alert, Button, By, type Column, DataTable, QueryView, RecordText, Section, Tag, type Tone, useProblemText } from '../../../shared/ui';
import { useFocusOnTurn } from '../focus';
import { useDocument } from '../outputs/download';
import { TextForm } from '../process/TextForm';
import { saveReceipt } from './Receipts';
import { type RecommendationAnswer, useAnswerRecommendation, useRecommendations } from './recommendations';
import styles from './submission.module.css';
import type { RecommendationQueue, RecommendedDossier } from './types';

/** The queue of a round, what waits first. */
export function Recommendations({ year }: { year: number }) {
  const { t } = useTranslation();
  const query = useRecommendations(year);
  useAnchor(!query.isPending);
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
  const label = useLabel();
  return (
    <>
      <RecordText text={row.title} />
      <div className={styles.minor}>
        {row.number} · {label('categoryShort', row.category)}
      </div>
      {/* What was answered is the society's own again, or the award office's to show. */}
      {isOpen(row) && (
        <Read row={row} />
      )}
    </>
  );
}

/** Which of its like in the other rows a button is; in sight the row says it. */
function Of({ row }: { row: RecommendedDossier }) {
  const { t } = useTranslation();
  return (
    <span className="visually-hidden">
      {t('common.colon')}
      {row.number}
    </span>
  );
}

/** The form with what is attached, to be read before the answer. */
function Read({ row }: { row: RecommendedDossier }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const download = useDocument(row.id);
  return (
    <>
      <Button size="small" aria-busy={download.isPending} onClick={() => !download.isPending && download.mutate('bundle.pdf')}>
        {download.isPending ? t('dossier.outputs.making') : t('recommendation.read')}
        <Of row={row} />
      </Button>
      {download.isError && <Alert type="error" showIcon title={<RecordText text={textOf(download.error)} />} />}
    </>
  );
}

const TONES: Record<string, Tone> = { waiting: 'blue', return_asked: 'gold', forwarded: 'green' };

function Standing({ row }: { row: RecommendedDossier }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const nameOf = useNameOf();
  const { state, reason, answered_by, answered_at, asked_by, recommended_by, recommended_at } = row.recommendation;
  // What was answered is told here: whose button went with the answer reads on from here.
  const place = useFocusOnTurn(state);
  return (
    <div ref={place}>
      <div tabIndex={-1}>
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
      </div>
    </div>
  );
}

/** What the reader may answer now. */
function Answer({ row }: { row: RecommendedDossier }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const answer = useAnswerRecommendation(row.id);
  const { version, number, may_confirm: mayConfirm, recommendation } = row;
  const send = (said: RecommendationAnswer) => !answer.isPending && answer.mutate(said);
  const asked = { about: number, isPending: answer.isPending, refusal: null };
  const refusal = answer.isError && <Alert type="error" showIcon title={<RecordText text={textOf(answer.error)} />} />;
  if (recommendation.state === 'waiting') {
    return (
      <div className={styles.stack}>
        {refusal}
        <div className={styles.buttons}>
          {/* Of another version it is another attempt; once it is to be returned, the form is for another answer. */}
          <Forward key={`forward ${version}`} row={row} isPending={answer.isPending} onSend={(key) => send({ way: 'forward', version, key })} />
          <TextForm key={`return ${version}`} {...asked} isDanger open={t('recommendation.return')} label={t('recommendation.returnReason')} send={t('recommendation.askReturn')} onSend={(reason) => send({ way: 'return', version, reason })} />
        </div>
      </div>
    );
  }
  if (recommendation.state === 'return_asked') {
    return (
      <div className={styles.stack}>
        {refusal}
        {!mayConfirm && <p className={styles.minor}>{t('recommendation.another')}</p>}
        <div className={styles.buttons}>
          {mayConfirm && (
            <Button danger aria-busy={answer.isPending} onClick={() => send({ way: 'confirm', version })}>
              {t('recommendation.confirm')}
              <Of row={row} />
            </Button>
          )}
          <TextForm key={`keep ${version}`} {...asked} open={t('recommendation.keep')} label={t('recommendation.keepReason')} send={t('recommendation.keep')} onSend={(reason) => send({ way: 'keep', version, reason })} />
        </div>
      </div>
    );
  }
  if (!refusal && !row.receipt) return null;
  return (
    <div className={styles.stack}>
      {refusal}
      {row.receipt && <Receipt row={row} receipt={row.receipt} />}
    </div>
  );
}

/** Asked twice: what is submitted cannot be taken back. The key is one attempt's, so that its repeat submits nothing else. */
function Forward({ row, isPending, onSend }: { row: RecommendedDossier; isPending: boolean; onSend: (key: string) => void }) {
  const { t } = useTranslation();
  const [key] = useState(newKey);
  const [isAsked, setAsked] = useState(false);
  const place = useFocusOnTurn(isAsked);
  return (
    <div ref={place}>
      {isAsked ? (
        <fieldset className={styles.final} tabIndex={-1}>
          <legend>
            {t('recommendation.final')}
            <Of row={row} />
          </legend>
          <div className={styles.buttons}>
            <Button type="primary" aria-busy={isPending} onClick={() => onSend(key)}>
              {t('recommendation.submit')}
            </Button>
            <Button onClick={() => setAsked(false)}>{t('process.cancel')}</Button>
          </div>
        </fieldset>
      ) : (
        <Button type="primary" onClick={() => setAsked(true)}>
          {t('recommendation.forward')}
          <Of row={row} />
        </Button>
      )}
    </div>
  );
}

function Receipt({ row, receipt }: { row: RecommendedDossier; receipt: NonNullable<RecommendedDossier['receipt']> }) {
  const { t } = useTranslation();
  const { number, attempt } = receipt.statement;
  return (
    <Button onClick={() => saveReceipt(receipt, t('submission.fileName', { number, attempt }))}>
      {t('submission.download')}
      <Of row={row} />
    </Button>
  );
}
