// How is a dossier submitted? After saying what will happen, with a declaration, once.
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { newKey } from '../../../api/intent';
import type { DossierDetail } from '../../../api/types';
import { useLabel } from '../../../shared/i18n';
import { Button, Section } from '../../../shared/ui';
import { isSocietyHead } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { useSocietyQuota } from '../../quotas/proposals';
import { useDossiersWithEdits } from '../useEditor';
import { bucketOf, isOnTheWay, pageOfStep } from './board';
import { useCheck, useRecommend, useSubmit } from './queries';
import { Refusal } from './Refusal';
import styles from './submission.module.css';
import type { DossierSubmissions } from './types';

/** Submission: for whoever may, what it does; for the others, why not and who may. Nothing once it is submitted. */
export function Submit({ dossier, known }: { dossier: DossierDetail; known: DossierSubmissions }) {
  const { t } = useTranslation();
  const account = useAccount();
  const check = useCheck(dossier.id).data;
  const hasEdits = useDossiersWithEdits(account?.id).has(dossier.id);
  if (!isOnTheWay(dossier.state)) return null;
  // A society has one route in a round: it submits by itself, or recommends to CAST.
  const isToCast = known.may_recommend;
  const may = known.may_submit || isToCast;
  const wait = (): ReactNode => {
    if (hasEdits) return <Link to={`/dossiers/${dossier.id}`}>{t('submission.unsent')}</Link>;
    if (!may && isSocietyHead(account)) return <Link to={pageOfStep(dossier.id, 'internal_review')}>{t('submission.notYet')}</Link>;
    if (!may) return t(dossier.state === 'council_approved' ? 'submission.headOnly' : 'submission.notYetHead');
    if (check === undefined) return t('submission.checkFirst');
    if (!check.is_submittable) return <a href="#check">{t('submission.mendFirst')}</a>;
    return undefined;
  };
  const waiting = wait();
  return (
    <Section id="submit" title={t(isToCast ? 'recommendation.recommend' : 'submission.submit')}>
      {/* Another version asks for another declaration. */}
      {waiting !== undefined || check === undefined ? <p>{waiting}</p> : <SubmitForm key={check.version} dossier={dossier} known={known} version={check.version} />}
    </Section>
  );
}

function SubmitForm({ dossier, known, version }: { dossier: DossierDetail; known: DossierSubmissions; version: number }) {
  const { t } = useTranslation();
  const isToCast = known.may_recommend;
  const [toCast, toOffice] = [useRecommend(dossier.id), useSubmit(dossier.id)];
  const submit = isToCast ? toCast : toOffice;
  const [isDeclared, setDeclared] = useState(false);
  const [isTried, setTried] = useState(false);
  // A repeat of the same request is one submission.
  const [key] = useState(newKey);
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isDeclared || submit.isPending) return;
    submit.mutate({ version, key });
  };
  return (
    <form className={styles.form} onSubmit={send} noValidate>
      <p>{t(isToCast ? 'recommendation.willHappen' : 'submission.willHappen', { version })}</p>
      <ul className={styles.will}>
        <li>{isToCast ? t('recommendation.willChoose') : <Place dossier={dossier} known={known} />}</li>
        <li>{t('submission.willLock')}</li>
        <li>{t(isToCast ? 'recommendation.willStand' : known.may_replace || known.frees_place ? 'submission.willReceipt' : 'submission.willReceiptOnly')}</li>
      </ul>
      <label className={styles.declare}>
        <input type="checkbox" name="is_unclassified" checked={isDeclared} aria-describedby={isTried && !isDeclared ? 'declare-error' : undefined} onChange={(event) => setDeclared(event.target.checked)} />
        <span>{t('submission.declare')}</span>
      </label>
      {isTried && !isDeclared && (
        <p id="declare-error" role="alert" className={styles.fault}>
          {t('submission.mustDeclare')}
        </p>
      )}
      <Refusal id={dossier.id} of={submit} moved={t('submission.stale')} />
      <div>
        <Button type="primary" htmlType="submit" aria-busy={submit.isPending}>
          {submit.isPending ? t('submission.submitting') : t(isToCast ? 'recommendation.recommendIt' : 'submission.submitIt')}
        </Button>
      </div>
    </form>
  );
}

/** Which place is taken, and how many are left. */
function Place({ dossier, known }: { dossier: DossierDetail; known: DossierSubmissions }) {
  const { t } = useTranslation();
  const label = useLabel();
  const quota = useSocietyQuota(dossier.society_id).data;
  const places = quota?.counters.find((one) => one.year === dossier.round)?.counters ?? [];
  const bucket = bucketOf(dossier.category, dossier.form_id, places);
  const name = label('bucket', bucket);
  const latest = known.withdrawals[0];
  if (latest?.state === 'granted' && latest.is_replacement) return <>{t('submission.placeKept', { name })}</>;
  const counter = places.find((one) => one.bucket === bucket);
  if (counter === undefined) return <>{t('submission.placeTaken', { name })}</>;
  if (counter.free === null || counter.free === undefined) return <>{t('submission.placeUnlimited', { name })}</>;
  return <>{t('submission.placeOf', { name, free: counter.free, after: Math.max(0, counter.free - 1) })}</>;
}
