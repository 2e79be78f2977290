// Whose place does an expert take in a swap?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Dialog, LoadBar, OptionGroup, QueryView, RecordText, ScoreBar } from '../../../shared/ui';
import { type ColumnFilters, useCandidates } from '../queries';
import type { Candidate, Expert } from '../types';
import styles from './assignments.module.css';

const MOST_CANDIDATES = 200;

/** The dialog in which the one who goes is chosen. */
export function SwapDialog({ plan, filters, candidate, onSwap, onClose }: { plan: string; filters: ColumnFilters; candidate: Candidate; onSwap: (out: Expert) => void; onClose: () => void }) {
  const { t } = useTranslation();
  // Whoever is assigned, whatever the column shows.
  const query = useCandidates(plan, { ...filters, cq: '', csort: 'score', ccursor: '' }, MOST_CANDIDATES);
  return (
    <Dialog isOpen title={t('assignments.swap.title')} onClose={onClose}>
      <p className={styles.of}>
        <RecordText text={candidate.expert.name} />
      </p>
      <QueryView query={query} rows={3}>
        {({ data }) => <Swap assigned={data.filter((one) => one.standing === 'assigned')} onSwap={onSwap} onClose={onClose} />}
      </QueryView>
    </Dialog>
  );
}

function Swap({ assigned, onSwap, onClose }: { assigned: readonly Candidate[]; onSwap: (out: Expert) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(assigned.length === 1 ? assigned[0]?.expert.id : undefined);
  const out = assigned.find((one) => one.expert.id === chosen)?.expert;
  return (
    <div className={styles.stack}>
      {assigned.length === 0 ? (
        <p>{t('assignments.swap.none')}</p>
      ) : (
        <OptionGroup
          label={t('assignments.swap.whose')}
          options={assigned.map((one) => ({
            value: one.expert.id,
            label: (
              <span className={styles.measures}>
                <RecordText text={one.expert.name} />
                <ScoreBar score={one.score} />
                <LoadBar load={one.load} limit={one.max_load} />
              </span>
            ),
          }))}
          chosen={chosen === undefined ? [] : [chosen]}
          onChange={([next]) => setChosen(next)}
        />
      )}
      <div className={styles.buttons}>
        {assigned.length > 0 && (
          <Button type="primary" disabled={out === undefined} onClick={() => out !== undefined && onSwap(out)}>
            {t('assignments.kinds.swap')}
          </Button>
        )}
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </div>
    </div>
  );
}
