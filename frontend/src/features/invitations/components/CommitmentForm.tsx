// What does a reviewer undertake, and how does he sign it? Read in full, agreed to with a tick, signed with the time.
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Button } from '../../../shared/ui';
import { useSign } from '../queries';
import type { Commitment } from '../types';
import styles from './invitations.module.css';
import { Trouble } from './Parts';

/** The text, and the signature or the way to it. */
export function CommitmentForm({ commitment, onSigned }: { commitment: Commitment; onSigned?: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const sign = useSign();
  const [isAgreed, setAgreed] = useState(false);
  const [isTried, setTried] = useState(false);
  const text = language === 'en' ? commitment.en : commitment.zh;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isAgreed && !sign.isPending) sign.mutate({ version: commitment.version, digest: commitment.digest }, { onSuccess: () => onSigned?.() });
  };
  return (
    <section className={styles.part}>
      <h2>{text.title}</h2>
      <div className={styles.paper}>
        {text.paragraphs.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </div>
      {commitment.signed_at ? (
        <p className={styles.signed} role="status">
          {t('invitations.signedAt', { time: formatTime(commitment.signed_at, language) })}
        </p>
      ) : (
        <form className={styles.form} onSubmit={submit} noValidate>
          <label className={styles.option} data-chosen={isAgreed}>
            <input type="checkbox" name="agree" checked={isAgreed} onChange={(event) => setAgreed(event.target.checked)} />
            <span>{text.agree}</span>
          </label>
          {isTried && !isAgreed && (
            <p className={styles.fault} role="alert">
              {t('invitations.tickFirst')}
            </p>
          )}
          <Trouble error={sign.error} />
          <div className={styles.buttons}>
            <Button size="large" type="primary" htmlType="submit" aria-busy={sign.isPending}>
              {t('invitations.sign')}
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}
