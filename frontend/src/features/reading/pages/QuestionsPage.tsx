// What do reviewers ask, and what is sent on?
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useYear } from '../../../shared/address';
import { useLabel } from '../../../shared/i18n';
import { Alert, Button, Disclosure, EmptyState, Page, QueryView, ReasonForm, RecordText, Section, Tag, TextArea, Trouble } from '../../../shared/ui';
import { managesReviews } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { toneOfQuestion, Until } from '../components/Parts';
import styles from '../components/reading.module.css';
import { type ReviewQuestion, useQuestionDeed, useRoundQuestions } from '../office_queries';

const LEAST = 4;

/** A text of the office that begins with what is there, and is sent. */
function Passing({ year, question, label, hint, start, send }: { year: number; question: ReviewQuestion; label: string; hint: string; start: string; send: 'screen' | 'release' }) {
  const { t } = useTranslation();
  const deed = useQuestionDeed(year, question);
  const [text, setText] = useState(start);
  const isFit = text.trim().length >= LEAST;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isFit || deed.isPending) return;
    deed.mutate(send === 'screen' ? { what: 'screen', body: { send: true, text: text.trim() } } : { what: 'release', text: text.trim() });
  };
  return (
    <form className={styles.form} aria-label={label} onSubmit={submit} noValidate>
      <TextArea label={label} hint={hint} name="text" rows={4} value={text} onChange={setText} />
      <Trouble error={deed.error} stale={t('reading.stale')} />
      <div>
        <Button type="primary" htmlType="submit" disabled={!isFit} aria-busy={deed.isPending}>
          {t(send === 'screen' ? 'reading.send' : 'reading.passOn')}
        </Button>
      </div>
    </form>
  );
}

function Refusing({ year, question }: { year: number; question: ReviewQuestion }) {
  const { t } = useTranslation();
  const deed = useQuestionDeed(year, question);
  return (
    <Disclosure label={t('reading.notSend')}>
      <ReasonForm
        label={t('reading.notSend')}
        hint={t('reading.notSendHint')}
        longest={500}
        send={t('reading.notSend')}
        isDanger
        trouble={<Trouble error={deed.error} stale={t('reading.stale')} />}
        isPending={deed.isPending}
        onSend={(reason) => deed.mutate({ what: 'screen', body: { send: false, reason } })}
      />
    </Disclosure>
  );
}

function Quoted({ label, text }: { label: string; text: string | null | undefined }) {
  if (!text) return null;
  return (
    <div>
      <p className={styles.minor}>{label}</p>
      <div className={styles.quote}>
        <RecordText text={text} />
      </div>
    </div>
  );
}

function One({ year, question, mayAct }: { year: number; question: ReviewQuestion; mayAct: boolean }) {
  const { t } = useTranslation();
  const label = useLabel();
  const isLate = question.state === 'sent' && question.may.release;
  return (
    <div className={styles.question}>
      <div className={styles.head}>
        <h3>
          <RecordText text={question.title} />
        </h3>
        <span className={styles.minor}>
          <RecordText text={question.nomination_id} />
        </span>
        <Tag tone={toneOfQuestion(question.state)}>{label('reading', `questionStates.${question.state}`)}</Tag>
        {question.state === 'sent' && <Until due={question.due_at} isLate={isLate} />}
      </div>
      <Quoted label={t('reading.asked')} text={question.text} />
      <Quoted label={t('reading.sentText')} text={question.sent} />
      <Quoted label={t('reading.answer')} text={question.answer} />
      <Quoted label={t('reading.released')} text={question.released} />
      <Quoted label={t('reading.refusedBecause')} text={question.refusal} />
      {mayAct && question.may.screen && (
        <>
          {question.has_society ? (
            <Passing key={question.version} year={year} question={question} label={t('reading.toSociety')} hint={t('reading.toSocietyHint')} start={question.text} send="screen" />
          ) : (
            <Alert type="info" showIcon title={t('reading.noSociety')} />
          )}
          <Refusing year={year} question={question} />
        </>
      )}
      {mayAct && question.may.release && <Passing key={question.version} year={year} question={question} label={t('reading.toReviewers')} hint={t(isLate ? 'reading.toReviewersLate' : 'reading.toReviewersHint')} start={question.answer ?? ''} send="release" />}
    </div>
  );
}

/** The questions of a round, for the office. */
export default function QuestionsPage() {
  const { t } = useTranslation();
  const year = useYear();
  const mayAct = managesReviews(useAccount());
  const query = useRoundQuestions(year);
  return (
    <Page title={t('nav.reviewQuestions')} tabTitle={t('nav.reviewQuestions')} lead={t('reading.officeLead')}>
      <Section title={t('reading.questions')} hint={t('reading.withoutNames')}>
        <QueryView query={query}>
          {(questions) =>
            questions.length === 0 ? (
              <EmptyState title={t('reading.noQuestions')} />
            ) : (
              <ul aria-label={t('reading.questions')}>
                {questions.map((question) => (
                  <li key={question.id}>
                    <One year={year} question={question} mayAct={mayAct} />
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
