// Where does a signed-in person start? At the round under way, a society at its work in it; CAST at its own home.
import { useTranslation } from 'react-i18next';
import { Navigate } from 'react-router';
import { EmptyState, Page, QueryView, Section } from '../../../shared/ui';
import { isCast, roundHome } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { currentRound, useRounds } from '../queries';

/** Leads to the current round, or says that there is none. */
export default function HomePage() {
  const { t } = useTranslation();
  const rounds = useRounds();
  const account = useAccount();
  const round = rounds.data ? currentRound(rounds.data) : undefined;
  if (isCast(account)) return <Navigate to="/cast" replace />;
  if (round) return <Navigate to={roundHome(account, round.year)} replace />;
  return (
    <Page title={t('nav.home')} tabTitle={t('nav.home')}>
      <QueryView query={rounds} isFramed>
        {() => (
          <Section title={t('frame.round')}>
            <EmptyState title={t('home.noRounds')} text={t('home.noRoundsText')} />
          </Section>
        )}
      </QueryView>
    </Page>
  );
}
