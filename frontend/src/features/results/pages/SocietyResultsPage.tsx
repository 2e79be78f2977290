// What was released of my society’s nominations?
import { useTranslation } from 'react-i18next';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Button, EmptyState, Page, PlainTable, QueryView, RecordText, Section, Tag } from '../../../shared/ui';
import styles from '../components/results.module.css';
import { type Decision, type SocietyResult, useSocietyResults } from '../queries';
import { toneOfOutcome } from '../words';

/** The results of a society. */
export default function SocietyResultsPage() {
  const { t } = useTranslation();
  const query = useSocietyResults();
  return (
    <Page title={t('nav.ownResults')} tabTitle={t('nav.ownResults')} lead={t('results.ownLead')}>
      <Section title={t('results.ownTitle')}>
        <QueryView query={query} rows={6}>
          {(all) =>
            all.length === 0 ? (
              <EmptyState title={t('results.ownNone')} text={t('results.ownNoneText')} />
            ) : (
              <div>
                {all.map((one) => (
                  <Result key={one.nomination_id} result={one} />
                ))}
              </div>
            )
          }
        </QueryView>
      </Section>
    </Page>
  );
}

function Result({ result }: { result: SocietyResult }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  return (
    <article className={styles.result}>
      <h3>
        <RecordText text={result.title} />
      </h3>
      <p className={styles.minor}>
        <RecordText text={result.number} /> · {label('category', result.category)} · {t('frame.roundOption', { year: result.year })}
      </p>
      <PlainTable
        label={result.number}
        isWordy
        head={[
          { key: 'stage', title: t('results.stage') },
          { key: 'outcome', title: t('results.columns.outcome') },
          { key: 'released', title: t('results.columns.released') },
          { key: 'files', title: t('results.columns.files') },
        ]}
        rows={result.decisions.map((one) => ({
          key: one.id,
          cells: [
            label('results', `stages.${one.stage}`),
            <Outcome key="outcome" decision={one} />,
            <span key="released" className="whole">
              {formatTime(one.released_at, language)}
            </span>,
            <Files key="files" decision={one} />,
          ],
        }))}
      />
    </article>
  );
}

function Outcome({ decision }: { decision: Decision }) {
  const { t } = useTranslation();
  const label = useLabel();
  return (
    <>
      <Tag tone={toneOfOutcome(decision.outcome)}>{label('results', `outcomes.${decision.outcome}`)}</Tag> {label('grade', decision.grade)}{' '}
      {decision.is_reversed && <Tag tone="gold">{t('results.reversed')}</Tag>}
      {decision.reverses && <Tag>{t('results.reverses')}</Tag>}
    </>
  );
}

function Files({ decision }: { decision: Decision }) {
  const { t } = useTranslation();
  const lang = useLanguage() === 'en' ? 'en' : 'zh';
  const address = (file: string) => `/api/v1/result-decisions/${decision.id}/${file}.pdf?lang=${lang}`;
  return (
    <span className={styles.buttons}>
      {decision.files.includes('letter') && (
        <Button size="small" href={address('letter')}>
          {t('results.letter')}
        </Button>
      )}
      {decision.files.includes('certificates') && (
        <Button size="small" href={address('certificates')}>
          {t('results.certificates')}
        </Button>
      )}
    </span>
  );
}
