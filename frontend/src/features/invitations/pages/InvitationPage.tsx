// What does one invitation ask, and what do I answer?
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useLabel } from '../../../shared/i18n';
import { Page, QueryView, Tag } from '../../../shared/ui';
import { Answers } from '../components/Answers';
import styles from '../components/invitations.module.css';
import { DueWords, Named, Part, Subject, toneOfReview } from '../components/Parts';
import { useCommitment, useMyReview } from '../queries';

/** The page of one invitation. */
export default function InvitationPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const { id = '' } = useParams();
  const query = useMyReview(id);
  const commitment = useCommitment();
  const review = query.data;
  return (
    <div className={styles.large}>
      <Page
        crumbs={[{ label: t('invitations.title'), to: '/my-reviews' }]}
        title={t('invitations.one')}
        tabTitle={t('invitations.one')}
        lead={review && <Tag tone={review.frozen ? 'neutral' : toneOfReview(review.state)}>{label('invitations', `states.${review.frozen ? 'frozen' : review.state}`)}</Tag>}
      >
        <QueryView query={query} rows={8} isFramed>
          {(found) => (
            <>
              <Part title={t('invitations.what')}>
                <Named review={found} />
                <p className={styles.soft}>{t('invitations.why')}</p>
                <Subject review={found} />
                {!found.nomination && found.state === 'invited' && !found.frozen && <p className={styles.soft}>{t('invitations.hidden')}</p>}
                {found.due_at && found.state === 'invited' && !found.frozen && (
                  <p className={styles.ask}>
                    <DueWords until={found.due_at} year={found.round} />
                  </p>
                )}
              </Part>
              <QueryView query={commitment} rows={4} isFramed>
                {(text) => <Answers review={found} commitment={text} />}
              </QueryView>
            </>
          )}
        </QueryView>
      </Page>
    </div>
  );
}
