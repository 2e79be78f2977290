// What does a publicity show, nomination by nomination, before anybody else reads it?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { Button, type Column, DataTable, Dialog, Paging, PlainTable, QueryView, RecordText } from '../../../shared/ui';
import { type Publicity, type PublicEntry, useEntries, useEntry } from '../queries';
import styles from './notices.module.css';

type Row = Omit<PublicEntry, 'content'>;

/** A rank, a year or a name is no longer than this, and not cut. */
const LONGEST_WHOLE = 8;

/** The list, a page at a time; one of it opens whole. */
export function Entries({ publicity }: { publicity: Publicity }) {
  const { t } = useTranslation();
  const label = useLabel();
  const [cursor, setCursor] = useState('');
  const [position, open] = useState<number | undefined>(undefined);
  const query = useEntries(publicity.id, publicity.version, cursor);
  const columns: Column<Row>[] = [
    { key: 'position', title: t('publicity.columns.position'), width: 70, render: (row) => row.position },
    {
      key: 'title',
      title: t('publicity.columns.title'),
      onPhone: 'title',
      render: (row) => (
        <>
          <RecordText text={row.title} />{' '}
          <span className={styles.minor}>
            <RecordText text={row.number} />
          </span>
        </>
      ),
    },
    { key: 'category', title: t('publicity.columns.category'), width: 140, render: (row) => label('categoryShort', row.category) },
    {
      key: 'open',
      title: t('publicity.columns.shown'),
      width: 130,
      render: (row) => (
        <Button size="small" onClick={() => open(row.position)}>
          {t('publicity.look')}
          <span className="visually-hidden">
            {t('common.colon')}
            <RecordText text={row.title} />
          </span>
        </Button>
      ),
    },
  ];
  return (
    <QueryView query={query} rows={8}>
      {(found) => (
        <>
          <DataTable label={t('publicity.entries')} columns={columns} rows={found.data} rowKey={(row) => String(row.position)} isStale={query.isPlaceholderData} />
          <Paging meta={found.meta} shown={found.data.length} onMove={setCursor} />
          <Dialog isOpen={position !== undefined} isWide title={t('publicity.entryOf', { position: position ?? 0 })} onClose={() => open(undefined)}>
            <Shown publicity={publicity} position={position} />
          </Dialog>
        </>
      )}
    </QueryView>
  );
}

function Shown({ publicity, position }: { publicity: Publicity; position: number | undefined }) {
  const language = useLanguage();
  const query = useEntry(publicity.id, publicity.version, position);
  const say = (label: { zh: string; en: string }) => (language === 'en' ? label.en : label.zh);
  return (
    <QueryView query={query} rows={6}>
      {(entry) => (
        <>
          {entry.content.fields.map((field) => (
            <section key={field.code} className={styles.field}>
              <h3>{say(field.label)}</h3>
              {field.table ? (
                <PlainTable
                  label={say(field.label)}
                  head={field.table.columns.map((column, index) => ({ key: field.table?.codes[index] ?? String(index), title: say(column) }))}
                  rows={field.table.rows.map((cells) => ({
                    key: cells[0] ?? '',
                    cells: cells.map((cell, index) => (
                      <span key={field.table?.codes[index] ?? cell} className={cell.length <= LONGEST_WHOLE ? 'whole' : undefined}>
                        <RecordText text={cell} />
                      </span>
                    )),
                  }))}
                />
              ) : (
                <p className={styles.text}>
                  <RecordText text={language === 'en' ? (field.text_en ?? field.text) : field.text} />
                </p>
              )}
            </section>
          ))}
          <p className={styles.digest}>SHA-256 {entry.digest}</p>
        </>
      )}
    </QueryView>
  );
}
