// What do I read beside my sheet? The documents of one nomination, with my marks and what I ask about it.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Disclosure, EmptyState, QueryView, SelectField } from '../../../shared/ui';
import { documentAddress, type ReviewDocument, useDocuments } from '../queries';
import { Marks } from './Marks';
import { OwnQuestions } from './OwnQuestions';
import styles from './reading.module.css';

/** Which document is open, and at which page; `turn` tells that the same page was asked for again. */
interface Place {
  key: string;
  page: number | undefined;
  turn: number;
}

function Shown({ id, document, place }: { id: string; document: ReviewDocument; place: Place }) {
  const { t } = useTranslation();
  const address = documentAddress(id, document.key, place.page);
  if (document.media_type.startsWith('image/')) {
    return (
      <div className={styles.pictureBox}>
        <img className={styles.picture} src={documentAddress(id, document.key)} alt={t('reading.document')} />
      </div>
    );
  }
  // A viewer follows the page in its address only when it begins.
  return <iframe key={`${address} ${place.turn}`} className={styles.frame} src={address} title={t('reading.document')} />;
}

function Documents({ id, documents }: { id: string; documents: readonly ReviewDocument[] }) {
  const { t } = useTranslation();
  const first = documents[0]?.key ?? '';
  const [place, setPlace] = useState<Place>({ key: first, page: undefined, turn: 0 });
  const open = documents.find((one) => one.key === place.key) ?? documents[0];
  if (open === undefined) return <EmptyState title={t('reading.noDocuments')} text={t('reading.noDocumentsText')} />;
  const pages = (one: ReviewDocument) => (one.pages ? `${one.name} · ${t('reading.pages', { count: one.pages })}` : one.name);
  return (
    <div className={styles.reader}>
      <div className={styles.readerHead}>
        <SelectField label={t('reading.document')} value={open.key} options={documents.map((one) => ({ value: one.key, label: pages(one) }))} onChange={(key) => setPlace((now) => ({ key, page: undefined, turn: now.turn }))} />
        <a href={documentAddress(id, open.key)} target="_blank" rel="noreferrer">
          {t('reading.openApart')}
        </a>
      </div>
      <Shown id={id} document={open} place={place} />
      <Disclosure label={t('reading.marks')}>
        <Marks id={id} documents={documents} open={open.key} onOpen={(key, page) => setPlace((now) => ({ key, page, turn: now.turn + 1 }))} />
      </Disclosure>
      <Disclosure label={t('reading.questions')}>
        <OwnQuestions id={id} />
      </Disclosure>
    </div>
  );
}

/** The documents of an assignment; whoever shows it says how high it is. */
export function Reader({ id }: { id: string }) {
  const query = useDocuments(id);
  return (
    <QueryView query={query} rows={8}>
      {(documents) => <Documents key={id} id={id} documents={documents} />}
    </QueryView>
  );
}
