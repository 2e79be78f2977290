// Which part of another feature stands on the page of the ledger? What societies recommended to CAST, loaded for who answers it; features do not know each other.
import { lazy } from 'react';
import { useRecommendations } from '../features/dossiers/submission/recommendations';
import { isCast } from '../features/identity/duties';
import { useAccount } from '../features/identity/queries';
import { LedgerPage } from '../features/quotas/pages/LedgerPage';
import { useYear } from '../shared/address';

const Recommendations = lazy(async () => ({ default: (await import('../features/dossiers/submission/Recommendations')).Recommendations }));

/** For CAST: what was recommended stands before the long list of places, and the ledger waits for it. What came later would move the buttons below it away from under the pointer. */
function LedgerOfCast() {
  const recommended = useRecommendations(useYear());
  return <LedgerPage Recommended={Recommendations} isReady={recommended.isFetched} />;
}

/** The ledger with what was recommended. */
export default function LedgerWithRecommended() {
  return isCast(useAccount()) ? <LedgerOfCast /> : <LedgerPage Recommended={Recommendations} isReady />;
}
