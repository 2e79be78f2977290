// What is known of one objection, and what is to be done with it? All but who objected.
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useBilingual, useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, Facts, Page, QueryView, RecordText, Section, Tag } from '../../../shared/ui';
import { mayOpenIdentity, mayStartMatch } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { Asking, Deciding, ExtensionDecision, Proposing, Recording, Resuming, Screening } from '../components/Deeds';
import { IdentityRequests } from '../components/Identity';
import { Due, FileList, TaskList, Timeline, toneOfObjection } from '../components/Parts';
import styles from '../components/objections.module.css';
import { type ObjectionDetail, useObjection, useRefusals } from '../queries';

function Head({ objection }: { objection: ObjectionDetail }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const said = useBilingual();
  const { nomination } = objection;
  const refusal = useRefusals().data?.find((one) => one.code === objection.refusal);
  return (
    <Section title={t('objection.facts')}>
      <div className={styles.stack}>
        <Facts
          facts={[
            { label: t('objection.state'), value: <Tag tone={toneOfObjection(objection.state)}>{label('objection', `states.${objection.state}`)}</Tag> },
            { label: t('objection.kind'), value: label('objection', `kinds.${objection.kind}`) },
            { label: t('objection.who'), value: t(objection.is_named ? 'objection.namedLong' : 'objection.anonymousLong') },
            { label: t('objection.received'), value: formatTime(objection.received_at, language, true) },
            ...(objection.next_due_at ? [{ label: t('objection.due'), value: <Due until={objection.next_due_at} days={objection.days_left} /> }] : []),
            {
              label: t('objection.nomination'),
              isWide: true,
              value: (
                <>
                  <Link to={`/rounds/${nomination.year}/nominations/${nomination.id}`}>
                    <RecordText text={nomination.title} />
                  </Link>{' '}
                  <span className={styles.minor}>
                    <RecordText text={nomination.number} /> ·{' '}
                    {nomination.society && (
                      <>
                        <RecordText text={nomination.society} /> ·{' '}
                      </>
                    )}
                    {label('state', nomination.state)}
                  </span>
                </>
              ),
            },
            { label: t('objection.objectorWords'), isWide: true, value: <div className={styles.text}>{<RecordText text={objection.facts} />}</div> },
          ]}
        />
        <div>
          <h3>{t('objection.files')}</h3>
          <FileList files={objection.files} address={`/api/v1/objections/${objection.id}`} />
          <p className={styles.minor}>{t('objection.evidenceHint')}</p>
        </div>
        <Facts
          facts={[
            ...(refusal ? [{ label: t('objection.refusal'), isWide: true, value: language === 'en' ? `${refusal.en} (${refusal.basis_en})` : `${refusal.zh}（${refusal.basis_zh}）` }] : []),
            ...(objection.screening_text ? [{ label: t('objection.toObjector'), isWide: true, value: <RecordText text={objection.screening_text} /> }] : []),
            ...(objection.summary ? [{ label: t('objection.summary'), isWide: true, value: <RecordText text={objection.summary} /> }] : []),
            ...(objection.record ? [{ label: t('objection.record'), isWide: true, value: <div className={styles.text}>{<RecordText text={objection.record} />}</div> }] : []),
            ...(objection.outcome ? [{ label: t(objection.state === 'decided' ? 'objection.outcome' : 'objection.proposed'), value: label('objection', `outcomes.${objection.outcome}`) }] : []),
            ...(objection.effect ? [{ label: t('objection.effect'), value: label('objection', `effects.${objection.effect}`) }] : []),
            ...(objection.outcome_text && objection.outcome ? [{ label: t('objection.outcomeText'), isWide: true, value: <RecordText text={said(objection.outcome_text)} /> }] : []),
          ]}
        />
      </div>
    </Section>
  );
}

/** What the reader may do where it stands. */
function Deeds({ objection, username }: { objection: ObjectionDetail; username: string }) {
  const { t } = useTranslation();
  const isWaiting = objection.tasks.some((task) => task.party !== 'office' && task.standing === 'open');
  if (objection.state === 'received') {
    return (
      <Section title={t('objection.screening')}>
        <Screening objection={objection} />
      </Section>
    );
  }
  if (objection.state === 'proposed') {
    return (
      <Section title={t('objection.deciding')}>{objection.proposed_by === username ? <p className={styles.minor}>{t('objection.waitsForAnother')}</p> : <Deciding objection={objection} />}</Section>
    );
  }
  if (objection.state === 'decided' && objection.effect === 'deferred' && objection.nomination.state === 'deferred') {
    return (
      <Section title={t('objection.resuming')}>
        <Resuming objection={objection} />
      </Section>
    );
  }
  if (objection.state !== 'accepted' && objection.state !== 'transferred') return null;
  return (
    <>
      {objection.finding === 'admitted' && <Alert type="warning" showIcon title={t('objection.admitted')} />}
      <Section title={t('objection.asking')}>
        <Asking objection={objection} />
      </Section>
      <Section title={t('objection.record')}>
        <Recording key={objection.version} objection={objection} />
      </Section>
      <Section title={t('objection.proposing')}>
        {isWaiting || !objection.record ? <p className={styles.minor}>{t(isWaiting ? 'objection.waitsForAnswers' : 'objection.needsRecord')}</p> : <Proposing key={objection.version} objection={objection} />}
      </Section>
    </>
  );
}

/** One objection. */
export default function ObjectionPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const account = useAccount();
  const mayAct = mayStartMatch(account);
  const query = useObjection(id);
  const title = query.data ? t('objection.one', { number: query.data.number }) : t('objection.title');
  return (
    <Page title={title} tabTitle={title} crumbs={[{ label: t('objection.title'), to: '/objections' }]}>
      <QueryView query={query} isFramed>
        {(objection) => (
          <>
            <Head objection={objection} />
            <Section title={t('objection.taskList')}>
              <TaskList
                tasks={objection.tasks}
                deeds={(task) =>
                  mayAct && task.standing === 'open' && task.extension && (task.extension.is_granted === null || task.extension.is_granted === undefined) ? <ExtensionDecision objection={objection} task={task} /> : null
                }
              />
            </Section>
            {mayAct && <Deeds objection={objection} username={account?.username ?? ''} />}
            <IdentityRequests objection={objection} username={account?.username ?? ''} mayOpen={mayOpenIdentity(account)} />
            <Section title={t('objection.timeline')}>
              <Timeline events={objection.events} names={objection.names} />
            </Section>
          </>
        )}
      </QueryView>
    </Page>
  );
}
