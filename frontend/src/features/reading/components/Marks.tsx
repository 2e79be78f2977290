// What did I note in the documents? Marks of my own, each leading to its page; nobody else reads them.
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import { useLabel } from '../../../shared/i18n';
import { Button, Field, Input, OptionGroup, QueryView, RecordText, TextArea, Trouble } from '../../../shared/ui';
import { type NewReviewMark, type ReviewDocument, type ReviewMark, useMarkDeed, useMarks } from '../queries';
import styles from './reading.module.css';

const COLORS = ['yellow', 'green', 'blue', 'red'] as const;
const MOST_PAGES = 5_000;

/** A page as it was typed; nothing where it is none. */
function pageOf(text: string): number | undefined {
  const page = Number(text.normalize('NFKC').trim());
  return Number.isInteger(page) && page >= 1 && page <= MOST_PAGES ? page : undefined;
}

/** The form of a mark: a new one, or one that is changed. */
function MarkForm({ id, document, mark, onDone }: { id: string; document: string; mark?: ReviewMark; onDone?: () => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const deed = useMarkDeed(id);
  const [key, setKey] = useState(newKey);
  const [page, setPage] = useState(String(mark?.page ?? 1));
  const [color, setColor] = useState<NewReviewMark['color']>(mark?.color ?? 'yellow');
  const [text, setText] = useState(mark?.text ?? '');
  const [isTried, setTried] = useState(false);
  const number = pageOf(page);
  const done = () => {
    setKey(newKey());
    if (mark === undefined) setText('');
    setTried(false);
    onDone?.();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (number === undefined || deed.isPending) return;
    const body = { document: mark?.document ?? document, page: number, text: text.trim(), color };
    deed.mutate(mark === undefined ? { what: 'add', body, key } : { what: 'change', mark, body }, { onSuccess: done });
  };
  return (
    <form className={styles.form} aria-label={t(mark === undefined ? 'reading.newMark' : 'reading.changeMark')} onSubmit={submit} noValidate>
      <Field label={t('reading.page')} error={isTried && number === undefined ? t('reading.pageWrong') : undefined}>
        {(wiring) => <Input {...wiring} name="page" inputMode="numeric" value={page} onChange={(event) => setPage(event.target.value)} />}
      </Field>
      <OptionGroup label={t('reading.color')} options={COLORS.map((value) => ({ value, label: label('reading', `colors.${value}`) }))} chosen={[color]} onChange={([chosen]) => setColor(COLORS.find((one) => one === chosen) ?? 'yellow')} />
      <TextArea label={t('reading.note')} hint={t('reading.noteHint')} name="note" value={text} onChange={setText} />
      <Trouble error={deed.error} stale={t('reading.markStale')} />
      <div className={styles.buttons}>
        <Button htmlType="submit" type="primary" aria-busy={deed.isPending}>
          {t('common.save')}
        </Button>
        {onDone && <Button onClick={onDone}>{t('common.cancel')}</Button>}
      </div>
    </form>
  );
}

function MarkLine({ id, mark, name, onOpen }: { id: string; mark: ReviewMark; name: string; onOpen: (mark: ReviewMark) => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const deed = useMarkDeed(id);
  const [isEdited, setEdited] = useState(false);
  if (isEdited) return <MarkForm id={id} document={mark.document} mark={mark} onDone={() => setEdited(false)} />;
  return (
    <div className={styles.mark}>
      <span className={styles.dot} data-color={mark.color} aria-hidden="true" />
      <div>
        <button type="button" className={styles.jump} onClick={() => onOpen(mark)}>
          <RecordText text={t('reading.goTo', { document: name, page: mark.page })} />
        </button>
        <span className={styles.minor}> {label('reading', `colors.${mark.color}`)}</span>
        {mark.text !== '' && (
          <div className={styles.text}>
            <RecordText text={mark.text} />
          </div>
        )}
        <Trouble error={deed.error} stale={t('reading.markStale')} />
      </div>
      <div className={styles.buttons}>
        <Button size="small" onClick={() => setEdited(true)}>
          {t('reading.edit')}
          {mark.text !== '' && (
            <span className="visually-hidden">
              {t('common.colon')}
              <RecordText text={mark.text} />
            </span>
          )}
        </Button>
        <Button size="small" aria-busy={deed.isPending} onClick={() => !deed.isPending && deed.mutate({ what: 'remove', mark })}>
          {t('reading.remove')}
          {mark.text !== '' && (
            <span className="visually-hidden">
              {t('common.colon')}
              <RecordText text={mark.text} />
            </span>
          )}
        </Button>
      </div>
    </div>
  );
}

/** The marks of a review, and a form for another in the document that is open. */
export function Marks({ id, documents, open, onOpen }: { id: string; documents: readonly ReviewDocument[]; open: string; onOpen: (document: string, page: number) => void }) {
  const { t } = useTranslation();
  const query = useMarks(id);
  const nameOf = (key: string) => documents.find((one) => one.key === key)?.name ?? key;
  return (
    <div className={styles.below}>
      <p className={styles.minor}>{t('reading.marksPrivate')}</p>
      <QueryView query={query} rows={2}>
        {(marks) =>
          marks.length > 0 && (
            <ul className={styles.list} aria-label={t('reading.marks')}>
              {marks.map((mark) => (
                <li key={mark.id}>
                  <MarkLine id={id} mark={mark} name={nameOf(mark.document)} onOpen={(one) => onOpen(one.document, one.page)} />
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
      <MarkForm id={id} document={open} />
    </div>
  );
}
