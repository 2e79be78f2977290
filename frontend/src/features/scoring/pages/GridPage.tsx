// How are short sheets filled in side by side?
import { useTranslation } from 'react-i18next';
import { Button, ButtonLink, EmptyState, Page, QueryView, Section } from '../../../shared/ui';
import { GridTable } from '../components/GridTable';
import { SaveLine, Undecided } from '../components/SaveLine';
import styles from '../components/scoring.module.css';
import { Workbook } from '../components/Workbook';
import { contentOf, faults } from '../law';
import { useQueue } from '../queries';
import type { Queue, ScoringPhase, Sheet } from '../types';
import { useOutbox } from '../useOutbox';

/** Every light sheet of a reviewer in one table. */
export default function GridPage() {
  const { t } = useTranslation();
  const query = useQueue();
  return (
    <div className={styles.large}>
      <Page crumbs={[{ label: t('nav.sheets'), to: '/my-sheets' }]} title={t('scoring.grid')} tabTitle={t('scoring.grid')} lead={<SaveLine />}>
        <QueryView query={query} rows={12} isFramed>
          {({ queue }) => <Phases queue={queue} />}
        </QueryView>
      </Page>
    </div>
  );
}

function Phases({ queue }: { queue: Queue }) {
  const { t } = useTranslation();
  const light = queue.phases.filter((phase) => phase.is_light);
  if (light.length === 0) {
    return (
      <Section title={t('scoring.list')}>
        <EmptyState title={t('scoring.noGrid')} text={t('scoring.noGridText')} action={<ButtonLink to="/my-sheets">{t('scoring.toQueue')}</ButtonLink>} />
      </Section>
    );
  }
  return (
    <>
      <Undecided rows={queue.rows} />
      <p className={styles.soft}>{t('scoring.gridKeys')}</p>
      {light.map((phase) => (
        <OnePhase key={phase.id} phase={phase} rows={queue.rows.filter((row) => row.phase === phase.id)} />
      ))}
    </>
  );
}

function OnePhase({ phase, rows }: { phase: ScoringPhase; rows: readonly Sheet[] }) {
  const { t } = useTranslation();
  const { outbox } = useOutbox();
  const isOpen = (row: Sheet) => (outbox.typed(row.id) !== undefined || row.state !== 'submitted') && !outbox.isFinal(row.id) && outbox.met(row.id) === undefined && outbox.refused(row.id) === undefined;
  const ready = rows.map(outbox.newest).filter((row) => isOpen(row) && faults(phase.criteria, outbox.typed(row.id) ?? contentOf(row)).length === 0);
  const submitAll = () => {
    for (const row of ready) outbox.submit(row, outbox.typed(row.id) ?? contentOf(row));
  };
  return (
    <>
      <GridTable phase={phase} rows={rows} />
      <div className={styles.buttons}>
        <Button type="primary" disabled={ready.length === 0} onClick={submitAll}>
          {t('scoring.submitAll', { count: ready.length })}
        </Button>
      </div>
      <Workbook phase={phase} />
    </>
  );
}
