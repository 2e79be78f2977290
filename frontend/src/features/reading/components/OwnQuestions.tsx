// What was asked about this nomination, and what is there to ask? By way of the office: neither side learns of the other.
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Button, QueryView, RecordText, Tag, TextArea, Trouble } from '../../../shared/ui';
import { type OwnReviewQuestion, useAsk, useOwnQuestions } from '../queries';
import { toneOfQuestion } from './Parts';
import styles from './reading.module.css';

const LEAST = 4;

function Asking({ id }: { id: string }) {
  const { t } = useTranslation();
  const ask = useAsk(id);
  const [key, setKey] = useState(newKey);
  const [text, setText] = useState('');
  const isFit = text.trim().length >= LEAST;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isFit || ask.isPending) return;
    ask.mutate(
      { text: text.trim(), key },
      {
        onSuccess: () => {
          setText('');
          setKey(newKey());
        },
      },
    );
  };
  return (
    <form className={styles.form} aria-label={t('reading.ask')} onSubmit={submit} noValidate>
      <TextArea label={t('reading.question')} hint={t('reading.askHint')} name="question" value={text} onChange={setText} />
      <Trouble error={ask.error} stale={t('reading.stale')} />
      <div>
        <Button htmlType="submit" disabled={!isFit} aria-busy={ask.isPending}>
          {t('reading.ask')}
        </Button>
      </div>
    </form>
  );
}

function Line({ question }: { question: OwnReviewQuestion }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  return (
    <div className={styles.question}>
      <div className={styles.head}>
        <Tag tone={toneOfQuestion(question.state)}>{label('reading', `questionStates.${question.state}`)}</Tag>
        {question.is_own && <span className={styles.minor}>{t('reading.mine')}</span>}
      </div>
      <div className={styles.text}>
        <RecordText text={question.text} />
      </div>
      {question.refusal && (
        <p className={styles.minor}>
          {t('reading.refusedBecause')}
          {t('common.colon')}
          <RecordText text={question.refusal} />
        </p>
      )}
      {question.answer && (
        <div className={styles.quote}>
          <RecordText text={question.answer} />
          <div className={styles.minor}>{formatTime(question.answered_at, language)}</div>
        </div>
      )}
    </div>
  );
}

/** The questions on a nomination that the reader reviews, and a form for another. */
export function OwnQuestions({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useOwnQuestions(id);
  return (
    <div className={styles.below}>
      <QueryView query={query} rows={2}>
        {(questions) =>
          questions.length > 0 && (
            <ul aria-label={t('reading.questions')}>
              {questions.map((question) => (
                <li key={question.id ?? `${question.answered_at ?? ''} ${question.text}`}>
                  <Line question={question} />
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
      <Asking id={id} />
    </div>
  );
}
