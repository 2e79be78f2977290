// Which matches were run before?
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { MatchRun } from '../../../api/types';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { nameIn } from '../../../shared/names';
import { formatShare, formatTime, secondsBetween } from '../../../shared/time';
import { type Column, DataTable, EmptyState, RecordText, Tag, toneOfRun } from '../../../shared/ui';

/** The runs of a round as a list. */
export function Runs({ year, runs }: { year: number; runs: readonly MatchRun[] }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const columns: Column<MatchRun>[] = [
    {
      key: 'requestedAt',
      title: t('matching.columns.requestedAt'),
      width: 160,
      onPhone: 'title',
      render: (run) => <Link to={`/rounds/${year}/matching/${run.id}`}>{formatTime(run.requested_at, language)}</Link>,
    },
    { key: 'state', title: t('matching.columns.state'), width: 90, render: (run) => <Tag tone={toneOfRun(run.state)}>{label('runState', run.state)}</Tag> },
    { key: 'objective', title: t('matching.columns.objective'), render: (run) => label('matching', `objectives.${run.parameters.objective}`) },
    { key: 'perNomination', title: t('matching.columns.perNomination'), width: 70, render: (run) => run.parameters.per_nomination },
    { key: 'met', title: t('matching.columns.met'), width: 80, render: (run) => (run.report ? formatShare(run.report.demand === 0 ? 1 : run.report.met / run.report.demand) : '—') },
    {
      key: 'duration',
      title: t('matching.columns.duration'),
      width: 90,
      render: (run) => {
        const seconds = secondsBetween(run.started_at, run.finished_at);
        return seconds === undefined ? '—' : t('common.seconds', { value: seconds.toFixed(seconds < 10 ? 1 : 0) });
      },
    },
    { key: 'requestedBy', title: t('matching.columns.requestedBy'), render: (run) => <RecordText text={nameIn(run.names, run.requested_by)} /> },
  ];
  if (runs.length === 0) return <EmptyState title={t('matching.noRuns')} />;
  return <DataTable label={t('matching.runsTable')} columns={columns} rows={runs} rowKey={(run) => run.id} />;
}
