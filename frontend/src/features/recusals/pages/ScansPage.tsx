// Did anybody judge what they should not have? Everything that was judged, against everything that is known by now.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useYear } from '../../../shared/address';
import { useBilingual, useLabel, useLanguage } from '../../../shared/i18n';
import { formatCount, formatShare, formatTime } from '../../../shared/time';
import { Button, EmptyState, Page, PlainTable, QueryView, RecordText, Section, Stats, Tag, toneOfSeverity } from '../../../shared/ui';
import { decidesRecusals } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import styles from '../components/recusals.module.css';
import { RecusalTabs } from '../components/Tabs';
import { Trouble } from '../components/Trouble';
import { useScan, useScans } from '../queries';
import type { Scan } from '../types';

/** The scans of a round. */
export default function ScansPage() {
  const { t } = useTranslation();
  const year = useYear();
  const mayDecide = decidesRecusals(useAccount());
  const query = useScans(year);
  const scan = useScan(year);
  return (
    <Page
      title={t('recusals.scans.title')}
      tabTitle={t('recusals.scans.title')}
      lead={t('recusals.scans.lead')}
      actions={
        mayDecide && (
          <Button type="primary" aria-busy={scan.isPending} onClick={() => scan.isPending || scan.mutate()}>
            {scan.isPending ? t('recusals.scans.scanning') : t('recusals.scans.scan')}
          </Button>
        )
      }
    >
      <RecusalTabs year={year} />
      <Trouble error={scan.error} />
      <QueryView query={query} rows={6} isFramed>
        {(scans) =>
          scans.length === 0 ? (
            <Section title={t('recusals.scans.list')}>
              <EmptyState title={t('recusals.scans.none')} text={t('recusals.scans.noneText')} />
            </Section>
          ) : (
            scans.map((each) => <Result key={each.id} scan={each} year={year} />)
          )
        }
      </QueryView>
    </Page>
  );
}

function Result({ scan, year }: { scan: Scan; year: number }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <Section
      title={t('recusals.scans.at', { time: formatTime(scan.at, language) })}
      hint={
        <>
          {t('recusals.scans.by')} <RecordText text={scan.by} />
        </>
      }
    >
      <div className={styles.stack}>
        <Stats
          stats={[
            { label: t('recusals.scans.judged'), value: formatCount(scan.judged, language) },
            { label: t('recusals.scans.withConflict'), value: formatCount(scan.with_conflict, language) },
          ]}
        />
        {scan.rows.length === 0 ? (
          <p className={styles.minor}>{t(scan.judged === 0 ? 'recusals.scans.nothingJudged' : 'recusals.scans.clean')}</p>
        ) : (
          <Judged scan={scan} year={year} />
        )}
      </div>
    </Section>
  );
}

/** Who judged what they are tied to, by what, and whether it was known. */
function Judged({ scan, year }: { scan: Scan; year: number }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const label = useLabel();
  const language = useLanguage();
  return (
    <PlainTable
      label={t('recusals.scans.at', { time: formatTime(scan.at, language) })}
      isWordy
      head={[
        { key: 'kind', title: t('recusals.columns.kind') },
        { key: 'expert', title: t('recusals.columns.expert') },
        { key: 'nomination', title: t('recusals.columns.nomination') },
        { key: 'evidence', title: t('recusals.evidence') },
        { key: 'decision', title: t('recusals.columns.decision') },
      ]}
      rows={scan.rows.map((row) => ({
        key: `${row.kind} ${row.expert.id} ${row.nomination.id}`,
        cells: [
          <span key="kind">
            {bilingual({ zh: row.kind_zh, en: row.kind_en })} <Tag tone={toneOfSeverity(row.severity)}>{label('severity', row.severity)}</Tag>
          </span>,
          <RecordText key="expert" text={row.expert.name} />,
          <Link key="nomination" to={`/rounds/${year}/nominations/${row.nomination.id}`}>
            <RecordText text={row.nomination.title} />
          </Link>,
          <span key="evidence">
            <RecordText text={bilingual(row)} /> <span className={styles.minor}>{formatShare(row.confidence)}</span>
            {row.was_known != null && <span className={styles.line}>{t(row.was_known ? 'recusals.scans.wasKnown' : 'recusals.scans.wasUnknown')}</span>}
          </span>,
          row.decision ? (
            <span key="decision">
              {label('recusals', `outcomes.${row.decision.outcome}`)} · <RecordText text={row.decision.by} />
            </span>
          ) : (
            t('recusals.undecided')
          ),
        ],
      }))}
    />
  );
}
