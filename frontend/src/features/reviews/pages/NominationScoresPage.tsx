// What did the reviewers give one nomination? By numbers; by names for who says why he has to know.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useBilingual, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, Button, EmptyState, Facts, Page, PlainTable, QueryView, ReasonForm, RecordText, Section, Trouble } from '../../../shared/ui';
import styles from '../components/reviews.module.css';
import { useNamedScores, useScores } from '../queries';
import type { Criterion, Scores, Sheet } from '../types';
import { points } from '../words';

/** What a sheet says of a criterion. */
function Said({ sheet, criterion }: { sheet: Sheet; criterion: Criterion }) {
  const bilingual = useBilingual();
  const { code } = criterion;
  const option = criterion.options?.find((one) => one.code === sheet.choices[code]);
  const comment = sheet.comments[code];
  return (
    <>
      <span className={styles.figure}>{sheet.points[code] ?? (option ? bilingual(option) : '—')}</span>
      {comment && (
        <span className={`${styles.line} ${styles.words}`}>
          <RecordText text={comment} />
        </span>
      )}
    </>
  );
}

/** Criterion by criterion, sheet by sheet. */
function Sheets({ scores }: { scores: Scores }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const language = useLanguage();
  if (scores.sheets.length === 0) return <EmptyState title={t('reviews.noSheets')} />;
  const called = (sheet: Sheet) => sheet.reviewer?.name ?? t('reviews.alias', { number: sheet.alias });
  return (
    <PlainTable
      label={t('reviews.sheetsTitle')}
      isWordy
      head={[
        { key: 'criterion', title: t('reviews.criterion') },
        ...scores.sheets.map((sheet) => ({ key: String(sheet.alias), title: called(sheet) })),
      ]}
      rows={[
        { key: 'total', cells: [<strong key="head">{t('reviews.total')}</strong>, ...scores.sheets.map((sheet) => <strong key={sheet.alias} className={styles.figure}>{points(sheet.total)}</strong>)] },
        ...scores.criteria.map((criterion) => ({
          key: criterion.code,
          cells: [
            <span key="head">
              {bilingual(criterion.label)}
              {(criterion.weight ?? 0) > 0 && <span className={styles.line}>{t('reviews.weight', { weight: criterion.weight })}</span>}
            </span>,
            ...scores.sheets.map((sheet) => <Said key={sheet.alias} sheet={sheet} criterion={criterion} />),
          ],
        })),
        { key: 'submitted', cells: [t('reviews.submittedAt'), ...scores.sheets.map((sheet) => <span key={sheet.alias} className="whole">{formatTime(sheet.submitted_at, language)}</span>)] },
      ]}
    />
  );
}

function Figures({ scores }: { scores: Scores }) {
  const { t } = useTranslation();
  const row = scores.figures;
  if (!row) return <p className={styles.minor}>{t('reviews.noFigures')}</p>;
  return (
    <Facts
      facts={[
        { label: t('reviews.rank'), value: row.rank ? t('reviews.rankIn', { rank: row.rank, low: row.rank_low ?? row.rank, high: row.rank_high ?? row.rank }) : '—' },
        { label: t('reviews.raw'), value: points(row.raw) },
        { label: t('reviews.calibrated'), value: points(row.calibrated) },
        { label: t('reviews.used'), value: points(row.used) },
        { label: t('reviews.spread'), value: points(row.spread) },
        { label: t('reviews.sheets'), value: row.sheets },
      ]}
    />
  );
}

/** Asks for the names, for a reason that is written down. */
function AskNames({ named }: { named: ReturnType<typeof useNamedScores> }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  if (!isOpen) {
    return (
      <div>
        <Button onClick={() => setOpen(true)}>{t('reviews.nameReviewers')}</Button>
      </div>
    );
  }
  return (
    <ReasonForm
      label={t('reviews.nameReviewers')}
      hint={t('reviews.nameHint')}
      longest={500}
      send={t('reviews.nameNow')}
      trouble={<Trouble error={named.error} stale={t('reviews.stale')} />}
      isPending={named.isPending}
      onSend={(reason) => named.mutate(reason)}
      onCancel={() => setOpen(false)}
    />
  );
}

/** The sheets of one nomination. */
export default function NominationScoresPage() {
  const { t } = useTranslation();
  const id = useParams().id ?? '';
  const query = useScores(id);
  const named = useNamedScores(id);
  return (
    <Page title={t('reviews.scoresTitle')} tabTitle={t('reviews.scoresTitle')} lead={t('reviews.scoresLead')}>
      <QueryView query={query} rows={8} isFramed>
        {(scores) => (
          <>
            <Section title={<RecordText text={scores.nomination.title} />} hint={<RecordText text={scores.nomination.nomination_id} />}>
              <Figures scores={scores} />
            </Section>
            <Section title={t('reviews.sheetsTitle')}>
              <div className={styles.stack}>
                {named.data && <Alert type="warning" showIcon role="status" title={t('reviews.named')} />}
                <Sheets scores={named.data ?? scores} />
                {scores.may_name && !named.data && <AskNames named={named} />}
              </div>
            </Section>
          </>
        )}
      </QueryView>
    </Page>
  );
}
