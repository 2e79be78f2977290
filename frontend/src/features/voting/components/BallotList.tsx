// Which ballots has the meeting?
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { useLabel } from '../../../shared/i18n';
import { ButtonLink, QueryView, Section, Tag } from '../../../shared/ui';
import { useBallots } from '../queries';
import styles from './voting.module.css';
import { toneOfVote, useBallotName } from './words';

/** The ballots of a meeting, the one that is shown marked, and the way to a new one. */
export function BallotList({ meeting, mayDraft }: { meeting: string; mayDraft: boolean }) {
  const { t } = useTranslation();
  const label = useLabel();
  const nameOf = useBallotName();
  const query = useBallots(meeting);
  return (
    <Section title={t('voting.ballots')}>
      <div className={styles.stack}>
        <QueryView query={query} rows={3}>
          {(ballots) =>
            ballots.length === 0 ? (
              <p className={styles.minor}>{t('voting.noBallots')}</p>
            ) : (
              <ul className={styles.list} aria-label={t('voting.ballots')}>
                {ballots.map((ballot) => (
                  <li key={ballot.id} className={styles.listRow}>
                    <NavLink to={`/meetings/${meeting}/ballots/${ballot.id}`}>{nameOf(ballot)}</NavLink>
                    <Tag tone={toneOfVote(ballot.state)}>{label('voting', `states.${ballot.state}`)}</Tag>
                  </li>
                ))}
              </ul>
            )
          }
        </QueryView>
        {mayDraft && (
          <div>
            <ButtonLink to={`/meetings/${meeting}/ballots/new`}>{t('voting.new')}</ButtonLink>
          </div>
        )}
      </div>
    </Section>
  );
}
