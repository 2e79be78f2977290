// What stands in the dossier that I have agreed to review? The project, its people and papers; nothing of other reviewers.
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { NominationDetail } from '../../../api/types';
import { useLabel } from '../../../shared/i18n';
import { Page, QueryView, RecordText } from '../../../shared/ui';
import { PeopleAndPapers } from '../../nominations/components/PeopleAndPapers';
import { ProjectText } from '../../nominations/components/ProjectText';
import styles from '../components/invitations.module.css';
import { useDossier } from '../queries';

const NO_TERMS: readonly string[] = [];

/** The dossier of an accepted review. */
export default function ReadPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const { id = '' } = useParams();
  const query = useDossier(id);
  const nomination: NominationDetail | undefined = query.data;
  const title = nomination?.title ?? t('invitations.dossier');
  return (
    <Page
      crumbs={[
        { label: t('invitations.title'), to: '/my-reviews' },
        { label: t('invitations.one'), to: `/my-reviews/${id}` },
      ]}
      title={<RecordText text={title} />}
      tabTitle={title}
      lead={
        nomination && (
          <span>
            <RecordText text={nomination.nomination_id} /> · {label('category', nomination.category)} · {t('invitations.secret')}
          </span>
        )
      }
    >
      <div className={styles.readable}>
        <QueryView query={query} rows={12} isFramed>
          {(found) => (
            <>
              <ProjectText nomination={found} terms={NO_TERMS} focus={undefined} />
              <PeopleAndPapers nomination={found} />
            </>
          )}
        </QueryView>
      </div>
    </Page>
  );
}
