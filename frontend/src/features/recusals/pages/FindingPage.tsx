// How is one expert tied to one nomination, and what was decided about it?
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useYear } from '../../../shared/address';
import { useBilingual, useLabel } from '../../../shared/i18n';
import { formatShare } from '../../../shared/time';
import { ButtonLink, Facts, Page, QueryView, RecordText, Section, Tag } from '../../../shared/ui';
import { Decide, History } from '../components/Decide';
import { PathDrawing, PathTable } from '../components/PathView';
import styles from '../components/recusals.module.css';
import { useFinding, useUndecided } from '../queries';
import type { Finding } from '../types';
import { toneOfFinding } from '../words';

/** The page of one finding. */
export default function FindingPage() {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const label = useLabel();
  const year = useYear();
  const { id = '' } = useParams();
  const query = useFinding(id);
  const one = query.data;
  const title = one ? bilingual({ zh: one.kind_zh, en: one.kind_en }) : t('recusals.finding');
  return (
    <Page
      crumbs={[{ label: t('recusals.title'), to: `/rounds/${year}/recusals` }]}
      title={title}
      tabTitle={one ? `${one.expert.name} · ${title}` : title}
      lead={
        one && (
          <span className={styles.lead}>
            <Tag tone={toneOfFinding(one.standing)}>{label('recusals', `standings.${one.standing}`)}</Tag>
            <RecordText text={one.expert.name} />
            <span aria-hidden="true">→</span>
            <RecordText text={one.nomination.title} />
            {one.is_assigned && <Tag tone="blue">{t('recusals.isAssigned')}</Tag>}
          </span>
        )
      }
    >
      <QueryView query={query} rows={12} isFramed>
        {(found) => <Whole key={found.id} finding={found} year={year} />}
      </QueryView>
    </Page>
  );
}

function Whole({ finding, year }: { finding: Finding; year: number }) {
  const { t } = useTranslation();
  const next = useUndecided(year).data?.find((row) => row.id !== finding.id);
  return (
    <>
      <Who finding={finding} year={year} />
      <Section title={t('recusals.pathTitle')}>
        <PathDrawing finding={finding} year={year} />
      </Section>
      <div className={styles.sides}>
        <Section title={t('recusals.pathTable')}>
          <PathTable finding={finding} year={year} />
        </Section>
        <div className={styles.side}>
          <Section title={t('recusals.decisionTitle')}>
            <div className={styles.stack}>
              <Decide finding={finding} />
              {next && (
                <div>
                  <ButtonLink to={`/rounds/${year}/recusals/${next.id}`}>{t('recusals.next')}</ButtonLink>
                </div>
              )}
            </div>
          </Section>
          <Section title={t('recusals.history')}>
            <History decisions={finding.decisions} />
          </Section>
        </div>
      </div>
    </>
  );
}

/** Who is tied to what, and what the engine says of it. */
function Who({ finding, year }: { finding: Finding; year: number }) {
  const { t } = useTranslation();
  const label = useLabel();
  return (
    <Section title={t('recusals.about')}>
      <Facts
        facts={[
          {
            label: t('recusals.columns.expert'),
            value: (
              <>
                <Link to={`/experts/${finding.expert.id}`}>
                  <RecordText text={finding.expert.name} />
                </Link>
                <span className={styles.line}>
                  <RecordText text={finding.expert.unit} />
                </span>
              </>
            ),
          },
          {
            label: t('recusals.columns.nomination'),
            value: (
              <>
                <Link to={`/rounds/${year}/nominations/${finding.nomination.id}`}>
                  <RecordText text={finding.nomination.title} />
                </Link>
                <span className={styles.line}>
                  <RecordText text={finding.nomination.number} />
                </span>
              </>
            ),
          },
          { label: t('recusals.said'), value: label('severity', finding.severity) },
          { label: t('recusals.columns.confidence'), value: formatShare(finding.confidence) },
        ]}
      />
    </Section>
  );
}
