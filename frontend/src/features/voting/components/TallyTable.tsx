// What was counted of each line, and what became of it?
import { useTranslation } from 'react-i18next';
import { useLabel } from '../../../shared/i18n';
import { type Column, DataTable, Facts, Tag } from '../../../shared/ui';
import type { Ballot, BallotLine, BallotTally } from '../types';
import { LineName } from './Marks';
import styles from './voting.module.css';
import { toneOfVote } from './words';

type Row = BallotTally['rows'][number];

/** The count, line by line, and the papers behind it. */
export function TallyTable({ ballot, tally }: { ballot: Ballot; tally: BallotTally }) {
  const { t } = useTranslation();
  const label = useLabel();
  const lineOf = (row: Row): BallotLine | undefined => ballot.lines.find((line) => line.number === row.line);
  const columns: Column<Row>[] = [
    { key: 'line', title: t('voting.columns.line'), width: 70, onPhone: 'hidden', render: (row) => <span className={styles.number}>{row.line}</span> },
    {
      key: 'title',
      title: t('voting.columns.title'),
      onPhone: 'title',
      render: (row) => {
        const line = lineOf(row);
        return line === undefined ? row.line : <LineName line={line} />;
      },
    },
    { key: 'votes', title: t('voting.columns.votes'), width: 130, isEnd: true, render: (row) => <span className={styles.number}>{t('voting.votesOf', { votes: row.votes, of: row.of })}</span> },
    {
      key: 'outcome',
      title: t('voting.columns.outcome'),
      width: 150,
      render: (row) => <Tag tone={toneOfVote(row.outcome)}>{row.is_quorate ? label('voting', `outcomes.${row.outcome}`) : t('voting.notQuorate')}</Tag>,
    },
  ];
  const invalid = Object.entries(tally.invalid);
  return (
    <div className={styles.stack}>
      <DataTable label={t('voting.tally')} columns={columns} rows={tally.rows} rowKey={(row) => String(row.line)} />
      <Facts
        facts={[
          { label: t('voting.papers'), value: tally.papers },
          { label: t('voting.invalid'), value: invalid.length === 0 ? t('voting.none') : invalid.map(([why, count]) => `${label('voting', `validity.${why}`)} ${count}`).join(t('common.separator')) },
          ...(tally.left > 0 ? [{ label: t('voting.left'), value: tally.left }] : []),
          { label: t('voting.digest'), value: <span className={styles.receipt}>{tally.digest}</span>, isWide: true },
        ]}
      />
    </div>
  );
}
