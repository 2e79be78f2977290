// What have I undertaken, or am I about to?
import { useTranslation } from 'react-i18next';
import { ButtonLink, Page, QueryView } from '../../../shared/ui';
import { CommitmentForm } from '../components/CommitmentForm';
import styles from '../components/invitations.module.css';
import { useCommitment } from '../queries';

/** The commitment by itself. */
export default function CommitmentPage() {
  const { t } = useTranslation();
  const query = useCommitment();
  return (
    <div className={styles.large}>
      <Page crumbs={[{ label: t('invitations.title'), to: '/my-reviews' }]} title={t('invitations.commitmentTitle')} tabTitle={t('invitations.commitmentTitle')}>
        <QueryView query={query} rows={10} isFramed>
          {(commitment) => (
            <>
              <CommitmentForm commitment={commitment} />
              {commitment.signed_at && (
                <div className={styles.buttons}>
                  <ButtonLink size="large" type="primary" to="/my-reviews">
                    {t('invitations.toList')}
                  </ButtonLink>
                </div>
              )}
            </>
          )}
        </QueryView>
      </Page>
    </div>
  );
}
