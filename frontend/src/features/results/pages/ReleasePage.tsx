// What does a release say, and what stands in its way?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { useYear } from '../../../shared/address';
import { useBilingual, useLabel, useLanguage } from '../../../shared/i18n';
import { Names } from '../../../shared/names';
import { formatTime } from '../../../shared/time';
import { Alert, Button, By, Facts, Page, QueryView, RecordText, Section, ShortList, Tag, Trouble } from '../../../shared/ui';
import { useAccount } from '../../identity/queries';
import { Decisions } from '../components/Decisions';
import { DraftForm } from '../components/DraftForm';
import { Papers } from '../components/Papers';
import { ReleaseForm } from '../components/ReleaseForm';
import styles from '../components/results.module.css';
import { type ReleaseDetail, useDiscardRelease, useRelease } from '../queries';
import { countsOf, toneOfRelease, totalOf } from '../words';

const GAPS_AT_FIRST = 20;

/** One release. */
export default function ReleasePage() {
  const { t } = useTranslation();
  const label = useLabel();
  const year = useYear();
  const { id = '' } = useParams();
  const query = useRelease(id);
  const one = query.data;
  const title = one?.title ?? t('nav.results');
  return (
    <Page
      crumbs={[{ label: t('nav.results'), to: `/rounds/${year}/results` }]}
      title={<RecordText text={title} />}
      tabTitle={title}
      lead={
        one && (
          <>
            <Tag tone={toneOfRelease(one.state)}>{label('results', `states.${one.state}`)}</Tag> {label('results', `meaning.${one.state}`)}
          </>
        )
      }
      actions={one && <Files release={one} />}
    >
      <QueryView query={query} rows={10} isFramed>
        {(found) => (
          <Names value={found.names}>
            <Whole release={found} />
          </Names>
        )}
      </QueryView>
    </Page>
  );
}

/** What is public of it. */
function Files({ release }: { release: ReleaseDetail }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (release.state !== 'released' || release.stage !== 'award') return null;
  return (
    <>
      <Button href={`/public/results/${release.year}?lang=${language === 'en' ? 'en' : 'zh'}`}>{t('results.publicPage')}</Button>
      <Button href={`/api/v1/rounds/${release.year}/bundle`}>{t('results.bundle')}</Button>
    </>
  );
}

function Whole({ release }: { release: ReleaseDetail }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const counts = countsOf(release.counts).map((one) => t('results.ofOutcome', { outcome: t(`results.outcomes.${one.outcome}`), count: one.count }));
  return (
    <>
      <Section title={t('results.about')}>
        <div className={styles.stack}>
          <Facts
            facts={[
              { label: t('results.stage'), value: label('results', `stages.${release.stage}`) },
              { label: t('results.categories'), value: release.categories.map((code) => label('category', code)).join(t('common.separator')) },
              { label: t('results.columns.count'), value: `${totalOf(release.counts)} (${counts.join(t('common.separator'))})` },
              { label: t('results.draftedBy'), value: <By name={release.drafted_by} time={formatTime(release.drafted_at, language)} /> },
              ...(release.released_by ? [{ label: t('results.releasedBy'), value: <By name={release.released_by} time={formatTime(release.released_at, language)} /> }] : []),
            ]}
          />
          {release.digest && <p className={styles.digest}>SHA-256 {release.digest}</p>}
        </div>
      </Section>
      {release.state === 'draft' && <Gaps release={release} />}
      {release.stage === 'award' && (
        <Section title={t('results.papersTitle')} hint={t('results.papersHint')}>
          <Papers release={release} />
        </Section>
      )}
      {release.state === 'draft' && release.may.change && <Next release={release} />}
      <Section title={t('results.decisions')} hint={t('results.decisionsHint')}>
        <Decisions release={release} />
      </Section>
    </>
  );
}

/** What keeps a draft from being released. */
function Gaps({ release }: { release: ReleaseDetail }) {
  const { t } = useTranslation();
  const said = useBilingual();
  if (release.gaps.length === 0) return release.may.change ? <Alert type="success" showIcon title={t('results.noGap')} /> : null;
  return (
    <Section title={t('results.gaps', { value: release.gaps.length })} hint={t('results.gapsHint')}>
      <ShortList items={release.gaps} limit={GAPS_AT_FIRST}>
        {(some) => (
          <ul className={styles.gaps}>
            {some.map((gap) => (
              <li key={`${gap.code} ${gap.number ?? ''} ${gap.words.en}`}>
                <RecordText text={said(gap.words)} />
              </li>
            ))}
          </ul>
        )}
      </ShortList>
    </Section>
  );
}

/** What may be done with a draft: made anew and thrown away by anybody of the office, released by another than who made it. */
function Next({ release }: { release: ReleaseDetail }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const account = useAccount();
  const discard = useDiscardRelease(release.id);
  const [isChanging, setChanging] = useState(false);
  if (isChanging) {
    return (
      <Section title={t('results.change')}>
        <DraftForm year={release.year} known={release} onDone={() => setChanging(false)} onCancel={() => setChanging(false)} />
      </Section>
    );
  }
  return (
    <Section title={t('results.next')}>
      <div className={styles.stack}>
        {release.may.release ? <ReleaseForm release={release} /> : release.drafted_by === account?.username && <Alert type="info" showIcon title={t('results.ownDraft')} />}
        <Trouble error={discard.error} stale={t('results.stale')} />
        <div className={styles.buttons}>
          <Button onClick={() => setChanging(true)}>{t('results.change')}</Button>
          <Button danger aria-busy={discard.isPending} onClick={() => !discard.isPending && discard.mutate(release.version, { onSuccess: () => navigate(`/rounds/${release.year}/results`) })}>
            {t('results.discard')}
          </Button>
        </div>
      </div>
    </Section>
  );
}
