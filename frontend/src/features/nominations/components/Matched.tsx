// Which reviewers were matched to this nomination? Assigned, next best, kept out.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Candidate, NominationDetail } from '../../../api/types';
import { useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { EmptyState, Section, ShortList } from '../../../shared/ui';
import { CandidateList } from './CandidateList';
import styles from './nominations.module.css';

const OTHERS_SHOWN = 5;

function Group(props: {
  title: string;
  hint: string;
  empty: string;
  look: string | undefined;
  candidates: readonly Candidate[];
  isRanked?: boolean;
  openId: string | undefined;
  onOpen: (id: string | undefined) => void;
}) {
  return (
    <div className={styles.group}>
      <h3 className={`${styles.groupHead} ${props.look ?? ''}`}>
        {props.title} <span className="tabular">{props.candidates.length}</span>
        <span className={styles.minor}>{props.hint}</span>
      </h3>
      {props.candidates.length === 0 ? (
        <p className={styles.minor}>{props.empty}</p>
      ) : (
        <ShortList items={props.candidates} limit={props.isRanked ? 15 : OTHERS_SHOWN}>
          {(shown) => (
            <CandidateList label={props.title} candidates={shown} isRanked={props.isRanked ?? false} openId={props.openId} onOpen={props.onOpen} />
          )}
        </ShortList>
      )}
    </div>
  );
}

/** The match of one nomination. */
export function Matched(props: { nomination: NominationDetail; openId: string | undefined; onOpen: (id: string | undefined) => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { nomination, openId, onOpen } = props;
  const match = nomination.match;
  if (match == null) {
    return (
      <Section title={t('nomination.match')}>
        <EmptyState title={t('nomination.notMatched')} />
      </Section>
    );
  }
  return (
    <Section
      title={t('nomination.match')}
      hint={
        <>
          {t('nomination.matchAt', { time: formatTime(match.finished_at, language) })}{' '}
          <Link to={`/rounds/${nomination.round}/matching/${match.run_id}`}>{t('nomination.run')}</Link>
        </>
      }
    >
      <p className={match.assigned.length < match.demand ? styles.short : undefined}>
        {t('nomination.demandMet', { demand: match.demand, assigned: match.assigned.length })}
      </p>
      <Group title={t('nomination.assigned')} hint={t('nomination.assignedHint')} empty={t('nomination.noneAssigned')} look={undefined} candidates={match.assigned} isRanked openId={openId} onOpen={onOpen} />
      <Group title={t('nomination.alternatives')} hint={t('nomination.alternativesHint')} empty={t('nomination.noneAlternatives')} look={styles.alternatives} candidates={match.alternatives} openId={openId} onOpen={onOpen} />
      <Group title={t('nomination.keptOut')} hint={t('nomination.keptOutHint')} empty={t('nomination.noneKeptOut')} look={styles.keptOut} candidates={match.kept_out} openId={openId} onOpen={onOpen} />
    </Section>
  );
}
