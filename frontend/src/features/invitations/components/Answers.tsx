// What does one invitation ask next? To sign, to say whether there is an interest, to accept or decline; one thing at a time.
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Button, ButtonLink } from '../../../shared/ui';
import { type Step, stepOf } from '../answer';
import { useDeed } from '../queries';
import type { Commitment, MyReview } from '../types';
import { AnswerForm, Options } from './AnswerForm';
import { CommitmentForm } from './CommitmentForm';
import styles from './invitations.module.css';
import { Part, Trouble } from './Parts';

interface Of {
  review: MyReview;
  commitment: Commitment;
}

type DeedSent = ReturnType<typeof useDeed>;
type WayOut = 'decline' | 'recuse';

/** Why a deed of a kind was refused, if that was the one that was sent. */
const errorOf = (deed: DeedSent, kind: string): unknown => (deed.variables?.kind === kind ? deed.error : undefined);

/** The next step of an invitation, and the ways out. */
export function Answers({ review, commitment }: Of) {
  const deed = useDeed(review);
  const [open, setOpen] = useState<WayOut>();
  if (open !== undefined && review.may[open]) return <Leave kind={open} deed={deed} commitment={commitment} onClose={() => setOpen(undefined)} />;
  const step = stepOf(review, commitment.signed_at != null);
  return (
    <>
      <NextStep step={step} review={review} commitment={commitment} deed={deed} />
      {step !== 'closed' && <WaysOut review={review} isDone={step === 'done'} onOpen={setOpen} />}
    </>
  );
}

/** Declines, or steps back after having accepted: why, in the words of the list. */
function Leave({ kind, deed, commitment, onClose }: { kind: WayOut; deed: DeedSent; commitment: Commitment; onClose: () => void }) {
  const { t } = useTranslation();
  const form = { error: errorOf(deed, kind), isPending: deed.isPending, onCancel: onClose };
  const done = { onSuccess: onClose };
  if (kind === 'decline') {
    return (
      <Part title={t('invitations.declineTitle')}>
        <AnswerForm
          {...form}
          label={t('invitations.declineWhy')}
          list={commitment.decline_reasons}
          send={t('invitations.declineSend')}
          onSend={(reason, words) => deed.mutate({ kind, reason, words }, done)}
        />
      </Part>
    );
  }
  return (
    <Part title={t('invitations.recuseTitle')}>
      <p>{t('invitations.recuseText')}</p>
      <AnswerForm
        {...form}
        label={t('invitations.interestKind')}
        list={commitment.interest_kinds}
        send={t('invitations.recuseSend')}
        hint={t('invitations.interestHint')}
        onSend={(interest, words) => deed.mutate({ kind, interest, words }, done)}
      />
    </Part>
  );
}

/** The one thing that is to be done now. */
function NextStep({ step, review, commitment, deed }: Of & { step: Step; deed: DeedSent }) {
  const { t } = useTranslation();
  switch (step) {
    case 'sign':
      return <CommitmentForm commitment={commitment} />;
    case 'declare':
      return <Declare review={review} commitment={commitment} />;
    case 'answer':
      return (
        <Part title={t('invitations.answerTitle')}>
          <p>{t('invitations.noneDeclared')}</p>
          <Trouble error={errorOf(deed, 'accept')} />
          <div className={styles.buttons}>
            {review.may.accept && (
              <Button size="large" type="primary" aria-busy={deed.isPending} onClick={() => deed.isPending || deed.mutate({ kind: 'accept' })}>
                {t('invitations.accept')}
              </Button>
            )}
          </div>
        </Part>
      );
    case 'done':
      return (
        <Part title={t('invitations.acceptedTitle')}>
          <p>{t('invitations.acceptedText')}</p>
          {review.may.read && (
            <div className={styles.buttons}>
              {review.may.score && (
                <ButtonLink size="large" type="primary" to={`/my-sheets/${review.id}`}>
                  {t('scoring.toSheets')}
                </ButtonLink>
              )}
              <ButtonLink size="large" type={review.may.score ? 'default' : 'primary'} to={`/my-reviews/${review.id}/dossier`}>
                {t('invitations.read')}
              </ButtonLink>
            </div>
          )}
        </Part>
      );
    case 'closed':
      return <Closed review={review} />;
  }
}

/** Beside the next step: to decline, or to step back after having accepted. */
function WaysOut({ review, isDone, onOpen }: { review: MyReview; isDone: boolean; onOpen: (way: WayOut) => void }) {
  const { t } = useTranslation();
  const { may } = review;
  const mayRecuse = may.recuse && isDone;
  if (!may.decline && !mayRecuse) return null;
  return (
    <Part title={t('invitations.otherTitle')}>
      <div className={styles.buttons}>
        {may.decline && (
          <Button size="large" onClick={() => onOpen('decline')}>
            {t('invitations.decline')}
          </Button>
        )}
        {mayRecuse && (
          <Button size="large" onClick={() => onOpen('recuse')}>
            {t('invitations.recuse')}
          </Button>
        )}
      </div>
    </Part>
  );
}

/** Is there an interest? None, or which. */
function Declare({ review, commitment }: Of) {
  const { t } = useTranslation();
  const deed = useDeed(review);
  const [chosen, setChosen] = useState('');
  const [isTried, setTried] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (chosen === 'none' && !deed.isPending) deed.mutate({ kind: 'interest', declared: false });
  };
  const question = (
    <Options
      label={t('invitations.interestQuestion')}
      options={[
        { value: 'none', label: t('invitations.interestNone') },
        { value: 'declared', label: t('invitations.interestSome') },
      ]}
      chosen={chosen}
      onChoose={setChosen}
    />
  );
  return (
    <Part title={t('invitations.interestTitle')}>
      <p>{t('invitations.interestText')}</p>
      {chosen === 'declared' ? (
        <>
          {question}
          <AnswerForm
            label={t('invitations.interestKind')}
            list={commitment.interest_kinds}
            send={t('invitations.interestSend')}
            hint={t('invitations.interestHint')}
            error={deed.error}
            isPending={deed.isPending}
            onSend={(interest, words) => deed.mutate({ kind: 'interest', declared: true, interest, words })}
          />
        </>
      ) : (
        <form className={styles.form} onSubmit={submit} noValidate>
          {question}
          {isTried && chosen === '' && (
            <p className={styles.fault} role="alert">
              {t('invitations.chooseOne')}
            </p>
          )}
          <Trouble error={deed.error} />
          <div className={styles.buttons}>
            <Button size="large" type="primary" htmlType="submit" aria-busy={deed.isPending}>
              {t('invitations.interestNext')}
            </Button>
          </div>
        </form>
      )}
    </Part>
  );
}

/** Nothing is to be done any more, and why. */
function Closed({ review }: { review: MyReview }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const key = review.frozen ? 'frozen' : review.state;
  return (
    <Part title={label('invitations', `closed.${key}`)}>
      <p>{label('invitations', `closedText.${key}`)}</p>
      {review.answered_at && <p className={styles.soft}>{t('invitations.answeredAt', { time: formatTime(review.answered_at, language) })}</p>}
    </Part>
  );
}
