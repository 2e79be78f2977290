// How does a ballot stand, and what was counted?
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Facts, Page, PlainTable, QueryView, RecordText, Section, Tag } from '../../../shared/ui';
import { managesMeetings } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { BallotList } from '../components/BallotList';
import { CapsBar } from '../components/CapsBar';
import { DraftForm } from '../components/DraftForm';
import { LineName } from '../components/Marks';
import { Steer } from '../components/Steer';
import { TallyTable } from '../components/TallyTable';
import { Papers, Roll } from '../components/Voters';
import styles from '../components/voting.module.css';
import { toneOfVote, useBallotName, useShare } from '../components/words';
import { useBallot, useCandidates } from '../queries';
import type { Ballot } from '../types';

/** One ballot, or the form for a new one, for the office. */
export default function BallotPage() {
  const { id = '', ballot = '' } = useParams();
  return ballot === 'new' ? <NewBallotPage meeting={id} /> : <OneBallotPage key={ballot} meeting={id} id={ballot} />;
}

function NewBallotPage({ meeting }: { meeting: string }) {
  const { t } = useTranslation();
  const mayDraft = managesMeetings(useAccount());
  const candidates = useCandidates(meeting);
  return (
    <Page crumbs={[{ label: t('nav.reviewMeetings'), to: `/meetings/${meeting}` }]} title={t('voting.ballots')} tabTitle={t('voting.ballots')}>
      <div className={styles.sides}>
        <Section title={t('voting.new')}>
          {mayDraft ? (
            <QueryView query={candidates} rows={8}>
              {(found) => <DraftForm meeting={meeting} candidates={found} />}
            </QueryView>
          ) : (
            <p className={styles.minor}>{t('voting.readOnly')}</p>
          )}
        </Section>
        <BallotList meeting={meeting} mayDraft={false} />
      </div>
    </Page>
  );
}

function OneBallotPage({ meeting, id }: { meeting: string; id: string }) {
  const { t } = useTranslation();
  const label = useLabel();
  const nameOf = useBallotName();
  const query = useBallot(id);
  const ballot = query.data;
  const title = ballot ? nameOf(ballot) : t('voting.ballot');
  return (
    <Page
      crumbs={[{ label: t('nav.reviewMeetings'), to: `/meetings/${meeting}` }]}
      title={title}
      tabTitle={title}
      lead={
        ballot && (
          <>
            <Tag tone={toneOfVote(ballot.state)}>{label('voting', `states.${ballot.state}`)}</Tag> <Tag>{label('voting', `variants.${ballot.variant}`)}</Tag>
          </>
        )
      }
    >
      <QueryView query={query} rows={12} isFramed>
        {(found) => <Whole ballot={found} meeting={meeting} />}
      </QueryView>
    </Page>
  );
}

function Whole({ ballot, meeting }: { ballot: Ballot; meeting: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const shareOf = useShare();
  const manages = managesMeetings(useAccount());
  return (
    <div className={styles.sides}>
      <div className={styles.stack}>
        <Section title={t('voting.about')}>
          <div className={styles.stack}>
            <Facts
              facts={[
                { label: t('voting.cap'), value: ballot.cap },
                { label: t('voting.places'), value: ballot.places },
                { label: t('voting.threshold'), value: shareOf(ballot.threshold) },
                { label: t('voting.quorum'), value: shareOf(ballot.quorum) },
                { label: t('voting.openedAt'), value: formatTime(ballot.opened_at, language, true) },
                { label: t('voting.closedAt'), value: formatTime(ballot.closed_at, language, true) },
              ]}
            />
            <Steer ballot={ballot} />
          </div>
        </Section>
        {ballot.tally ? (
          <Section title={t('voting.tally')}>
            <TallyTable ballot={ballot} tally={ballot.tally} />
          </Section>
        ) : (
          <Section title={t('voting.lines')}>
            <PlainTable
              label={t('voting.lines')}
              head={[
                { key: 'line', title: t('voting.columns.line') },
                { key: 'title', title: t('voting.columns.title') },
                { key: 'nomination', title: t('voting.columns.nomination') },
              ]}
              rows={ballot.lines.map((line) => ({ key: String(line.number), cells: [line.number, <LineName key="title" line={line} />, line.nomination == null ? '—' : <RecordText key="nomination" text={line.nomination} />] }))}
            />
          </Section>
        )}
        <Roll ballot={ballot} />
        <Papers ballot={ballot} mustSayWhy={!manages} />
      </div>
      <div className={styles.stack}>
        <BallotList meeting={meeting} mayDraft={manages} />
        {ballot.stage === 'council' && <CapsBar meeting={meeting} />}
      </div>
    </div>
  );
}
