// Who is on the roll, who has cast, and, once it is counted, who voted how?
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLabel } from '../../../shared/i18n';
import { isReason } from '../../../shared/reason';
import { Button, type Column, DataTable, PlainTable, ReasonField, RecordText, Section, Tag, Trouble } from '../../../shared/ui';
import { usePapers } from '../queries';
import type { Ballot, BallotVoter } from '../types';
import styles from './voting.module.css';

/** The roll of a ballot. */
export function Roll({ ballot }: { ballot: Ballot }) {
  const { t } = useTranslation();
  const { progress, voters } = ballot;
  if (!progress || voters.length === 0) return null;
  const columns: Column<BallotVoter>[] = [
    { key: 'number', title: t('voting.columns.seat'), width: 70, onPhone: 'hidden', render: (one) => <span className={styles.number}>{one.number}</span> },
    { key: 'name', title: t('voting.columns.name'), onPhone: 'title', render: (one) => <RecordText text={one.name} /> },
    { key: 'recused', title: t('voting.columns.recused'), render: (one) => one.recused.join(t('common.separator')) },
    {
      key: 'state',
      title: t('voting.columns.state'),
      width: 140,
      render: (one) => (one.is_present ? <Tag tone={one.has_cast ? 'green' : 'gold'}>{t(one.has_cast ? 'voting.hasCast' : 'voting.hasNotCast')}</Tag> : <Tag>{t('voting.absent')}</Tag>),
    },
  ];
  return (
    <Section title={t('voting.roll')} hint={t('voting.progress', { cast: progress.cast, of: progress.of, expected: progress.expected })}>
      <DataTable label={t('voting.roll')} columns={columns} rows={voters} rowKey={(one) => one.seat_id} />
    </Section>
  );
}

/** Who voted how: shown when it is asked for, as reading it is recorded; who does not hold meetings says why. */
export function Papers({ ballot, mustSayWhy }: { ballot: Ballot; mustSayWhy: boolean }) {
  const { t } = useTranslation();
  const label = useLabel();
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const papers = usePapers(ballot);
  const ask = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!papers.isPending && (!mustSayWhy || isReason(reason))) papers.mutate(mustSayWhy ? reason.trim() : '');
  };
  if (!ballot.may.papers) return null;
  return (
    <Section title={t('voting.byName')} hint={t('voting.byNameHint')}>
      {papers.data ? (
        <PlainTable
          label={t('voting.byName')}
          head={(['name', 'marks', 'validity', 'source'] as const).map((key) => ({ key, title: t(`voting.columns.${key}`) }))}
          rows={papers.data.map((one) => ({
            key: one.seat_id,
            cells: [
              <RecordText key="name" text={`${one.number} ${one.name}`} />,
              one.marks.length === 0 ? t('voting.abstained') : one.marks.join(t('common.separator')),
              label('voting', `validity.${one.validity}`),
              t(one.source === 'paper' ? 'voting.sources.paper' : 'voting.sources.electronic'),
            ],
          }))}
        />
      ) : (
        <form className={styles.form} aria-label={t('voting.byName')} onSubmit={ask} noValidate>
          {mustSayWhy && <ReasonField isTried={isTried} longest={500} value={reason} onChange={setReason} />}
          <Trouble error={papers.error} stale={t('voting.stale')} />
          <div className={styles.buttons}>
            <Button htmlType="submit" aria-busy={papers.isPending}>
              {t('voting.showByName')}
            </Button>
          </div>
        </form>
      )}
    </Section>
  );
}
