// What was released of a round, and what is drafted?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useYear } from '../../../shared/address';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Button, type Column, DataTable, EmptyState, Page, QueryView, RecordText, Section, Tag } from '../../../shared/ui';
import { decidesResults } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { DraftForm } from '../components/DraftForm';
import { type Release, useReleases } from '../queries';
import { totalOf, toneOfRelease } from '../words';

/** The releases of a round. */
export default function ReleasesPage() {
  const { t } = useTranslation();
  const year = useYear();
  const navigate = useNavigate();
  const query = useReleases(year);
  const mayDraft = decidesResults(useAccount());
  const columns = useColumns(year);
  const [isDrafting, setDrafting] = useState(false);
  const draft = mayDraft && !isDrafting && (
    <Button type="primary" onClick={() => setDrafting(true)}>
      {t('results.draft')}
    </Button>
  );
  return (
    <Page title={t('nav.results')} tabTitle={t('nav.results')} lead={t('results.lead')} actions={draft}>
      {isDrafting && (
        <Section title={t('results.draft')} hint={t('results.draftHint')}>
          <DraftForm year={year} onDone={(made) => navigate(`/rounds/${year}/results/${made.id}`)} onCancel={() => setDrafting(false)} />
        </Section>
      )}
      <Section title={t('results.ofRound', { year })}>
        <QueryView query={query} rows={4}>
          {(all) => (all.length === 0 ? <EmptyState title={t('results.none')} text={t('results.noneText')} /> : <DataTable label={t('nav.results')} columns={columns} rows={all} rowKey={(one) => one.id} />)}
        </QueryView>
      </Section>
    </Page>
  );
}

function useColumns(year: number): Column<Release>[] {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  return [
    {
      key: 'title',
      title: t('results.columns.release'),
      onPhone: 'title',
      render: (one) => (
        <Link to={`/rounds/${year}/results/${one.id}`}>
          <RecordText text={one.title} />
        </Link>
      ),
    },
    { key: 'stage', title: t('results.stage'), width: 130, render: (one) => label('results', `stages.${one.stage}`) },
    { key: 'categories', title: t('results.categories'), width: 220, render: (one) => one.categories.map((code) => label('categoryShort', code)).join(t('common.separator')) },
    { key: 'count', title: t('results.columns.count'), width: 90, isEnd: true, render: (one) => totalOf(one.counts) },
    { key: 'drafted', title: t('results.drafted'), width: 170, render: (one) => <span className="whole">{formatTime(one.drafted_at, language)}</span> },
    { key: 'state', title: t('results.columns.state'), width: 110, render: (one) => <Tag tone={toneOfRelease(one.state)}>{label('results', `states.${one.state}`)}</Tag> },
  ];
}
