// What happens when the session ends in the middle of work? A dialog over the page; the page stays as it is.
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { closeGate, isGateOpen, onGateChange } from '../../../api/sign_in_gate';
import { Dialog } from '../../../shared/ui';
import { useAccount, useRememberAccount, useReplaceAccount } from '../queries';
import { SignInForm } from './SignInForm';
import styles from './SignInForm.module.css';

/** Shows the dialog while requests wait for a new sign-in. */
export function SignInAgain() {
  const { t } = useTranslation();
  const isOpen = useSyncExternalStore(onGateChange, isGateOpen);
  const account = useAccount();
  const remember = useRememberAccount();
  const replace = useReplaceAccount();
  const navigate = useNavigate();
  return (
    <Dialog isOpen={isOpen} title={t('signIn.againTitle')} onClose={() => isOpen && closeGate('given_up')}>
      <p className={styles.note}>{t('signIn.againText')}</p>
      <SignInForm
        initialUsername={account?.username ?? ''}
        onSignedIn={(returned) => {
          if (account === undefined || returned.id === account.id) {
            remember(returned);
            closeGate('returned');
            return;
          }
          // Somebody else sat down: what the first person read and typed is not theirs.
          closeGate('other_person');
          replace(returned);
          void navigate('/', { replace: true });
        }}
      />
    </Dialog>
  );
}
