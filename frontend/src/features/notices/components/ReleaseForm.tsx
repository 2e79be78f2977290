// How does a second person release a publicity? Having read what it shows, by typing how many it is.
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldFault } from '../../../api/problems';
import { Alert, Button, Field, Input, useProblemText } from '../../../shared/ui';
import { countOf, isConfirmed, MOST_UNCONFIRMED } from '../draft';
import { type Publicity, useRelease } from '../queries';
import styles from './notices.module.css';

/** The form of a release. */
export function ReleaseForm({ publicity }: { publicity: Publicity }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const release = useRelease(publicity.id);
  const [typed, setTyped] = useState('');
  const [isTried, setTried] = useState(false);
  const isFit = isConfirmed(publicity.count, typed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isFit && !release.isPending) release.mutate({ version: publicity.version, count: countOf(typed) });
  };
  return (
    <form className={styles.form} aria-label={t('publicity.release')} onSubmit={submit} noValidate>
      <p>{t('publicity.releaseText')}</p>
      {publicity.count > MOST_UNCONFIRMED && (
        <Field label={t('publicity.confirm')} hint={t('publicity.confirmHint', { count: publicity.count })} error={isTried && !isFit ? t('publicity.confirmFault', { count: publicity.count }) : fieldFault(release.error, '/confirmed_count')}>
          {(wiring) => <Input {...wiring} className={styles.narrow ?? ''} name="count" inputMode="numeric" autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />}
        </Field>
      )}
      {release.isError && <Alert type="error" showIcon title={textOf(release.error)} />}
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" aria-busy={release.isPending}>
          {t('publicity.releaseNow')}
        </Button>
      </div>
    </form>
  );
}
