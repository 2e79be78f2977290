// Which phases has a round, from when until when is each, who does what in it, who waits for whom, and how much waits?
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { PhaseCount, RoundPhase, RoundPhases } from '../../../api/types';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { type Column, DataTable, QueryView, Section, Tag, type Tone } from '../../../shared/ui';
import type { Timed } from '../queries';
import { useServerNow } from '../useServerNow';
import styles from './process.module.css';
import { type PhaseStand, phaseStandAt } from './timetable';
import timetable from './timetable.module.css';
import { usePhases } from './timetable_queries';

const TONES: Record<PhaseStand, Tone> = { before: 'neutral', open: 'blue', late: 'gold', over: 'green' };

/** The phases of a round in their order; those that run are marked. */
export function TimetablePhases({ year }: { year: number }) {
  const { t } = useTranslation();
  const query = usePhases(year);
  return (
    <Section title={t('phase.title')}>
      <div className={styles.stack}>
        <p className={styles.minor}>{t('phase.hint')}</p>
        <QueryView query={query} rows={8}>
          {(view) => <Phases view={view} />}
        </QueryView>
      </div>
    </Section>
  );
}

function Phases({ view }: { view: Timed<RoundPhases> }) {
  const { t } = useTranslation();
  const label = useLabel();
  const now = useServerNow(view.offsetMs);
  const columns: Column<RoundPhase>[] = [
    {
      key: 'phase',
      title: t('phase.columns.phase'),
      width: 190,
      onPhone: 'title',
      render: (one) => (
        <span className={timetable.state}>
          <span className={timetable.name}>{label('phase', `names.${one.code}`)}</span>
          <Stand phase={one} now={now} />
        </span>
      ),
    },
    { key: 'time', title: t('phase.columns.time'), width: 230, render: (one) => <Time phase={one} /> },
    { key: 'who', title: t('phase.columns.who'), width: 150, render: (one) => label('phase', `who.${one.code}`) },
    { key: 'waits', title: t('phase.columns.waits'), render: (one) => label('phase', `waits.${one.code}`) },
    { key: 'counts', title: t('phase.columns.counts'), width: 190, render: (one) => (one.counts.length === 0 ? '' : <Counts counts={one.counts} />) },
  ];
  return <DataTable label={t('phase.title')} columns={columns} rows={view.phases} rowKey={(one) => one.code} />;
}

function Stand({ phase, now }: { phase: RoundPhase; now: number }) {
  const { t } = useTranslation();
  const stand = phaseStandAt(phase, now);
  return (
    <span {...(stand === 'open' || stand === 'late' ? { 'aria-current': 'step' as const } : {})}>
      <Tag tone={TONES[stand]}>{t(`phase.stands.${stand}`)}</Tag>
    </span>
  );
}

/** From when until when; what is only planned says so. */
function Time({ phase }: { phase: RoundPhase }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const written = (at: string, isPlanned: boolean) => (isPlanned ? t('phase.planned', { time: formatTime(at, language) }) : formatTime(at, language, true));
  return (
    <span className={timetable.state}>
      <span className="whole">{t('phase.from', { time: written(phase.begins_at, phase.is_begin_planned) })}</span>
      <span className="whole">{t('phase.until', { time: written(phase.ends_at, phase.is_end_planned) })}</span>
      {phase.days ? <span className={styles.minor}>{phase.code === 'corrections' ? t('phase.eachWorking', { count: phase.days }) : t('phase.eachNatural', { count: phase.days })}</span> : null}
    </span>
  );
}

/** What waits, with the page that lists it where the reader has one. */
function Counts({ counts }: { counts: readonly PhaseCount[] }) {
  const { t } = useTranslation();
  const label = useLabel();
  const said = (one: PhaseCount) => t('phase.count', { what: label('phase', `counts.${one.code}`), value: one.count });
  return (
    <span className={timetable.state}>
      {counts.map((one) => (one.link ? <Link key={one.code} to={one.link}>{said(one)}</Link> : <span key={one.code}>{said(one)}</span>))}
    </span>
  );
}
