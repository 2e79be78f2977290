// Which nominations does the society write in this round, and how does it begin another?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { DossierRow } from '../../../api/types';
import { useYear } from '../../../shared/address';
import { useBilingual, useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Button, ButtonLink, type Column, DataTable, EmptyState, Page, QueryView, RecordText, Section, Tag, Tags, toneOfState } from '../../../shared/ui';
import { ownSociety } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import styles from '../components/dossiers.module.css';
import { NewDossier } from '../components/NewDossier';
import { ExportList } from '../outputs/ExportList';
import { useDossiers } from '../queries';
import { useDossiersWithEdits } from '../useEditor';

/** The board of the society's dossiers. */
export default function DossiersPage() {
  const { t } = useTranslation();
  const year = useYear();
  const account = useAccount();
  const society = ownSociety(account);
  const query = useDossiers(year);
  const unsent = useDossiersWithEdits(account?.id);
  const [isNew, setNew] = useState(false);
  const [isExport, setExport] = useState(false);
  const begin = (
    <>
      <ButtonLink to={`/rounds/${year}/selection`}>{t('selection.title')}</ButtonLink>
      <Button onClick={() => setExport(true)}>{t('dossier.outputs.list')}</Button>
      <Button type="primary" onClick={() => setNew(true)}>
        {t('dossier.new')}
      </Button>
    </>
  );
  return (
    <Page title={t('dossier.board')} tabTitle={t('dossier.board')} lead={t('dossier.boardLead', { year })} actions={begin}>
      <QueryView query={query} rows={6} isFramed>
        {(dossiers) => (
          <Section title={t('dossier.list')} hint={t('common.count', { value: dossiers.length })}>
            {dossiers.length === 0 ? <EmptyState title={t('dossier.none')} text={t('dossier.noneText')} /> : <Dossiers dossiers={dossiers} unsent={unsent} />}
          </Section>
        )}
      </QueryView>
      <ExportList year={year} isOpen={isExport} onClose={() => setExport(false)} />
      {society !== undefined && <NewDossier year={year} society={society} isOpen={isNew} onClose={() => setNew(false)} />}
    </Page>
  );
}

function Dossiers({ dossiers, unsent }: { dossiers: readonly DossierRow[]; unsent: ReadonlySet<string> }) {
  const { t } = useTranslation();
  const label = useLabel();
  const bilingual = useBilingual();
  const language = useLanguage();
  const columns: Column<DossierRow>[] = [
    {
      key: 'title',
      title: t('dossier.columns.title'),
      onPhone: 'title',
      render: (one) => (
        <>
          <Link to={`/dossiers/${one.id}`}>{one.title === '' ? t('dossier.untitled') : <RecordText text={one.title} />}</Link>
          <div className={styles.minor}>{one.number}</div>
        </>
      ),
    },
    { key: 'form', title: t('dossier.columns.form'), width: 320, render: (one) => bilingual(one.form) },
    { key: 'grade', title: t('dossier.columns.grade'), width: 110, render: (one) => (one.grade ? <RecordText text={label('grade', one.grade)} /> : '—') },
    {
      key: 'state',
      title: t('dossier.columns.state'),
      width: 150,
      render: (one) => (
        <Tags>
          <Tag tone={toneOfState(one.state)}>{label('state', one.state)}</Tag>
          {unsent.has(one.id) && <Tag tone="gold">{t('dossier.unsent')}</Tag>}
        </Tags>
      ),
    },
    { key: 'changed', title: t('dossier.columns.changed'), width: 170, render: (one) => <span className="whole">{formatTime(one.updated_at, language)}</span> },
  ];
  return <DataTable label={t('dossier.list')} columns={columns} rows={dossiers} rowKey={(one) => one.id} />;
}
