// Which places does a society ask to give back? A second person at CAST confirms; until then the society may withdraw.
import { useTranslation } from 'react-i18next';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, Button, PlainTable, RecordText, useProblemText } from '../../../shared/ui';
import type { QuotaGiveBack } from '../contract';
import { useAnswerGiveBack } from '../ledger';
import styles from './quotas.module.css';

/** The list, with what the reader may do. */
export function GiveBacks({ items, way }: { items: readonly QuotaGiveBack[]; way: 'confirm' | 'withdraw' | undefined }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const textOf = useProblemText();
  const answer = useAnswerGiveBack();
  if (items.length === 0) return <p className={styles.minor}>{t('ledger.noGiveBacks')}</p>;
  return (
    <div className={styles.stack}>
      {answer.isError && <Alert type="error" showIcon title={textOf(answer.error)} />}
      <PlainTable
        label={t('ledger.giveBacks')}
        head={[
          { key: 'society', title: t('quota.columns.society') },
          { key: 'places', title: t('ledger.places'), isEnd: true },
          { key: 'reason', title: t('quota.columns.reason') },
          { key: 'asked', title: t('ledger.askedBy') },
          { key: 'state', title: t('proposal.standing') },
        ]}
        rows={items.map((item) => ({
          key: item.id,
          cells: [
            <RecordText key="society" text={item.society} />,
            item.places,
            <RecordText key="reason" text={item.reason} />,
            <span key="asked">
              <RecordText text={item.asked_by} /> · {formatTime(item.asked_at, language)}
            </span>,
            item.state === 'asked' && way ? (
              <Button key="act" size="small" aria-busy={answer.isPending} onClick={() => !answer.isPending && answer.mutate({ id: item.id, version: item.version, way })}>
                {t(`ledger.answers.${way}`)}
              </Button>
            ) : (
              label('ledger', `giveBackStates.${item.state}`)
            ),
          ],
        }))}
      />
    </div>
  );
}
