// What of a dossier will everybody see? The contents of the publicity, as they are printed.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { DossierPublicity } from '../../../api/types';
import { useLanguage } from '../../../shared/i18n';
import { Button, type Fact, Facts, Page, PlainTable, QueryView, RecordText, Section } from '../../../shared/ui';
import styles from '../components/dossiers.module.css';
import { DossierTabs } from '../components/DossierTabs';
import { Downloads } from '../outputs/Downloads';
import { usePublicity } from '../outputs/download';
import { useDossier } from '../queries';

/** The contents of the publicity of one dossier. */
export default function PublicityPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const dossier = useDossier(id);
  const query = usePublicity(id);
  const [isOpen, setOpen] = useState(false);
  const name = dossier.data?.title.trim() || t('dossier.untitled');
  return (
    <Page
      title={t('dossier.outputs.publicityTitle')}
      tabTitle={t('dossier.outputs.publicityTitle')}
      lead={t('dossier.outputs.publicityLead')}
      crumbs={[
        { label: t('dossier.board'), to: `/rounds/${dossier.data?.round ?? ''}/dossiers` },
        { label: name, to: `/dossiers/${id}` },
      ]}
      actions={<Button onClick={() => setOpen(true)}>{t('dossier.outputs.title')}</Button>}
    >
      {dossier.data && <DossierTabs id={id} />}
      <QueryView query={query} isFramed>
        {(publicity) => <Shown publicity={publicity} />}
      </QueryView>
      <Downloads id={id} isDraft={dossier.data?.state === 'draft'} isOpen={isOpen} onClose={() => setOpen(false)} />
    </Page>
  );
}

type Row = DossierPublicity['sections'][number]['rows'][number];

function Shown({ publicity }: { publicity: DossierPublicity }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    // A Chinese document whatever the language of the page.
    <div className={styles.middle} lang="zh-CN">
      {publicity.sections.map((section) => (
        <Section key={section.code} title={section.title}>
          <div className={styles.stack}>
            <Short rows={section.rows} />
            {section.rows
              .filter((row) => row.is_long || row.table)
              .map((row) => (
                <Long key={row.label} row={row} title={section.title} />
              ))}
          </div>
        </Section>
      ))}
      <p className={`${styles.minor} ${styles.digest}`} lang={language}>
        {t('dossier.outputs.digest', { value: publicity.digest })}
      </p>
    </div>
  );
}

/** The short texts, side by side. */
function Short({ rows }: { rows: readonly Row[] }) {
  const facts = rows.filter((row) => !row.is_long && !row.table).map((row): Fact => ({ label: row.label, value: <RecordText text={row.text} /> }));
  return facts.length === 0 ? null : <Facts facts={facts} />;
}

/** A long text, or a table, under its name unless the section says the name already. */
function Long({ row, title }: { row: Row; title: string }) {
  const { t } = useTranslation();
  return (
    <div className={styles.named}>
      {row.label !== title && <h3 className={styles.label}>{row.label}</h3>}
      {row.table ? (
        row.table.rows.length === 0 ? (
          <p>{t('dossier.outputs.none')}</p>
        ) : (
          <PlainTable
            label={row.label}
            isWordy
            head={row.table.columns.map((title) => ({ key: title, title }))}
            rows={row.table.rows.map((cells) => ({ key: cells[0] ?? '', cells: cells.map((text, index) => <RecordText key={row.table?.columns[index]} text={text} />) }))}
          />
        )
      ) : (
        row.text.split('\n').map((paragraph, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the paragraphs of a text have no other name
          <p key={index}>
            <RecordText text={paragraph} />
          </p>
        ))
      )}
    </div>
  );
}
