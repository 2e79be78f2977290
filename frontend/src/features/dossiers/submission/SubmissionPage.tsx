// Is the dossier fit to be submitted, and what became of it? The rule check, submission, receipts, withdrawals.
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DossierDetail } from '../../../api/types';
import { Names } from '../../../shared/names';
import { QueryView } from '../../../shared/ui';
import { DossierTabPage } from '../components/DossierTabPage';
import { useDossierForm } from '../queries';
import { isOnTheWay } from './board';
import { Check } from './Check';
import { useSubmissions } from './queries';
import { Receipts } from './Receipts';
import { Recommended } from './Recommended';
import { Submit } from './Submit';
import styles from './submission.module.css';
import type { DossierSubmissions } from './types';
import { Withdrawals } from './Withdrawals';

/** The page of checking and submitting one dossier. */
export default function SubmissionPage() {
  const { t } = useTranslation();
  return (
    <DossierTabPage name={t('submission.tab')} rows={10}>
      {(dossier) => <Known key={dossier.id} dossier={dossier} />}
    </DossierTabPage>
  );
}

function Known({ dossier }: { dossier: DossierDetail }) {
  const query = useSubmissions(dossier.id);
  return (
    <QueryView query={query} rows={6} isFramed>
      {(known) => (
        <Names value={known.names}>
          <Parts dossier={dossier} known={known} />
        </Names>
      )}
    </QueryView>
  );
}

/** On its way to submission: the check and the form. Afterwards, when nothing can be mended any more: receipts and withdrawals. */
function Parts({ dossier, known }: { dossier: DossierDetail; known: DossierSubmissions }) {
  const { t } = useTranslation();
  const form = useDossierForm(dossier.id).data;
  const [before] = useState(known.submissions.length);
  const receipts = useRef<HTMLDivElement>(null);
  const newest = known.submissions[0];
  // A new receipt takes the place of the form that was sent: the reader is led to it.
  const isNew = known.submissions.length > before;
  useEffect(() => {
    if (isNew) receipts.current?.focus();
  }, [isNew]);
  return (
    <div className={styles.column}>
      <Recommended known={known} />
      {isOnTheWay(dossier.state) && (
        <>
          <Check dossier={dossier} form={form} />
          <Submit dossier={dossier} known={known} />
        </>
      )}
      {newest && (
        <div ref={receipts} tabIndex={-1} className={styles.column}>
          {isNew && (
            <p className={styles.outcome} data-tone="good" role="status">
              {t('submission.submitted', { number: newest.receipt.statement.number })}
            </p>
          )}
          <Receipts id={dossier.id} submissions={known.submissions} />
        </div>
      )}
      <Withdrawals dossier={dossier} known={known} />
    </div>
  );
}
