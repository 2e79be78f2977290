// How many places has our society, why, and what can we do about it? In plain words, with the appeal and its clock.
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { ButtonLink, EmptyState, Facts, LoadBar, Page, PlainTable, QueryView, RecordText, Section, Tag, toneOfStanding } from '../../../shared/ui';
import { ownSociety } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { AppealCard } from '../components/AppealCard';
import { AppealForm } from '../components/AppealForm';
import { Clock } from '../components/Clock';
import { Explanation } from '../components/Explanation';
import { Move } from '../components/Move';
import styles from '../components/quotas.module.css';
import type { SocietyQuota, SocietyQuotaDecision } from '../contract';
import { useSocietyQuota } from '../proposals';

/** The page of a society's own quota. */
export default function SocietyQuotaPage() {
  const { t } = useTranslation();
  const { code = '' } = useParams();
  const query = useSocietyQuota(code);
  const account = useAccount();
  const title = ownSociety(account) === code ? t('ownQuota.title') : t('quota.columns.move');
  return (
    <Page
      title={title}
      tabTitle={title}
      crumbs={[{ label: query.data?.society ?? code, to: `/societies/${encodeURIComponent(code)}` }]}
      lead={query.data && <RecordText text={query.data.society} />}
    >
      <QueryView query={query} rows={12} isFramed>
        {(found) => <Own found={found} />}
      </QueryView>
    </Page>
  );
}

function Own({ found }: { found: SocietyQuota }) {
  const { t } = useTranslation();
  const [newest, ...older] = found.decisions;
  return (
    <>
      {newest === undefined ? (
        <Section title={t('ownQuota.decision')}>
          <EmptyState title={t('ownQuota.none')} text={t('ownQuota.noneText')} />
        </Section>
      ) : (
        <Newest society={found.society_id} decision={newest} />
      )}
      <Counters found={found} />
      {older.length > 0 && <Older decisions={older} />}
    </>
  );
}

function Newest({ society, decision }: { society: string; decision: SocietyQuotaDecision }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  return (
    <>
      <Section title={t('ownQuota.ofYear', { year: decision.year })}>
        <div className={styles.stack}>
          <p className={styles.bigMove}>
            <Move from={decision.previous} to={decision.decided} />
          </p>
          <Facts
            facts={[
              { label: t('proposal.standing'), value: <Tag tone={toneOfStanding(decision.standing)}>{label('ownQuota', `standings.${decision.standing}`)}</Tag> },
              { label: t('ownQuota.publishedAt'), value: formatTime(decision.published_at, language) },
              { label: t('ownQuota.appealsUntil'), value: <Clock until={decision.appeals_until} /> },
              { label: t('policy.policy'), value: <RecordText text={language === 'en' ? decision.policy_en : decision.policy} /> },
              { label: t('ownQuota.recompute'), value: <a href={`/api/v1/quota-proposals/${decision.proposal_id}/bundle`}>{t('proposal.files.bundle')}</a> },
              ...(decision.reason
                ? [{ label: t('ownQuota.otherwise', { proposed: decision.proposed, decided: decision.decided }), value: <RecordText text={decision.reason} />, isWide: true }]
                : []),
            ]}
          />
          {decision.may_appeal && (
            <p>
              <a href="#appeal-form">{t('ownQuota.mayAppeal')}</a>
            </p>
          )}
        </div>
      </Section>
      {decision.appeal && <AppealCard appeal={decision.appeal} mayDecide={false} />}
      <Explanation outcome={decision.outcome} />
      {decision.may_appeal && (
        <Section title={t('appeal.file')} id="appeal-form" hint={<Clock until={decision.appeals_until} />}>
          <AppealForm society={society} decision={decision} />
        </Section>
      )}
    </>
  );
}

/** The places of each kind, and how many are taken. */
function Counters({ found }: { found: SocietyQuota }) {
  const { t } = useTranslation();
  const label = useLabel();
  const [newest] = found.counters;
  return (
    <Section title={t('ownQuota.places')} hint={newest && t('frame.roundOption', { year: newest.year })}>
      {newest === undefined ? (
        <p className={styles.minor}>{t('ownQuota.noPlaces')}</p>
      ) : (
        <div className={styles.stack}>
          <PlainTable
            label={t('ownQuota.places')}
            head={[
              { key: 'bucket', title: t('ledger.bucket') },
              { key: 'places', title: t('ledger.places'), isEnd: true },
              { key: 'used', title: t('ledger.used') },
              { key: 'free', title: t('ledger.free'), isEnd: true },
            ]}
            rows={newest.counters.map((counter) => ({
              key: counter.id,
              cells: [
                label('bucket', counter.bucket),
                counter.places ?? t('ledger.unlimited'),
                counter.places == null ? counter.used : <LoadBar key="used" load={counter.used} limit={counter.places} />,
                counter.free ?? '—',
              ],
            }))}
          />
          <div>
            <ButtonLink to={`/rounds/${newest.year}/quota-ledger`}>{t('ownQuota.toLedger')}</ButtonLink>
          </div>
        </div>
      )}
    </Section>
  );
}

/** The decisions of earlier rounds. */
function Older({ decisions }: { decisions: readonly SocietyQuotaDecision[] }) {
  const { t } = useTranslation();
  const label = useLabel();
  return (
    <Section title={t('ownQuota.older')}>
      <PlainTable
        label={t('ownQuota.older')}
        head={[
          { key: 'year', title: t('proposal.year') },
          { key: 'move', title: t('quota.columns.move') },
          { key: 'band', title: t('quota.columns.band') },
          { key: 'reason', title: t('quota.columns.reason') },
        ]}
        rows={decisions.map((decision) => ({
          key: decision.proposal_id,
          cells: [decision.year, <Move key="move" from={decision.previous} to={decision.decided} />, label('band', decision.outcome.band), <RecordText key="reason" text={decision.reason} />],
        }))}
      />
    </Section>
  );
}
