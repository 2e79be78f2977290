// What does the office make public in the current round, and what is drafted?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Button, type Column, DataTable, EmptyState, Page, QueryView, RecordText, Section, Tag } from '../../../shared/ui';
import { currentRound, useRounds } from '../../awards/queries';
import { DraftForm } from '../components/DraftForm';
import { type Publicity, usePublicities } from '../queries';
import { toneOfPublicity } from '../standing';

/** The list of publicities. */
export default function PublicitiesPage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const year = currentRound(useRounds().data ?? [])?.year;
  const query = usePublicities(year);
  const [isDrafting, setDrafting] = useState(false);
  const columns: Column<Publicity>[] = [
    {
      key: 'title',
      title: t('publicity.columns.publicity'),
      onPhone: 'title',
      render: (one) => (
        <Link to={`/publicities/${one.id}`}>
          <RecordText text={one.title} />
        </Link>
      ),
    },
    { key: 'kind', title: t('publicity.kind'), width: 150, render: (one) => t(`publicity.kinds.${one.kind}` as 'publicity.kinds.acceptance') },
    { key: 'count', title: t('publicity.columns.count'), width: 90, isEnd: true, render: (one) => one.count },
    { key: 'opens', title: t('publicity.opens'), width: 170, render: (one) => <span className="whole">{formatTime(one.opens_at, language)}</span> },
    { key: 'closes', title: t('publicity.closes'), width: 170, render: (one) => <span className="whole">{formatTime(one.closes_at, language)}</span> },
    { key: 'standing', title: t('publicity.columns.standing'), width: 130, render: (one) => <Tag tone={toneOfPublicity(one.standing)}>{t(`publicity.standings.${one.standing}` as 'publicity.standings.draft')}</Tag> },
  ];
  return (
    <Page
      title={t('publicity.all')}
      tabTitle={t('publicity.all')}
      lead={t('publicity.lead')}
      actions={
        <>
          <Button href={`/public?lang=${language === 'en' ? 'en' : 'zh'}`}>{t('publicity.publicSite')}</Button>
          {year !== undefined && !isDrafting && (
            <Button type="primary" onClick={() => setDrafting(true)}>
              {t('publicity.draft')}
            </Button>
          )}
        </>
      }
    >
      {isDrafting && year !== undefined && (
        <Section title={t('publicity.draft')}>
          <DraftForm year={year} onDone={(made) => navigate(`/publicities/${made.id}`)} onCancel={() => setDrafting(false)} />
        </Section>
      )}
      <Section title={t('publicity.ofRound', { year: year ?? '' })}>
        <QueryView query={query} rows={4}>
          {(all) => (all.length === 0 ? <EmptyState title={t('publicity.none')} /> : <DataTable label={t('publicity.all')} columns={columns} rows={all} rowKey={(one) => one.id} />)}
        </QueryView>
      </Section>
    </Page>
  );
}
