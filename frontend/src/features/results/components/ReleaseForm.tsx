// How does a second person release results? Having read what is decided, by typing how many nominations it is.
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldFault } from '../../../api/problems';
import { Button, Field, Input, Trouble } from '../../../shared/ui';
import { countOf, isConfirmed } from '../../notices/draft';
import { type ReleaseDetail, useMakePublic } from '../queries';
import { countsOf, totalOf } from '../words';
import styles from './results.module.css';

/** The form of a release. */
export function ReleaseForm({ release }: { release: ReleaseDetail }) {
  const { t } = useTranslation();
  const make = useMakePublic(release.id);
  const [typed, setTyped] = useState('');
  const [isTried, setTried] = useState(false);
  const count = totalOf(release.counts);
  const isFit = isConfirmed(count, typed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isFit && !make.isPending) make.mutate({ version: release.version, count: countOf(typed) });
  };
  const said = countsOf(release.counts).map((one) => t('results.ofOutcome', { outcome: t(`results.outcomes.${one.outcome}`), count: one.count }));
  return (
    <form className={styles.form} aria-label={t('results.release')} onSubmit={submit} noValidate>
      <p>{t('results.releaseText', { counts: said.join(t('common.separator')) })}</p>
      {count > release.most_unconfirmed && (
        <Field label={t('results.confirm')} hint={t('results.confirmHint', { count })} error={isTried && !isFit ? t('results.confirmFault', { count }) : fieldFault(make.error, '/confirmed_count')}>
          {(wiring) => <Input {...wiring} className={styles.narrow ?? ''} name="count" inputMode="numeric" autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />}
        </Field>
      )}
      <Trouble error={make.error} stale={t('results.stale')} />
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" aria-busy={make.isPending}>
          {t('results.releaseNow')}
        </Button>
      </div>
    </form>
  );
}
