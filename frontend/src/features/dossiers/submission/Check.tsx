// Does the dossier hold before the rules of the formal examination? The findings, when they were made, and making them anew.
import { useTranslation } from 'react-i18next';
import type { DossierDetail, NominationForm } from '../../../api/types';
import { useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Button, QueryView, Section } from '../../../shared/ui';
import { Findings } from './Findings';
import { grouped } from './findings';
import { useCheck } from './queries';
import styles from './submission.module.css';
import type { DossierCheck } from './types';
import { usePlaceOf } from './words';

/** The rule check of a dossier. */
export function Check({ dossier, form }: { dossier: DossierDetail; form: NominationForm | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const query = useCheck(dossier.id);
  return (
    <Section
      id="check"
      title={t('submission.check')}
      hint={
        <span className={styles.checkHint}>
          {query.data && <span>{t('submission.checkedAt', { time: formatTime(query.data.checked_at, language, true), version: query.data.version })}</span>}
          <Button size="small" aria-busy={query.isFetching} onClick={() => void query.refetch()}>
            {t('submission.runAgain')}
          </Button>
        </span>
      }
    >
      <QueryView query={query} rows={8}>
        {(check) => <Found dossier={dossier} form={form} check={check} />}
      </QueryView>
    </Section>
  );
}

function Found({ dossier, form, check }: { dossier: DossierDetail; form: NominationForm | undefined; check: DossierCheck }) {
  const { t } = useTranslation();
  const placeName = usePlaceOf(form, dossier.fields);
  const failing = grouped(check.findings).find((one) => one.group === 'fail')?.count ?? 0;
  return (
    <div className={styles.stack}>
      <p className={styles.outcome} data-tone={check.is_submittable ? 'good' : 'bad'} role="status">
        {check.is_submittable ? t('submission.holds') : t('submission.mend', { count: failing })}
      </p>
      <Findings id={dossier.id} findings={check.findings} placeName={placeName} />
    </div>
  );
}
