// What does one publicity show, where does it stand, and what may be done with it next?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, Button, Facts, Page, QueryView, RecordText, Section, Tag, useProblemText } from '../../../shared/ui';
import { useAccount } from '../../identity/queries';
import { Corrections } from '../components/Corrections';
import { DraftForm } from '../components/DraftForm';
import { Entries } from '../components/Entries';
import styles from '../components/notices.module.css';
import { ReleaseForm } from '../components/ReleaseForm';
import { type Publicity, useDiscard, usePublicity } from '../queries';
import { toneOfPublicity } from '../standing';

/** The page of a publicity. */
export default function PublicityPage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { id = '' } = useParams();
  const query = usePublicity(id);
  const one = query.data;
  const title = one?.title ?? t('publicity.one');
  return (
    <Page
      crumbs={[{ label: t('publicity.all'), to: '/publicities' }]}
      title={<RecordText text={title} />}
      tabTitle={title}
      lead={
        one && (
          <>
            <Tag tone={toneOfPublicity(one.standing)}>{t(`publicity.standings.${one.standing}` as 'publicity.standings.draft')}</Tag> {t(`publicity.meaning.${one.standing}` as 'publicity.meaning.draft')}
          </>
        )
      }
      actions={one?.number && ['open', 'closed'].includes(one.standing) && <Button href={`/public/publicities/${one.number}?lang=${language === 'en' ? 'en' : 'zh'}`}>{t('publicity.publicPage')}</Button>}
    >
      <QueryView query={query} rows={10} isFramed>
        {(found) => <Whole publicity={found} />}
      </QueryView>
    </Page>
  );
}

function Whole({ publicity }: { publicity: Publicity }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const nameOf = (username: string) => publicity.names[username] ?? username;
  const by = (username: string, at: string | null | undefined) => (
    <>
      <RecordText text={nameOf(username)} /> · <span className="whole">{formatTime(at, language)}</span>
    </>
  );
  return (
    <>
      <Section title={t('publicity.about')}>
        <div className={styles.stack}>
          <Facts
            facts={[
              { label: t('publicity.kind'), value: t(`publicity.kinds.${publicity.kind}` as 'publicity.kinds.acceptance') },
              { label: t('publicity.columns.count'), value: publicity.count },
              { label: t('publicity.opens'), value: <span className="whole">{formatTime(publicity.opens_at, language, true)}</span> },
              { label: t('publicity.closes'), value: <span className="whole">{formatTime(publicity.closes_at, language, true)}</span> },
              { label: t('publicity.draftedBy'), value: by(publicity.drafted_by, publicity.drafted_at) },
              ...(publicity.released_by ? [{ label: t('publicity.releasedBy'), value: by(publicity.released_by, publicity.released_at) }] : []),
              { label: t('publicity.policy'), value: publicity.policy },
              ...(publicity.number ? [{ label: t('publicity.number'), value: publicity.number }] : []),
            ]}
          />
          <p className={styles.text}>
            <RecordText text={publicity.notice} />
          </p>
          {publicity.digest && <p className={styles.digest}>SHA-256 {publicity.digest}</p>}
        </div>
      </Section>
      {publicity.standing === 'draft' ? (
        <Draft publicity={publicity} />
      ) : (
        <Section title={t('publicity.corrections')} hint={t('publicity.correctionsHint')}>
          <Corrections publicity={publicity} />
        </Section>
      )}
      <Section title={t('publicity.entries')} hint={t('publicity.entriesHint')}>
        <Entries publicity={publicity} />
      </Section>
    </>
  );
}

/** What may be done with a draft: changed and thrown away by anybody of the office, released by another than who made it. */
function Draft({ publicity }: { publicity: Publicity }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const navigate = useNavigate();
  const account = useAccount();
  const discard = useDiscard(publicity.id);
  const [isChanging, setChanging] = useState(false);
  const isOwn = publicity.drafted_by === account?.username;
  if (isChanging) {
    return (
      <Section title={t('publicity.change')}>
        <DraftForm year={publicity.year} known={publicity} onDone={() => setChanging(false)} onCancel={() => setChanging(false)} />
      </Section>
    );
  }
  return (
    <Section title={t('publicity.next')}>
      <div className={styles.stack}>
        {isOwn ? <Alert type="info" showIcon title={t('publicity.ownDraft')} /> : <ReleaseForm publicity={publicity} />}
        {discard.isError && <Alert type="error" showIcon title={textOf(discard.error)} />}
        <div className={styles.buttons}>
          <Button onClick={() => setChanging(true)}>{t('publicity.change')}</Button>
          <Button danger aria-busy={discard.isPending} onClick={() => discard.mutate(publicity.version, { onSuccess: () => navigate('/publicities') })}>
            {t('publicity.discard')}
          </Button>
        </div>
      </div>
    </Section>
  );
}
