// How does the society choose what it nominates? A call, candidates, its own experts, their scores, the ranking, the outcome.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { SelectionView } from '../../../api/types';
import { useYear } from '../../../shared/address';
import { useBilingual, useLabel, useLanguage } from '../../../shared/i18n';
import { Names, useNameOf } from '../../../shared/names';
import { formatTime } from '../../../shared/time';
import { Alert, Button, By, type Column, DataTable, Days, Disclosure, EmptyState, type Fact, Facts, Page, QueryView, RecordText, Section, Tag } from '../../../shared/ui';
import { CallForm } from './CallForm';
import { DecideForm } from './DecideForm';
import { ExpertLinks } from './ExpertLinks';
import styles from './process.module.css';
import { useSelection } from './queries';
import { ScoreGrid } from './ScoreGrid';

/** The selection of the reader's society in a round. */
export default function SelectionPage() {
  const { t } = useTranslation();
  const year = useYear();
  const query = useSelection(year);
  return (
    <Page
      title={t('selection.title')}
      tabTitle={t('selection.title')}
      crumbs={[{ label: t('dossier.board'), to: `/rounds/${year}/dossiers` }]}
      lead={t('selection.lead', { year })}
    >
      <QueryView query={query} rows={6} isFramed>
        {(view) => (
          <Names value={view.names}>
            <Selection view={view} />
          </Names>
        )}
      </QueryView>
    </Page>
  );
}

function Selection({ view }: { view: SelectionView }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const { call } = view;
  const isDecided = call?.decided_at != null;
  const mayWrite = view.may_write && !isDecided;
  return (
    <div className={styles.page}>
      <Call view={view} mayWrite={mayWrite} />
      {call && (
        <>
          <Section title={t('selection.ranking')} hint={t('selection.rankingHint')}>
            <div className={styles.stack}>
              {!isDecided && view.notes.map((note) => <Alert key={note.zh} type="info" showIcon title={bilingual(note)} />)}
              <Ranking view={view} />
              {view.agreement != null && <p className={styles.minor}>{t('selection.agreement', { value: (view.agreement / 10_000).toFixed(2) })}</p>}
            </div>
          </Section>
          {mayWrite && view.experts.length > 0 && view.candidates.length > 0 && (
            <>
              <ExpertLinks view={view} />
              <ScoreGrid view={view} />
            </>
          )}
          <Outcome view={view} />
        </>
      )}
    </div>
  );
}

/** The call: its text and lists, or the form for them. */
function Call({ view, mayWrite }: { view: SelectionView; mayWrite: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const { call } = view;
  if (mayWrite && (isOpen || !call)) {
    return (
      <Section title={t('selection.call')}>
        <div className={styles.stack}>
          {!call && <p className={styles.minor}>{t('selection.none')}</p>}
          <CallForm key={view.version} view={view} onDone={() => setOpen(false)} canCancel={call !== null && call !== undefined} />
        </div>
      </Section>
    );
  }
  if (!call) return <EmptyState title={t('selection.none')} text={t('selection.noneText')} />;
  const facts: Fact[] = [
    { label: t('selection.time'), value: <Days from={formatTime(call.opens_at, language)} to={formatTime(call.closes_at, language)} /> },
    { label: t('selection.expected'), value: t('selection.items', { count: call.expected }) },
    { label: t('selection.changed'), value: <By name={call.changed_by} time={formatTime(call.changed_at, language)} /> },
    { label: t('selection.text'), value: <RecordText text={call.text} />, isWide: true },
    { label: t('selection.experts'), value: <RecordText text={view.experts.map((one) => `${one.name}（${one.unit}）`).join('；')} />, isWide: true },
  ];
  return (
    <Section title={t('selection.call')}>
      <div className={styles.stack}>
        <Facts facts={facts} />
        {mayWrite && (
          <div>
            <Button onClick={() => setOpen(true)}>{t('selection.edit')}</Button>
          </div>
        )}
      </div>
    </Section>
  );
}

type Candidate = SelectionView['candidates'][number];

const tone = (outcome: string) => (outcome === 'chosen' ? 'green' : outcome === 'reserve' ? 'gold' : 'neutral');

/** A place, and between which places it lies when the scores are drawn anew. */
function Place({ one }: { one: Candidate }) {
  const { t } = useTranslation();
  if (one.place == null) return '—';
  const isSure = one.place_low == null || one.place_high == null || one.place_low === one.place_high;
  return (
    <>
      {one.place} {!isSure && <span className={styles.minor}>{t('selection.interval', { low: one.place_low, high: one.place_high })}</span>}
    </>
  );
}

/** The candidates by their means. */
function Ranking({ view }: { view: SelectionView }) {
  const { t } = useTranslation();
  const label = useLabel();
  const far = Number.MAX_SAFE_INTEGER;
  const rows = [...view.candidates].sort((left, right) => (left.place ?? far) - (right.place ?? far));
  const of = (candidate: string, expert: string) => view.scores.find((one) => one.candidate === candidate && one.expert === expert);
  const columns: Column<Candidate>[] = [
    { key: 'place', title: t('selection.place'), width: 90, render: (one) => <Place one={one} /> },
    {
      key: 'title',
      title: t('selection.candidate'),
      onPhone: 'title',
      render: (one) => (one.dossier_id ? <Link to={`/dossiers/${one.dossier_id}/process`}><RecordText text={one.title} /></Link> : <RecordText text={one.title} />),
    },
    { key: 'mean', title: t('selection.mean'), width: 90, render: (one) => (one.mean_hundredths == null ? '—' : (one.mean_hundredths / 100).toFixed(2)) },
    ...view.experts.map((expert, place): Column<Candidate> => ({
      key: expert.key,
      title: t('selection.expertNumber', { value: place + 1 }),
      width: 76,
      render: (one) => {
        const score = of(one.key, expert.key);
        if (score === undefined) return '—';
        return score.recusal == null ? score.total : t('selection.recused');
      },
    })),
    { key: 'outcome', title: t('selection.outcome'), width: 110, render: (one) => (one.outcome ? <Tag tone={tone(one.outcome)}>{label('selectionOutcome', one.outcome)}</Tag> : '—') },
  ];
  return rows.length === 0 ? <p className={styles.minor}>{t('selection.noCandidates')}</p> : <DataTable label={t('selection.ranking')} columns={columns} rows={rows} rowKey={(one) => one.key} />;
}

/** What was decided, or the form for it. */
function Outcome({ view }: { view: SelectionView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const nameOf = useNameOf();
  const { call } = view;
  if (!call) return null;
  const scored = view.candidates.filter((one) => one.scores > 0);
  return (
    <Section title={t('selection.decision')} hint={t('selection.decisionHint')}>
      <div className={styles.stack}>
        {call.decided_at ? (
          <>
            <p>
              <RecordText text={t('selection.decidedBy', { by: nameOf(call.decided_by), at: formatTime(call.decided_at, language) })} />
            </p>
            <p className={styles.reason}>
              <RecordText text={call.summary} />
            </p>
            {call.earlier.length > 0 && (
              <Disclosure label={t('selection.earlier', { count: call.earlier.length })}>
                <Earlier view={view} />
              </Disclosure>
            )}
            {view.may_decide && (
              <Disclosure label={t('selection.decideAnew')}>
                <DecideForm key={view.version} view={view} />
              </Disclosure>
            )}
          </>
        ) : !view.may_decide ? (
          <p className={styles.minor}>{t('selection.headDecides')}</p>
        ) : scored.length === 0 ? (
          <p className={styles.minor}>{t('selection.notScored')}</p>
        ) : (
          <DecideForm key={view.version} view={view} />
        )}
      </div>
    </Section>
  );
}

/** What was decided before, the newest first: it counts no longer, and stays. */
function Earlier({ view }: { view: SelectionView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const nameOf = useNameOf();
  const titles = (keys: readonly string[]) => keys.map((key) => view.candidates.find((one) => one.key === key)?.title ?? key).join(t('process.semicolon'));
  return (
    <ul className={styles.steps}>
      {[...(view.call?.earlier ?? [])].reverse().map((one) => (
        <li key={one.at}>
          <span>
            <RecordText text={t('selection.decidedBy', { by: nameOf(one.by), at: formatTime(one.at, language) })} />
          </span>
          <span>
            <RecordText text={t('selection.decidedSo', { chosen: titles(one.chosen) })} />
          </span>
          {one.reserve.length > 0 && (
            <span>
              <RecordText text={t('selection.stoodBy', { reserve: titles(one.reserve) })} />
            </span>
          )}
          <span className={styles.minor}>
            <RecordText text={one.summary} />
          </span>
        </li>
      ))}
    </ul>
  );
}
