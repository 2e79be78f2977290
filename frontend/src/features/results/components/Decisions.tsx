// What is decided of each nomination of a release, and which award may still be struck?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLabel } from '../../../shared/i18n';
import { Button, type Column, DataTable, Dialog, OptionGroup, ReasonForm, RecordText, ShortList, Tag, Trouble } from '../../../shared/ui';
import { type Decision, type ReleaseDetail, useStrike } from '../queries';
import { countsOf, toneOfOutcome } from '../words';
import styles from './results.module.css';

/** Rows that stand on the page before all are asked for. */
const AT_FIRST = 60;

/** The decisions, all or of one outcome. */
export function Decisions({ release }: { release: ReleaseDetail }) {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState('');
  const [struck, setStruck] = useState<Decision | undefined>(undefined);
  const columns = useColumns(release, setStruck);
  const rows = release.decisions.filter((one) => outcome === '' || one.outcome === outcome);
  const options = countsOf(release.counts).map((one) => ({ value: one.outcome, label: t('results.ofOutcome', { outcome: t(`results.outcomes.${one.outcome}`), count: one.count }) }));
  return (
    <div className={styles.stack}>
      {options.length > 1 && <OptionGroup label={t('results.filter')} options={options} chosen={outcome === '' ? [] : [outcome]} canClear onChange={(chosen) => setOutcome(chosen[0] ?? '')} />}
      <ShortList items={rows} limit={AT_FIRST}>
        {(some) => <DataTable label={t('results.decisions')} columns={columns} rows={some} rowKey={(row) => row.id} />}
      </ShortList>
      <Dialog isOpen={struck !== undefined} title={t('results.strikeTitle')} onClose={() => setStruck(undefined)}>
        {struck && <Strike decision={struck} version={release.version} onDone={() => setStruck(undefined)} />}
      </Dialog>
    </div>
  );
}

function useColumns(release: ReleaseDetail, onStrike: (decision: Decision) => void): Column<Decision>[] {
  const { t } = useTranslation();
  const label = useLabel();
  const columns: Column<Decision>[] = [
    {
      key: 'title',
      title: t('results.columns.nomination'),
      onPhone: 'title',
      render: (row) => (
        <>
          <Link to={`/rounds/${release.year}/nominations/${row.nomination_id}`}>
            <RecordText text={row.title} />
          </Link>{' '}
          <span className={styles.minor}>
            <RecordText text={row.number} />
          </span>
        </>
      ),
    },
    { key: 'category', title: t('results.columns.category'), width: 110, render: (row) => label('categoryShort', row.category) },
    { key: 'nominated', title: t('results.columns.nominated'), width: 100, render: (row) => label('grade', row.grade_nominated) },
    {
      key: 'outcome',
      title: t('results.columns.outcome'),
      width: 150,
      render: (row) => (
        <>
          <Tag tone={toneOfOutcome(row.outcome)}>{label('results', `outcomes.${row.outcome}`)}</Tag> {label('grade', row.grade)}
          {row.is_reversed && <Tag tone="gold">{t('results.reversed')}</Tag>}
          {row.reverses && <Tag>{t('results.reverses')}</Tag>}
        </>
      ),
    },
    { key: 'votes', title: t('results.columns.votes'), width: 90, isEnd: true, render: (row) => (row.votes === null || row.votes === undefined ? '' : t('results.votes', { votes: row.votes, of: row.of ?? 0 })) },
    { key: 'people', title: t('results.columns.winners'), width: 220, render: (row) => <Winners decision={row} /> },
  ];
  if (release.may.strike) {
    columns.push({
      key: 'deeds',
      title: t('common.actions'),
      width: 110,
      render: (row) =>
        row.outcome === 'awarded' && (
          <Button size="small" danger onClick={() => onStrike(row)}>
            {t('results.strike')}
            <span className="visually-hidden">
              {t('common.colon')}
              <RecordText text={row.title} />
            </span>
          </Button>
        ),
    });
  }
  return columns;
}

/** Who and what receives an award, and who and what is left out. */
function Winners({ decision }: { decision: Decision }) {
  const { t } = useTranslation();
  const names = [...decision.people.map((one) => one.name), ...decision.units];
  return (
    <>
      {names.length > 0 && <RecordText text={names.join('、')} />}
      {decision.left_out.length > 0 && (
        <p className={styles.minor}>
          {t('results.leftOut')}
          {t('common.colon')}
          <RecordText text={decision.left_out.join('、')} />
        </p>
      )}
      {decision.basis && (
        <p className={styles.minor}>
          <RecordText text={decision.basis} />
        </p>
      )}
    </>
  );
}

function Strike({ decision, version, onDone }: { decision: Decision; version: number; onDone: () => void }) {
  const { t } = useTranslation();
  const strike = useStrike();
  return (
    <ReasonForm
      label={t('results.strikeTitle')}
      hint={t('results.strikeHint')}
      send={t('results.strike')}
      isDanger
      trouble={<Trouble error={strike.error} stale={t('results.stale')} />}
      isPending={strike.isPending}
      onSend={(reason) => strike.mutate({ id: decision.id, version, reason }, { onSuccess: onDone })}
      onCancel={onDone}
    >
      <p>
        <RecordText text={decision.title} />
      </p>
    </ReasonForm>
  );
}
