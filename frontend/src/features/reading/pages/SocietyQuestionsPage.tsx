// What is my society asked, and by when?
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { nameIn } from '../../../shared/names';
import { formatTime } from '../../../shared/time';
import { Button, EmptyState, Page, QueryView, RecordText, Section, Tag, TextArea, Trouble } from '../../../shared/ui';
import { toneOfQuestion, Until } from '../components/Parts';
import styles from '../components/reading.module.css';
import { type SocietyQuestion, useAnswer, useSocietyQuestions } from '../office_queries';

const LEAST = 4;

function Answering({ question }: { question: SocietyQuestion }) {
  const { t } = useTranslation();
  const answer = useAnswer(question);
  const [text, setText] = useState('');
  const isFit = text.trim().length >= LEAST;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isFit && !answer.isPending) answer.mutate(text.trim());
  };
  return (
    <form className={styles.form} aria-label={t('reading.answer')} onSubmit={submit} noValidate>
      <TextArea label={t('reading.answer')} hint={t('reading.answerHint')} name="answer" rows={5} value={text} onChange={setText} />
      <Trouble error={answer.error} stale={t('reading.stale')} />
      <div>
        <Button type="primary" htmlType="submit" disabled={!isFit} aria-busy={answer.isPending}>
          {t('reading.sendAnswer')}
        </Button>
      </div>
    </form>
  );
}

function One({ question }: { question: SocietyQuestion }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  return (
    <div className={styles.question}>
      <div className={styles.head}>
        <h3>
          <RecordText text={question.title} />
        </h3>
        <span className={styles.minor}>
          <RecordText text={question.nomination_id} />
        </span>
        <Tag tone={toneOfQuestion(question.state === 'answered' ? 'released' : question.state)}>{label('reading', `societyStates.${question.state}`)}</Tag>
        {question.state !== 'answered' && <Until due={question.due_at} isLate={question.state === 'late'} />}
      </div>
      <div className={styles.quote}>
        <RecordText text={question.text} />
      </div>
      {question.answer && (
        <div>
          <p className={styles.minor}>
            {t('reading.answer')} · <RecordText text={nameIn(question.names, question.answered_by)} /> · {formatTime(question.answered_at, language)}
          </p>
          <div className={styles.text}>
            <RecordText text={question.answer} />
          </div>
        </div>
      )}
      {question.state === 'sent' && <Answering question={question} />}
    </div>
  );
}

/** The questions to a society. */
export default function SocietyQuestionsPage() {
  const { t } = useTranslation();
  const query = useSocietyQuestions();
  return (
    <Page title={t('nav.ownQuestions')} tabTitle={t('nav.ownQuestions')} lead={t('reading.societyLead')}>
      <Section title={t('reading.questions')}>
        <QueryView query={query}>
          {(questions) =>
            questions.length === 0 ? (
              <EmptyState title={t('reading.noQuestions')} text={t('reading.societyNone')} />
            ) : (
              <ul aria-label={t('reading.questions')}>
                {questions.map((question) => (
                  <li key={question.id}>
                    <One question={question} />
                  </li>
                ))}
              </ul>
            )
          }
        </QueryView>
      </Section>
    </Page>
  );
}
