// Which places are asked to move? A second person at CAST confirms; until then whoever asked may withdraw.
import { useTranslation } from 'react-i18next';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { Names } from '../../../shared/names';
import { formatTime } from '../../../shared/time';
import { Alert, Button, By, PlainTable, RecordText, useProblemText } from '../../../shared/ui';
import type { QuotaMove } from '../contract';
import { type MoveList, useAnswerMove } from '../ledger';
import styles from './quotas.module.css';

/** What societies give back or CAST hands out, with what the reader may answer to each. */
export function AskedMoves({ list, items, wayOf }: { list: MoveList; items: readonly QuotaMove[]; wayOf: (item: QuotaMove) => 'confirm' | 'withdraw' | undefined }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const textOf = useProblemText();
  const answer = useAnswerMove(list);
  if (items.length === 0) return <p className={styles.minor}>{t(`ledger.noMoves.${list}`)}</p>;
  return (
    <div className={styles.stack}>
      {answer.isError && <Alert type="error" showIcon title={textOf(answer.error)} />}
      <PlainTable
        label={t(`ledger.${list}`)}
        head={[
          { key: 'society', title: t('quota.columns.society') },
          { key: 'places', title: t('ledger.places'), isEnd: true },
          { key: 'reason', title: t('quota.columns.reason') },
          { key: 'asked', title: t('ledger.askedBy') },
          { key: 'state', title: t('proposal.standing') },
        ]}
        rows={items.map((item) => {
          const way = item.state === 'asked' ? wayOf(item) : undefined;
          return {
            key: item.id,
            cells: [
              item.society_id === '' ? t('ledger.newPlaces') : <RecordText key="society" text={item.society} />,
              item.places,
              <RecordText key="reason" text={item.reason} />,
              <Names key="asked" value={item.names}>
                <By name={item.asked_by} time={formatTime(item.asked_at, language)} />
              </Names>,
              way ? (
                <Button key="act" size="small" aria-busy={answer.isPending} onClick={() => !answer.isPending && answer.mutate({ id: item.id, version: item.version, way })}>
                  {t(`ledger.answers.${list}.${way}`)}
                </Button>
              ) : (
                label('ledger', `moveStates.${item.state}`)
              ),
            ],
          };
        })}
      />
    </div>
  );
}
