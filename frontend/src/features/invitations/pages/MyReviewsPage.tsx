// What is asked of me? A sentence with the number and the day, what I must do first, and one card for each.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ProblemError } from '../../../api/problems';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { ButtonLink, EmptyState, Page, QueryView, RecordText, Section, Tag } from '../../../shared/ui';
import { inOrder } from '../answer';
import styles from '../components/invitations.module.css';
import { DueWords, Named, Part, Subject, toneOfReview } from '../components/Parts';
import { useMyReviews } from '../queries';
import type { MyReview, MyReviews } from '../types';

const TOPICS_SHOWN = 12;

/** The reviewer's own page. */
export default function MyReviewsPage() {
  const { t } = useTranslation();
  const query = useMyReviews();
  // An account that nobody has tied to an expert yet is asked nothing.
  const isUntied = query.error instanceof ProblemError && query.error.status === 404;
  return (
    <div className={styles.large}>
      <Page title={t('invitations.title')} tabTitle={t('invitations.title')}>
        {isUntied ? (
          <Section title={t('invitations.list')}>
            <EmptyState title={t('invitations.none')} text={t('invitations.noExpert')} />
          </Section>
        ) : (
          <QueryView query={query} rows={8} isFramed>
            {(mine) => <Whole mine={mine} />}
          </QueryView>
        )}
      </Page>
    </div>
  );
}

function Whole({ mine }: { mine: MyReviews }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const invited = mine.reviews.filter((review) => review.state === 'invited' && !review.frozen);
  const accepted = mine.reviews.filter((review) => review.state === 'accepted' && !review.frozen).length;
  if (mine.reviews.length === 0) {
    return (
      <Section title={t('invitations.list')}>
        <EmptyState title={t('invitations.none')} text={t('invitations.noneText')} />
      </Section>
    );
  }
  const year = mine.reviews[0]?.round ?? 0;
  return (
    <>
      <Part title={<Greeting name={mine.name} />}>
        {invited.length > 0 ? (
          <p className={styles.ask}>
            {t('invitations.asked', { count: invited.length })}
            {mine.due_at && (
              <>
                {language === 'en' && ' '}
                <DueWords until={mine.due_at} year={year} />
              </>
            )}
          </p>
        ) : (
          <p className={styles.ask}>{t('invitations.nothingOpen')}</p>
        )}
        {accepted > 0 && <p>{t('invitations.acceptedCount', { count: accepted })}</p>}
        {mine.reviews.some((review) => review.may.score) && (
          <div className={styles.buttons}>
            <ButtonLink size="large" type="primary" to="/my-sheets">
              {t('scoring.toSheets')}
            </ButtonLink>
          </div>
        )}
        <Topics mine={mine} />
      </Part>
      <Commitment signedAt={mine.signed_at} />
      <section aria-labelledby="my-reviews-list">
        <h2 id="my-reviews-list" className={styles.listHead}>
          {t('invitations.list')}
        </h2>
        <ol className={styles.cards}>
          {inOrder(mine.reviews).map((review, index) => (
            <Card key={review.id} review={review} number={index + 1} />
          ))}
        </ol>
      </section>
    </>
  );
}

/** Whether the commitment is signed, and the way to it. */
function Commitment({ signedAt }: { signedAt: MyReviews['signed_at'] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <Part title={t('invitations.commitmentTitle')}>
      {signedAt ? (
        <>
          <p className={styles.signed}>{t('invitations.signedAt', { time: formatTime(signedAt, language) })}</p>
          <Link to="/my-reviews/commitment">{t('invitations.readAgain')}</Link>
        </>
      ) : (
        <>
          <p>{t('invitations.signFirst')}</p>
          <div className={styles.buttons}>
            <ButtonLink size="large" type="primary" to="/my-reviews/commitment">
              {t('invitations.toCommitment')}
            </ButtonLink>
          </div>
        </>
      )}
    </Part>
  );
}

/** The reader by name, in the order of the language. */
function Greeting({ name }: { name: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (name === '') return <>{t('invitations.greetingPlain')}</>;
  if (language === 'en') {
    return (
      <>
        {t('invitations.greeting')} <RecordText text={name} />
      </>
    );
  }
  return (
    <>
      <RecordText text={name} />
      {t('invitations.greeting')}
    </>
  );
}

/** The subjects that matched, over all invitations. */
function Topics({ mine }: { mine: MyReviews }) {
  const { t } = useTranslation();
  const terms = mine.topics.map((topic) => topic.term).slice(0, TOPICS_SHOWN);
  if (terms.length === 0) return null;
  return (
    <div>
      <p className={styles.soft}>{t('invitations.topics')}</p>
      <ul className={styles.terms} aria-label={t('invitations.topics')}>
        {terms.map((term) => (
          <li key={term}>
            <RecordText text={term} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Card({ review, number }: { review: MyReview; number: number }) {
  const { t } = useTranslation();
  const label = useLabel();
  const isOpen = review.state === 'invited' && !review.frozen;
  const name = t('invitations.number', { number });
  return (
    <li className={styles.part}>
      <p className={styles.cardHead}>
        <strong>{name}</strong>
        <Tag tone={review.frozen ? 'neutral' : toneOfReview(review.state)}>{label('invitations', `states.${review.frozen ? 'frozen' : review.state}`)}</Tag>
      </p>
      {review.nomination ? <Named review={review} /> : <Subject review={review} />}
      {isOpen && review.due_at && (
        <p>
          <DueWords until={review.due_at} year={review.round} />
        </p>
      )}
      <div className={styles.buttons}>
        <ButtonLink size="large" type={isOpen ? 'primary' : 'default'} to={`/my-reviews/${review.id}`}>
          {t(isOpen ? 'invitations.answer' : 'invitations.see')}
          <span className="visually-hidden">
            {t('common.colon')}
            {name}
          </span>
        </ButtonLink>
      </div>
    </li>
  );
}
