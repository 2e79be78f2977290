// Which nominations need another reviewer, and who is asked?
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import { fieldFault, mayPass } from '../../../api/problems';
import { useLabel } from '../../../shared/i18n';
import { formatScore } from '../../../shared/time';
import { Alert, Button, Dialog, EmptyState, Field, Input, OptionGroup, QueryView, ReasonField, RecordText, Tag, Trouble } from '../../../shared/ui';
import { isReason } from '../../../shared/reason';
import { instantOf } from '../../dossiers/clock';
import { useAddReviewer, useCandidates } from '../queries';
import type { Candidate, Extra, ExtraRow } from '../types';
import styles from './reviews.module.css';

/** Somebody who could be asked. */
function Named({ one }: { one: Candidate }) {
  const { t } = useTranslation();
  return (
    <>
      <RecordText text={one.expert.name} />{' '}
      <span className={styles.minor}>
        <RecordText text={one.expert.unit} /> · {t('reviews.affinity', { score: formatScore(one.score) })}
      </span>
    </>
  );
}

/** Chooses an expert, until when he may answer, and why he. */
function Ask({ phase, plan, row, onDone }: { phase: string; plan: string; row: ExtraRow; onDone: (name: string) => void }) {
  const { t } = useTranslation();
  const candidates = useCandidates(plan, row.nomination.id);
  const add = useAddReviewer(phase);
  const key = useRef(newKey());
  const [expert, setExpert] = useState('');
  const [due, setDue] = useState('');
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const due_at = instantOf(due);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (expert === '' || !due_at || !isReason(reason) || add.isPending) return;
    const named = candidates.data?.find((one) => one.expert.id === expert)?.expert.name ?? '';
    add.mutate(
      { key: key.current, nomination: row.nomination.id, expert, due_at, reason: reason.trim() },
      {
        onSuccess: () => onDone(named),
        onError: (error) => {
          // Another choice is another request; what had no answer may have arrived, and is the same.
          if (!mayPass(error)) key.current = newKey();
        },
      },
    );
  };
  return (
    <form className={styles.form} aria-label={t('reviews.askAnother')} onSubmit={submit} noValidate>
      <QueryView query={candidates} rows={4}>
        {(some) =>
          some.length === 0 ? (
            <EmptyState title={t('reviews.noCandidates')} />
          ) : (
            <div className={styles.candidates}>
              <OptionGroup
                label={t('reviews.candidates')}
                options={some.map((one) => ({ value: one.expert.id, label: <Named one={one} /> }))}
                chosen={expert === '' ? [] : [expert]}
                error={isTried && expert === '' ? t('process.needed') : undefined}
                onChange={(chosen) => setExpert(chosen[0] ?? '')}
              />
            </div>
          )
        }
      </QueryView>
      <Field label={t('reviews.answerBy')} hint={t('selection.beijing')} error={isTried && !due_at ? t('process.needed') : fieldFault(add.error, '/due_at')}>
        {(wiring) => <Input {...wiring} type="datetime-local" name="due_at" value={due} onChange={(event) => setDue(event.target.value)} />}
      </Field>
      <ReasonField isTried={isTried} longest={500} value={reason} onChange={setReason} />
      <Trouble error={add.error} stale={t('reviews.stale')} />
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" aria-busy={add.isPending}>
          {t('reviews.invite')}
        </Button>
      </div>
    </form>
  );
}

/** The nominations that need somebody, by the rule of the book. */
export function ExtraReviewers({ phase, extra, mayAsk }: { phase: string; extra: Extra; mayAsk: boolean }) {
  const { t } = useTranslation();
  const label = useLabel();
  const [asked, setAsked] = useState<ExtraRow>();
  const [invited, setInvited] = useState<string>();
  const { plan, most, is_open, rows } = extra;
  return (
    <div className={styles.stack}>
      <div role="status">{invited && <Alert type="success" showIcon title={t('reviews.invited', { name: invited })} />}</div>
      {rows.length === 0 ? (
        <EmptyState title={t('reviews.noExtra')} />
      ) : (
        <ul className={styles.cards} aria-label={t('reviews.extraTitle')}>
          {rows.map((row) => (
            <li key={row.nomination.id} className={styles.card}>
              <div className={styles.cardHead}>
                <span className={styles.cardTitle}>
                  <RecordText text={row.nomination.title} />
                </span>
                <span className={styles.minor}>
                  <RecordText text={row.nomination.nomination_id} />
                </span>
                <Tag tone="gold">{label('reviews', `why.${row.why}`)}</Tag>
                {row.added > 0 && <span className={styles.minor}>{t('reviews.added', { part: row.added, whole: most })}</span>}
              </div>
              {mayAsk && is_open && plan && row.added < most && (
                <div>
                  <Button onClick={() => setAsked(row)}>
                    {t('reviews.askAnother')}
                    <span className="visually-hidden">
                      {t('common.colon')}
                      {row.nomination.nomination_id}
                    </span>
                  </Button>
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      <Dialog isOpen={asked !== undefined} title={t('reviews.askAnother')} onClose={() => setAsked(undefined)}>
        {asked && plan && (
          <Ask
            phase={phase}
            plan={plan}
            row={asked}
            onDone={(name) => {
              setAsked(undefined);
              setInvited(name);
            }}
          />
        )}
      </Dialog>
    </div>
  );
}
