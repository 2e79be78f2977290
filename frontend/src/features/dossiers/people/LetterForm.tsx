// To whom does a letter with a link go, and what does it say?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import type { LetterWording, NomineeRow } from '../../../api/types';
import { Alert, Button, QueryView, RecordText, useProblemText } from '../../../shared/ui';
import styles from './people.module.css';
import { useLetter, useSendLetters } from './queries';
import { mayMail } from './standing';

/** What is seen before letters are sent: the people, the address of each, and the words. */
export function LetterForm({ id, people, onDone }: { id: string; people: readonly NomineeRow[]; onDone: () => void }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const send = useSendLetters(id);
  // One for the dialog: pressed twice, or again after a failure, it is one letter.
  const [key] = useState(newKey);
  const rows = people.filter(mayMail).map((person) => person.row);
  const [first] = rows;
  const preview = useLetter(id, first);
  return (
    <div className={styles.stack}>
      <p className={styles.lead}>{t('people.letter.lead')}</p>
      <ul className={styles.recipients}>
        {people.map((person) => (
          <li key={person.row}>
            <RecordText text={person.name} />
            <span className={styles.unit}>
              {mayMail(person) ? <RecordText text={person.mail_to} /> : t(person.mail_to ? 'people.letter.lately' : 'people.letter.noAddress')}
            </span>
          </li>
        ))}
      </ul>
      {first && (
        <QueryView query={preview} rows={6}>
          {(letter) => (
            <div className={styles.letters}>
              <Wording language="zh-CN" wording={letter.zh} />
              <Wording language="en" wording={letter.en} />
            </div>
          )}
        </QueryView>
      )}
      {send.error && <Alert type="error" showIcon title={problemText(send.error)} />}
      <div className={styles.buttons}>
        <Button
          type="primary"
          // What was not seen is not sent.
          disabled={preview.data === undefined}
          aria-busy={send.isPending}
          onClick={() => {
            if (!send.isPending) send.mutate({ key, rows }, { onSuccess: onDone });
          }}
        >
          {t('people.letter.confirm', { count: rows.length })}
        </Button>
        <Button onClick={onDone}>{t('common.cancel')}</Button>
      </div>
    </div>
  );
}

function Wording({ language, wording }: { language: 'zh-CN' | 'en'; wording: LetterWording }) {
  return (
    <section className={styles.letter} lang={language}>
      <h3>
        <RecordText text={wording.subject} />
      </h3>
      <p>
        <RecordText text={wording.text} />
      </p>
    </section>
  );
}
