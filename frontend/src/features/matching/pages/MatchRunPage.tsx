// What came of one match? Its progress while it runs, its report afterwards.
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { MatchRun } from '../../../api/types';
import { useAnchor, useYear } from '../../../shared/address';
import { useBilingual, useLabel, useLanguage } from '../../../shared/i18n';
import { nameIn } from '../../../shared/names';
import { formatTime } from '../../../shared/time';
import { Alert, Page, QueryView, RecordText, Tag, toneOfRun } from '../../../shared/ui';
import { Provenance, Report } from '../components/Report';
import { RunProgress } from '../components/RunProgress';
import { isUnderWay, useMatchRun } from '../queries';

/** The page of one run. */
export default function MatchRunPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const year = useYear();
  const { query, isLive } = useMatchRun(useParams().id ?? '');
  const run = query.data;
  useAnchor(run?.report != null);
  const title = run?.state === 'done' ? t('report.title') : t('matching.title');
  return (
    <Page
      crumbs={[{ label: t('matching.title'), to: `/rounds/${year}/matching` }]}
      title={title}
      tabTitle={title}
      lead={
        run && (
          <>
            <Tag tone={toneOfRun(run.state)}>{label('runState', run.state)}</Tag> {formatTime(run.requested_at, language)} · {label('matching', `objectives.${run.parameters.objective}`)} · <RecordText text={nameIn(run.names, run.requested_by)} />
          </>
        )
      }
    >
      <QueryView query={query} rows={12} isFramed>
        {(loaded) => <Run run={loaded} isLive={isLive} />}
      </QueryView>
    </Page>
  );
}

function Run({ run, isLive }: { run: MatchRun; isLive: boolean }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  if (isUnderWay(run)) return <RunProgress run={run} isLive={isLive} />;
  return (
    <>
      <p className="visually-hidden" role="status">
        {run.state === 'done' ? t('run.doneText') : t('run.failedTitle')}
      </p>
      {run.state === 'failed' && (
        <Alert
          type="error"
          showIcon
          title={t('run.failedTitle')}
          description={
            <>
              {run.error && (
                <p>
                  <RecordText text={run.error} />
                </p>
              )}
              <p>{t('run.failedText')}</p>
            </>
          }
        />
      )}
      {run.withheld && <Alert type="warning" showIcon title={t('report.withheld')} description={<RecordText text={bilingual(run.withheld)} />} />}
      {run.report ? <Report run={run} report={run.report} /> : <Provenance run={run} report={undefined} />}
    </>
  );
}
