// What would the policy on screen do? The moves in figures and names, as one types.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LoadingState, PlainTable, RecordText, Section, ShortList, useProblemText } from '../../../shared/ui';
import { type PolicyFault, policyFault } from '../fault';
import { movers } from '../movers';
import { useSimulation } from '../queries';
import { Balance } from './Balance';
import { Move } from './Move';
import styles from './quotas.module.css';

const PAUSE_MS = 500;
const SHOWN = 10;

/** The text as it stood when typing paused, and what the server says of it. */
export function usePreview(text: string, total: number) {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const query = useSimulation(settled.trim() === '' ? undefined : { text: settled, total, compare: '' });
  const fault: PolicyFault | undefined = settled === text ? policyFault(query.error) : undefined;
  return { query, fault, isSettled: settled === text && !query.isFetching };
}

/** The preview beside the editor. */
export function PolicyPreview({ preview }: { preview: ReturnType<typeof usePreview> }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const { query, fault, isSettled } = preview;
  return (
    <Section title={t('policy.preview')} hint={query.data && t('policy.previewHint', { total: query.data.summary.total })}>
      <div className={styles.stack} aria-busy={!isSettled}>
        {query.isLoading && <LoadingState rows={6} />}
        {query.isError && <p className={styles.fault}>{fault ? t('policy.previewFault') : textOf(query.error)}</p>}
        {query.data && !query.isError && (
          <>
            <Balance rows={query.data.societies} total={query.data.summary.total} reserve={query.data.summary.reserve} />
            <ShortList items={movers(query.data.societies)} limit={SHOWN}>
              {(shown) =>
                shown.length === 0 ? (
                  <p>{t('quota.noMovers')}</p>
                ) : (
                  <PlainTable
                    label={t('policy.preview')}
                    head={[
                      { key: 'society', title: t('quota.columns.society') },
                      { key: 'move', title: t('quota.columns.move') },
                    ]}
                    rows={shown.map((row) => ({ key: row.society_id, cells: [<RecordText key="name" text={row.society} />, <Move key="move" from={row.previous} to={row.proposed} />] }))}
                  />
                )
              }
            </ShortList>
          </>
        )}
      </div>
    </Section>
  );
}
