// How is a plan worked on? Nomination, its candidates, the load of one of them: side by side, or one at a time on a phone.
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsPhone, useWantsKeys } from '../../../shared/ui';
import { COLUMNS, type ColumnName } from '../columns';
import type { ColumnFilters } from '../queries';
import type { Nomination, Plan } from '../types';
import { type Bench, useBench, useBenchKeys } from '../useBench';
import styles from './assignments.module.css';
import { BasketBar } from './Basket';
import { CandidatesColumn } from './CandidatesColumn';
import { LoadColumn } from './LoadColumn';
import { NominationsColumn } from './NominationsColumn';
import { SwapDialog } from './SwapDialog';

const KEPT_KEYS = 'laurel.workbenchKeys';

/** The three columns and the basket. */
export function Workbench({ plan, mayChange }: { plan: Plan; mayChange: boolean }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const bench = useBench(plan);
  const [isOpen, setOpen] = useState(false);
  const [wantsKeys, setWantsKeys] = useWantsKeys(KEPT_KEYS);
  const top = useRef<HTMLDivElement>(null);
  const { swap } = bench;
  useBenchKeys(bench, wantsKeys && !isPhone, mayChange, () => setOpen(true));
  /** Shows another column on a phone, from its top. */
  const show = (part: Partial<ColumnFilters>) => {
    bench.filter(part);
    top.current?.scrollIntoView();
  };
  return (
    <div ref={top} className={styles.workbench}>
      <p className="visually-hidden" role="status">
        {bench.told}
      </p>
      {!isPhone && (
        <label className={styles.tick}>
          <input type="checkbox" checked={wantsKeys} onChange={(event) => setWantsKeys(event.target.checked)} />
          <span>{t('assignments.keys')}</span>
        </label>
      )}
      <div className={styles.columns}>
        {(isPhone ? [oneOf(bench.filters)] : COLUMNS).map((name) => (
          <div key={name} className={styles.cell}>
            <Column name={name} plan={plan} bench={bench} mayChange={mayChange} onShow={isPhone ? show : undefined} />
          </div>
        ))}
      </div>
      <BasketBar plan={plan} basket={bench.basket} nameOf={bench.nameOf} onChange={bench.setBasket} isOpen={isOpen} onOpen={setOpen} />
      {swap && <SwapDialog plan={plan.id} filters={bench.filters} candidate={swap} onClose={bench.closeSwap} onSwap={(out) => bench.swapFor(swap, out)} />}
    </div>
  );
}

/** The column that a phone shows. */
function oneOf({ nomination, expert, load }: ColumnFilters): ColumnName {
  if (nomination === '') return 'nominations';
  return load === '1' && expert !== '' ? 'load' : 'candidates';
}

/** One column; `onShow` leads to another where they stand one at a time. */
function Column({ name, plan, bench, mayChange, onShow }: { name: ColumnName; plan: Plan; bench: Bench; mayChange: boolean; onShow: ((part: Partial<ColumnFilters>) => void) | undefined }) {
  const { filters, filter, basket } = bench;
  const choose = (chosen: Nomination) => {
    bench.choose(chosen);
    const anew = chosen.id === filters.nomination ? undefined : { ccursor: '', cq: '' };
    if (onShow) onShow({ nomination: chosen.id, expert: '', load: '', ...anew });
    else if (anew) filter({ nomination: chosen.id, ...anew });
  };
  const tools = { year: plan.round, plan: plan.id, basket, mayChange };
  switch (name) {
    case 'nominations':
      return <NominationsColumn plan={plan.id} filters={filters} onFilter={filter} onChoose={(row) => choose(row.nomination)} />;
    case 'candidates':
      return (
        <CandidatesColumn
          {...tools}
          run={plan.run}
          filters={filters}
          nomination={bench.nomination}
          query={bench.candidates}
          onFilter={filter}
          onChoose={(candidate) => filter({ expert: candidate.expert.id })}
          onAct={bench.act}
          onLoad={onShow && (() => onShow({ load: '1' }))}
          onBack={onShow && (() => onShow({ nomination: '', expert: '' }))}
        />
      );
    case 'load':
      return <LoadColumn {...tools} expert={filters.expert} nomination={filters.nomination} onChoose={choose} onUnassign={bench.unassign} onBack={onShow && (() => onShow({ load: '' }))} />;
  }
}
