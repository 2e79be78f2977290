// How are reviewers chosen for the round? Start a match, and see the earlier ones.
import { useTranslation } from 'react-i18next';
import { useYear } from '../../../shared/address';
import { Alert, ButtonLink, Page, QueryView, Section } from '../../../shared/ui';
import { mayStartMatch } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { MatchFormView } from '../components/MatchFormView';
import { Panels } from '../components/Panels';
import { Runs } from '../components/Runs';
import { isUnderWay, useMatchRuns } from '../queries';

/** The page that starts a match and lists the runs. */
export default function MatchingPage() {
  const { t } = useTranslation();
  const year = useYear();
  const query = useMatchRuns(year);
  const account = useAccount();
  const now = query.data?.find(isUnderWay);
  return (
    <Page title={t('matching.title')} tabTitle={t('matching.title')} lead={t('matching.lead')}>
      {now && (
        <Alert
          type="info"
          showIcon
          title={t('matching.alreadyRunning')}
          action={<ButtonLink to={`/rounds/${year}/matching/${now.id}`}>{t('matching.seeProgress')}</ButtonLink>}
        />
      )}
      <Section title={t('matching.newRun')}>{mayStartMatch(account) ? <MatchFormView year={year} /> : <p>{t('matching.readOnly')}</p>}</Section>
      <Section title={t('matching.runs')}>
        <QueryView query={query}>{(runs) => <Runs year={year} runs={runs} />}</QueryView>
      </Section>
      <Section title={t('panels.title')}>
        <Panels year={year} mayDivide={mayStartMatch(account)} />
      </Section>
    </Page>
  );
}
