// Who may come past the door? Signed-in people get the frame, the others the sign-in page.
import { useTranslation } from 'react-i18next';
import { Navigate, Outlet, useLocation } from 'react-router';
import { ProblemError } from '../api/problems';
import type { Account } from '../api/types';
import { SignInAgain } from '../features/identity/components/SignInAgain';
import { useAccount, useSession } from '../features/identity/queries';
import { ErrorState, LoadingState, Page } from '../shared/ui';
import { Layout } from './layout/Layout';

/** The frame for who is signed in; everyone else is sent to sign in and comes back afterwards. */
export function SignedIn() {
  const { t } = useTranslation();
  const session = useSession();
  const { pathname, search, hash } = useLocation();
  if (session.isPending) return <LoadingState rows={4} />;
  if (session.isError && session.data === undefined) {
    return (
      <main>
        <h1 className="visually-hidden">{t('brand.name')}</h1>
        <ErrorState error={session.error} onRetry={() => void session.refetch()} />
      </main>
    );
  }
  if (!session.data) {
    const next = `${pathname}${search}${hash}`;
    return <Navigate to={next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`} replace />;
  }
  return (
    <>
      <Layout account={session.data} />
      <SignInAgain />
    </>
  );
}

/** Pages for some duties only; the others are told so without asking the server. */
export function Allowed({ by }: { by: (account: Account | undefined) => boolean }) {
  const { t } = useTranslation();
  const account = useAccount();
  if (by(account)) return <Outlet />;
  return (
    <Page title={t('error.forbiddenTitle')} tabTitle={t('error.forbiddenTitle')}>
      <ErrorState error={new ProblemError({ code: 'forbidden', status: 403 })} isFramed />
    </Page>
  );
}
