// How does a person sign in? One form, used by the page and by the dialog over an ended session.
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemError } from '../../../api/problems';
import type { Account } from '../../../api/types';
import { Alert, Button, Field, Input, useProblemText } from '../../../shared/ui';
import { useSignIn } from '../queries';
import styles from './SignInForm.module.css';

/** Counts down the seconds of a lock-out; 0 when there is none. */
function useCountdown(error: unknown): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const seconds = error instanceof ProblemError ? (error.retryAfterSeconds ?? 0) : 0;
    const end = Date.now() + seconds * 1000;
    const tick = () => setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1000)));
    tick();
    if (seconds === 0) return undefined;
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [error]);
  return left;
}

/** Name, password, button; failures are told above the fields and nothing typed is lost. */
export function SignInForm(props: { initialUsername?: string; onSignedIn: (account: Account) => void }) {
  const { t } = useTranslation();
  const signIn = useSignIn();
  const textOf = useProblemText();
  const [username, setUsername] = useState(props.initialUsername ?? '');
  const [password, setPassword] = useState('');
  const [isPasswordShown, setPasswordShown] = useState(false);
  const [isChecked, setChecked] = useState(false);
  const waiting = useCountdown(signIn.error);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (username.trim() === '' || password === '' || waiting > 0 || signIn.isPending) return;
    signIn.mutate({ username: username.trim(), password }, { onSuccess: props.onSignedIn });
  };

  const failure = (() => {
    const error = signIn.error;
    if (error === null) return undefined;
    const code = error instanceof ProblemError ? error.code : '';
    if (code === 'bad_credentials') return t('signIn.badCredentials');
    if (code === 'too_many_attempts') return waiting > 0 ? t('signIn.tooMany', { count: waiting }) : t('signIn.tooManyNow');
    return textOf(error);
  })();

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <div aria-live="assertive">
        {failure !== undefined && <Alert type={waiting === 0 && signIn.error instanceof ProblemError && signIn.error.code === 'too_many_attempts' ? 'info' : 'error'} showIcon title={failure} role="presentation" />}
      </div>
      <Field label={t('signIn.username')} error={isChecked && username.trim() === '' ? t('signIn.needUsername') : undefined}>
        {(wiring) => (
          <Input
            {...wiring}
            size="large"
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            value={username}
            onChange={(event) => setUsername(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('signIn.password')} error={isChecked && password === '' ? t('signIn.needPassword') : undefined}>
        {(wiring) => (
          <div className={styles.password}>
            <Input
              {...wiring}
              size="large"
              name="password"
              type={isPasswordShown ? 'text' : 'password'}
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
            <Button
              size="large"
              aria-label={isPasswordShown ? t('signIn.hidePassword') : t('signIn.showPassword')}
              onClick={() => setPasswordShown(!isPasswordShown)}
            >
              {isPasswordShown ? t('signIn.hide') : t('signIn.show')}
            </Button>
          </div>
        )}
      </Field>
      <Button type="primary" htmlType="submit" size="large" block disabled={waiting > 0} aria-busy={signIn.isPending}>
        {signIn.isPending ? t('signIn.submitting') : t('signIn.submit')}
      </Button>
    </form>
  );
}
