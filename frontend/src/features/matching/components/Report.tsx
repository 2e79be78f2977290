// How good is the match? Demand, proof, distributions, shortfalls, conflicts, times, and how to recompute it.
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { MatchReport, MatchRun } from '../../../api/types';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { nameIn } from '../../../shared/names';
import { formatCount, formatScore, formatShare, formatTime } from '../../../shared/time';
import { Button, ChartWithTable, CheckCircleFilled, Facts, PlainTable, RecordText, SafetyCertificateOutlined, Section, ShortList, Stats, Tag, toneOfSeverity, Trouble } from '../../../shared/ui';
import type { GroupKind, RulesOverGroups } from '../form';
import { useCertificate } from '../queries';
import styles from './matching.module.css';

const UNFILLED_SHOWN = 20;
const SEVERITIES = ['bar', 'flag', 'note'];

/** The report of a finished run. */
export function Report({ run, report }: { run: MatchRun; report: MatchReport }) {
  return (
    <>
      <Verdict report={report} />
      <Figures report={report} />
      <Measured year={run.round} report={report} />
      <Distributions report={report} />
      <Unfilled year={run.round} report={report} />
      <div className={styles.columns}>
        <Conflicts report={report} />
        <Stages report={report} />
      </div>
      <Provenance run={run} report={report} />
    </>
  );
}

function Verdict({ report }: { report: MatchReport }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const isShort = report.met < report.demand;
  const demand = formatCount(report.demand, language);
  return (
    <div className={styles.verdict} data-short={isShort}>
      <p className={styles.verdictText}>
        {isShort
          ? t('report.verdictShort', { demand, met: formatCount(report.met, language), count: report.unfilled.length, value: formatCount(report.unfilled.length, language) })
          : t('report.verdictFull', { demand })}
      </p>
      <Tag tone={report.optimum_proved ? 'green' : 'neutral'}>
        {report.optimum_proved && <CheckCircleFilled aria-hidden="true" />}
        {report.optimum_proved ? t('report.proved') : t('report.notProved')}
      </Tag>
    </div>
  );
}

function Figures({ report }: { report: MatchReport }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const count = (value: number) => formatCount(value, language);
  return (
    <Stats
      stats={[
        { label: t('report.tiles.nominations'), value: count(report.nominations) },
        { label: t('report.tiles.experts'), value: count(report.experts) },
        {
          label: t('report.tiles.met'),
          value: count(report.met),
          note: `${t('report.ofDemand', { value: count(report.demand) })} · ${formatShare(report.demand === 0 ? 1 : report.met / report.demand)}`,
        },
        { label: t('report.tiles.total'), value: new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(report.total_score) },
        { label: t('report.tiles.mean'), value: report.met === 0 ? '—' : formatScore(report.total_score / report.met) },
        { label: t('report.tiles.flags'), value: count(report.assigned_flags) },
      ]}
    />
  );
}

/** The total beside the largest that there is, and who is served worst. */
function Measured({ year, report }: { year: number; report: MatchReport }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { optimum_total: largest, expected_total: expected, worst_served: worst } = report;
  if (largest == null && worst == null) return null;
  const exactly = (value: number) => new Intl.NumberFormat(language, { maximumFractionDigits: 6 }).format(value);
  // Rounded down: what is short of the whole never reads as the whole.
  const share = (value: number) => new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 3 }).format(Math.floor(value * 1e5) / 1e5);
  return (
    <Section title={t('report.measured')} hint={largest == null ? undefined : t('report.measuredHint')}>
      <Facts
        facts={[
          { label: t('report.ownTotal'), value: exactly(report.total_score) },
          ...(largest == null ? [] : [{ label: t('report.largestTotal'), value: exactly(largest) }]),
          ...(largest == null || largest === 0 ? [] : [{ label: t('report.shareOfLargest'), value: share(report.total_score / largest) }]),
          ...(expected == null ? [] : [{ label: t('report.expectedTotal'), value: exactly(expected) }]),
          ...(worst == null
            ? []
            : [
                {
                  label: t('report.worstServed'),
                  value: (
                    <Link to={`/rounds/${year}/nominations/${worst.nomination.id}`}>
                      <RecordText text={`${worst.nomination.nomination_id} ${worst.nomination.title}`} />
                    </Link>
                  ),
                  isWide: true,
                },
                { label: t('report.worstTotal'), value: exactly(worst.total) },
                ...(worst.bound == null ? [] : [{ label: t('report.worstBound'), value: exactly(worst.bound) }]),
                ...(worst.of_largest_total == null ? [] : [{ label: t('report.worstOfLargest'), value: exactly(worst.of_largest_total) }]),
              ]),
        ]}
      />
    </Section>
  );
}

function Distributions({ report }: { report: MatchReport }) {
  const { t } = useTranslation();
  const loads = useMemo(
    () => ({ labels: report.load_histogram.map((bin) => String(bin.load)), values: report.load_histogram.map((bin) => bin.count) }),
    [report.load_histogram],
  );
  const affinities = useMemo(
    () => ({
      labels: report.affinity_histogram.map((bin) => `${formatScore(bin.from)}–${formatScore(bin.to)}`),
      values: report.affinity_histogram.map((bin) => bin.count),
    }),
    [report.affinity_histogram],
  );
  return (
    <div className={styles.columns}>
      <Section title={t('report.loads')}>
        <ChartWithTable title={t('report.loads')} {...loads} xName={t('report.loadAxis')} yName={t('report.expertsAxis')} />
      </Section>
      <Section title={t('report.affinities')}>
        <ChartWithTable title={t('report.affinities')} {...affinities} xName={t('report.affinityAxis')} yName={t('report.pairsAxis')} />
      </Section>
    </div>
  );
}

function Unfilled({ year, report }: { year: number; report: MatchReport }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <Section title={t('report.unfilled')} id="unfilled" hint={report.unfilled.length > 0 ? formatCount(report.unfilled.length, language) : undefined}>
      {report.unfilled.length === 0 ? (
        <p className={styles.minor}>{t('report.unfilledNone')}</p>
      ) : (
        <ShortList items={report.unfilled} limit={UNFILLED_SHOWN}>
          {(shown) => (
            <PlainTable
              label={t('report.unfilled')}
              head={[
                { key: 'nomination', title: t('report.nomination') },
                { key: 'missing', title: t('report.missing'), isEnd: true },
                { key: 'reason', title: t('report.reason') },
              ]}
              rows={shown.map((entry) => ({
                key: entry.nomination.id,
                cells: [
                  <span key="nomination">
                    <Link to={`/rounds/${year}/nominations/${entry.nomination.id}`}>
                      <RecordText text={entry.nomination.title} />
                    </Link>
                    <br />
                    <span className={styles.minor}>
                      <RecordText text={entry.nomination.nomination_id} />
                    </span>
                  </span>,
                  entry.missing,
                  <RecordText key="reason" text={language === 'en' ? entry.en : entry.zh} />,
                ],
              }))}
            />
          )}
        </ShortList>
      )}
    </Section>
  );
}

function Conflicts({ report }: { report: MatchReport }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const rows = [...report.conflicts].sort(
    (left, right) => SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity) || right.count - left.count,
  );
  return (
    <Section title={t('report.conflicts')} id="conflicts">
      <div className={styles.stack}>
        <p>
          {report.assigned_flags > 0
            ? t('report.flagsText', { count: report.assigned_flags, value: formatCount(report.assigned_flags, language) })
            : t('report.flagsNone')}
        </p>
        {rows.length === 0 ? (
          <p className={styles.minor}>{t('report.conflictsNone')}</p>
        ) : (
          <PlainTable
            label={t('report.conflicts')}
            head={[
              { key: 'kind', title: t('report.kind') },
              { key: 'severity', title: t('report.severity') },
              { key: 'count', title: t('report.count'), isEnd: true },
            ]}
            rows={rows.map((row) => ({
              key: `${row.kind} ${row.severity}`,
              cells: [
                label('conflictKind', row.kind),
                <Tag key="severity" tone={toneOfSeverity(row.severity)}>
                  {label('severity', row.severity)}
                </Tag>,
                formatCount(row.count, language),
              ],
            }))}
          />
        )}
      </div>
    </Section>
  );
}

function Stages({ report }: { report: MatchReport }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const total = report.stages.reduce((sum, entry) => sum + entry.milliseconds, 0);
  const longest = Math.max(1, ...report.stages.map((entry) => entry.milliseconds));
  return (
    <Section title={t('report.stages')}>
      <PlainTable
        label={t('report.stages')}
        head={[
          { key: 'stage', title: t('report.stage') },
          { key: 'bar', title: t('common.percent') },
          { key: 'time', title: t('report.time'), isEnd: true },
        ]}
        rows={[
          ...report.stages.map((entry) => ({
            key: entry.stage,
            cells: [
              label('stage', entry.stage),
              <div key="bar" className={styles.stageTrack} aria-hidden="true">
                <span className={styles.stageBar} style={{ width: `${(entry.milliseconds / longest) * 100}%` }} />
              </div>,
              t('common.milliseconds', { value: formatCount(entry.milliseconds, language) }),
            ],
          })),
          { key: 'total', cells: [<strong key="total">{t('report.total')}</strong>, '', <strong key="time">{t('common.milliseconds', { value: formatCount(total, language) })}</strong>] },
        ]}
      />
    </Section>
  );
}

/** The rules over groups beyond the unit rule, a phrase each. */
function rulesInWords({ families = [], mixes = [] }: RulesOverGroups, t: TFunction): string[] {
  const kind = (group: GroupKind) => t(`matching.groupKinds.${group}`);
  return [
    ...families.map(({ group, most }) => t('report.groupMost', { kind: kind(group), most })),
    ...mixes.map(({ group, free, price }) => t('report.groupPrice', { kind: kind(group), free, price })),
  ];
}

/** What anyone needs to recompute the run. */
export function Provenance({ run, report }: { run: MatchRun; report: MatchReport | undefined }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const { parameters } = run;
  const settings = [
    `${t('matching.fields.objective')} ${label('matching', `objectives.${parameters.objective}`)}`,
    `${t('matching.fields.per_nomination')} ${parameters.per_nomination}`,
    `${t('matching.fields.max_load')} ${parameters.max_load}`,
    `${t('matching.fields.min_load')} ${parameters.min_load}`,
    `${t('matching.fields.max_per_unit')} ${parameters.max_per_unit === 0 ? t('report.unlimited') : parameters.max_per_unit}`,
    ...rulesInWords(parameters, t),
    ...(parameters.within_panels ? [t('report.withinPanels', { count: report?.panels?.panels ?? 0, free: report?.panels?.free ?? 0 })] : []),
    ...(parameters.least_score > 0 ? [`${t('matching.fields.least_score')} ${parameters.least_score}`] : []),
    ...(parameters.floor != null ? [`${t('matching.fields.floor')} ${parameters.floor}`] : []),
    ...(parameters.objective === 'random' ? [`${t('matching.fields.max_probability')} ${parameters.max_probability}`] : []),
  ];
  return (
    <Section title={t('report.provenance')} hint={t('report.provenanceHint')}>
      <div className={styles.stack}>
        {report && (
          <p className={styles.proof}>
            {report.optimum_proved && <SafetyCertificateOutlined aria-hidden="true" />}
            <span>
              <strong>{report.optimum_proved ? t('report.proved') : t('report.notProved')}</strong>
              {t('common.colon')}
              {report.optimum_proved ? t(parameters.objective === 'random' ? 'report.provedDraw' : 'report.provedText') : t('report.notProvedText')}
              {report.dual_bound != null && (
                <span className={styles.minor}>
                  {' '}
                  {(report.mix_cost ?? 0) > 0 && `${t('report.mixCost', { value: formatScore(report.mix_cost) })} `}
                  {t('report.dualBound', { value: new Intl.NumberFormat(language, { maximumFractionDigits: 6 }).format(report.dual_bound) })}
                </span>
              )}
            </span>
          </p>
        )}
        <Facts
          facts={[
            { label: t('report.seed'), value: <span className={styles.digest}>{run.seed}</span> },
            { label: t('report.engine'), value: run.engine_version },
            { label: t('report.requestedBy'), value: <RecordText text={nameIn(run.names, run.requested_by)} /> },
            { label: t('report.requestedAt'), value: formatTime(run.requested_at, language, true) },
            { label: t('report.startedAt'), value: formatTime(run.started_at, language, true) },
            { label: t('report.finishedAt'), value: formatTime(run.finished_at, language, true) },
            { label: t('report.inputDigest'), value: <span className={styles.digest}>{run.input_digest ?? '—'}</span>, isWide: true },
            { label: t('report.outputDigest'), value: <span className={styles.digest}>{run.output_digest ?? '—'}</span>, isWide: true },
            ...(run.state === 'done' ? [{ label: t('report.certificate'), value: <Certificate id={run.id} />, isWide: true }] : []),
            { label: t('report.parameters'), value: settings.join(language === 'en' ? '; ' : '；'), isWide: true },
          ]}
        />
      </div>
    </Section>
  );
}

/** The file that proves the plan of a run. */
function Certificate({ id }: { id: string }) {
  const { t } = useTranslation();
  const certificate = useCertificate(id);
  return (
    <>
      <Button aria-busy={certificate.isPending} disabled={certificate.isPending} onClick={() => certificate.mutate()}>
        {t('report.certificate')}
      </Button>{' '}
      <span className={styles.minor}>{t('report.certificateHint')}</span>
      <p role="status" className={certificate.isSuccess ? styles.minor : 'visually-hidden'}>
        {certificate.isSuccess ? t('dossier.outputs.saved', { name: certificate.data }) : ''}
      </p>
      <Trouble error={certificate.error} stale={t('common.staleText')} />
    </>
  );
}
