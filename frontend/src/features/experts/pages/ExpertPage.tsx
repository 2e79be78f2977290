// Who is this expert, what does he know, how much has he been given?
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { ExpertDetail } from '../../../api/types';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatCount } from '../../../shared/time';
import { type Column, DataTable, type Fact, Facts, LoadBar, Page, PlainTable, QueryView, RecordText, ScoreBar, Section, Stats, Tag, Tags } from '../../../shared/ui';
import { useRounds, currentRound } from '../../awards/queries';
import styles from '../components/experts.module.css';
import { Publications } from '../components/Publications';
import { useExpert } from '../queries';

/** The page of one expert. */
export default function ExpertPage() {
  const { t } = useTranslation();
  const query = useExpert(useParams().id ?? '');
  const expert = query.data;
  return (
    <Page
      crumbs={[{ label: t('experts.title'), to: '/experts' }]}
      title={expert ? <RecordText text={expert.name} /> : t('experts.title')}
      tabTitle={expert?.name ?? t('experts.title')}
      lead={
        expert && (
          <span className={styles.nameLine}>
            {expert.name_en && <RecordText text={expert.name_en} />}
            {expert.title && <RecordText text={expert.title} />}
            <RecordText text={expert.unit} />
            {expert.is_academician && <Tag tone="gold">{t('experts.academician')}</Tag>}
          </span>
        )
      }
    >
      <QueryView query={query} rows={12} isFramed>
        {(loaded) => <Whole expert={loaded} />}
      </QueryView>
    </Page>
  );
}

function Profile({ expert }: { expert: ExpertDetail }) {
  const { t } = useTranslation();
  const facts: Fact[] = [
    { label: t('expert.number'), value: <RecordText text={expert.expert_id} /> },
    { label: t('expert.unit'), value: <RecordText text={expert.unit} /> },
    ...(expert.title ? [{ label: t('expert.title'), value: <RecordText text={expert.title} /> }] : []),
    ...(expert.region ? [{ label: t('expert.region'), value: <RecordText text={expert.region} /> }] : []),
    ...(expert.orcid ? [{ label: t('expert.orcid'), value: expert.orcid }] : []),
    ...(expert.former_units.length > 0 ? [{ label: t('expert.formerUnits'), value: expert.former_units.map((unit) => <div key={unit}><RecordText text={unit} /></div>) }] : []),
    ...(expert.disciplines.length > 0
      ? [
          {
            label: t('expert.disciplines'),
            value: expert.disciplines.map((discipline) => (
              <div key={discipline.code}>
                <span className="tabular">{discipline.code}</span> {discipline.name && <RecordText text={discipline.name} />}
              </div>
            )),
          },
        ]
      : []),
    ...(expert.keywords.length > 0
      ? [
          {
            label: t('expert.keywords'),
            isWide: true,
            value: (
              <Tags>
                {expert.keywords.map((keyword) => (
                  <Tag key={keyword}>
                    <RecordText text={keyword} />
                  </Tag>
                ))}
              </Tags>
            ),
          },
        ]
      : []),
  ];
  return (
    <Section title={t('expert.profile')}>
      <Facts facts={facts} />
    </Section>
  );
}

type Assignment = ExpertDetail['assignments'][number];

function Load({ expert }: { expert: ExpertDetail }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const rounds = useRounds().data;
  const year = rounds ? currentRound(rounds)?.year : undefined;
  const columns: Column<Assignment>[] = [
    {
      key: 'nomination',
      title: t('expert.nomination'),
      onPhone: 'title',
      render: ({ nomination }) => (
        <>
          {year === undefined ? (
            <RecordText text={nomination.title} />
          ) : (
            <Link to={`/rounds/${year}/nominations/${nomination.id}`}>
              <RecordText text={nomination.title} />
            </Link>
          )}
          <div className={styles.minor}>
            <RecordText text={nomination.nomination_id} /> · {label('categoryShort', nomination.category)}
            {nomination.panel && (
              <>
                {' · '}
                <RecordText text={nomination.panel} />
              </>
            )}
          </div>
        </>
      ),
    },
    { key: 'score', title: t('expert.score'), width: 150, render: (row) => <ScoreBar score={row.score} /> },
  ];
  return (
    <Section title={t('expert.loadTitle')}>
      <div className={styles.stack}>
        <Stats
          stats={[
            { label: t('expert.load'), value: expert.load == null ? '—' : <LoadBar load={expert.load} limit={expert.max_load} /> },
            { label: t('expert.maxLoad'), value: expert.max_load == null ? t('expert.noLimit') : expert.max_load },
            { label: t('expert.conflicts'), value: formatCount(expert.conflicts_count, language) },
          ]}
        />
        {expert.assignments.length === 0 ? (
          <p className={styles.minor}>{t('expert.noAssignments')}</p>
        ) : (
          <DataTable label={t('expert.assignments')} columns={columns} rows={expert.assignments} rowKey={(row) => row.nomination.id} />
        )}
      </div>
    </Section>
  );
}

function Whole({ expert }: { expert: ExpertDetail }) {
  const { t } = useTranslation();
  return (
    <>
      <div className={styles.columns}>
        <div className={styles.column}>
          <Profile expert={expert} />
          {expert.affiliations.length > 0 && (
            <Section title={t('expert.affiliations')}>
              <PlainTable
                label={t('expert.affiliations')}
                head={[
                  { key: 'unit', title: t('expert.unit') },
                  { key: 'period', title: t('expert.period') },
                ]}
                rows={expert.affiliations.map((affiliation, index) => ({
                  key: `${affiliation.unit} ${index}`,
                  cells: [
                    <RecordText key="unit" text={affiliation.unit} />,
                    affiliation.from == null && affiliation.to == null ? '—' : `${affiliation.from ?? '…'}–${affiliation.to ?? t('expert.toNow')}`,
                  ],
                }))}
              />
            </Section>
          )}
        </div>
        <div className={styles.column}>
          <Load expert={expert} />
        </div>
      </div>
      <Publications expert={expert} />
    </>
  );
}
