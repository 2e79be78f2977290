// What is meant but not made yet? Counted at the foot of the page; looked through, with all that follows, before it is made as one.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isReason } from '../../../shared/reason';
import { Button, Dialog, OptionGroup, QueryView, ReasonField, RecordText } from '../../../shared/ui';
import { withoutEdit } from '../basket';
import { useConsequences, useDeed } from '../queries';
import type { Edit, Plan, Solve } from '../types';
import styles from './assignments.module.css';
import { ConsequencesView } from './Consequences';
import { Trouble } from './Trouble';

const SOLVES = ['none', 'nominations', 'all'] as const;
const REASON_MOST = 500;

export interface BasketTools {
  plan: Plan;
  basket: readonly Edit[];
  nameOf: (id: string) => string;
  onChange: (basket: Edit[]) => void;
}

/** The bar at the foot, while something is in the basket. */
export function BasketBar(props: BasketTools & { isOpen: boolean; onOpen: (isOpen: boolean) => void }) {
  const { t } = useTranslation();
  const count = props.basket.length;
  return (
    <>
      {count > 0 && (
        <section className={styles.basket} aria-label={t('assignments.basket.title')}>
          <strong role="status">{t('assignments.basket.count', { count })}</strong>
          <span className={styles.buttons}>
            <Button type="primary" onClick={() => props.onOpen(true)}>
              <span className={styles.key} data-key="e">
                {t('assignments.basket.look')}
              </span>
            </Button>
            <Button onClick={() => props.onChange([])}>{t('assignments.basket.drop')}</Button>
          </span>
        </section>
      )}
      <Dialog isOpen={props.isOpen && count > 0} side="right" title={t('assignments.basket.title')} onClose={() => props.onOpen(false)}>
        <Look {...props} onDone={() => props.onOpen(false)} />
      </Dialog>
    </>
  );
}

/** The changes one by one, each with the way out. */
function Meant({ basket, nameOf, onChange }: Omit<BasketTools, 'plan'>) {
  const { t } = useTranslation();
  return (
    <ul className={styles.edits}>
      {basket.map((edit) => (
        <li key={`${edit.nomination} ${edit.expert}`}>
          <span>
            {t(`assignments.kinds.${edit.kind}`)}
            {t('common.colon')}
            <RecordText text={nameOf(edit.expert)} />
            {edit.instead_of !== undefined && (
              <>
                {' '}
                {t('assignments.insteadOf')} <RecordText text={nameOf(edit.instead_of)} />
              </>
            )}
            <span className={styles.line}>
              <RecordText text={nameOf(edit.nomination)} />
            </span>
          </span>
          <Button size="small" onClick={() => onChange(withoutEdit(basket, edit))}>
            {t('assignments.basket.out')}
            <span className="visually-hidden">
              {t('common.colon')}
              <RecordText text={nameOf(edit.expert)} />
            </span>
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** The changes, how the plan is filled again, what follows, the reason, and the button that makes it all. */
function Look({ plan, basket, nameOf, onChange, onDone }: BasketTools & { onDone: () => void }) {
  const { t } = useTranslation();
  const [solve, setSolve] = useState<Solve>('nominations');
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const query = useConsequences(plan.id, plan.version, basket, solve);
  const deed = useDeed(plan);
  const isBarred = query.data?.broken.some((each) => each.grade === 'refuse') ?? false;
  const make = () => {
    setTried(true);
    if (!isReason(reason) || isBarred || deed.isPending || query.data === undefined) return;
    deed.mutate(
      { kind: 'change', edits: basket, reason: reason.trim(), solve },
      {
        onSuccess: () => {
          onChange([]);
          onDone();
        },
      },
    );
  };
  return (
    <div className={styles.stack}>
      <Meant basket={basket} nameOf={nameOf} onChange={onChange} />
      <OptionGroup label={t('assignments.solve.title')} options={SOLVES.map((value) => ({ value, label: t(`assignments.solve.${value}`) }))} chosen={[solve]} onChange={([next]) => setSolve(next as Solve)} />
      <QueryView query={query} rows={6}>
        {(found) => (
          <div aria-busy={query.isPlaceholderData} className={query.isPlaceholderData ? styles.stale : undefined}>
            <ConsequencesView found={found} />
          </div>
        )}
      </QueryView>
      <ReasonField hint={t('assignments.reasonHint')} isTried={isTried} longest={REASON_MOST} value={reason} onChange={setReason} />
      {isTried && isBarred && (
        <p className={styles.fault} role="alert">
          {t('assignments.basket.barred')}
        </p>
      )}
      <Trouble error={deed.error} />
      <div className={styles.buttons}>
        <Button type="primary" aria-busy={deed.isPending} onClick={make}>
          {t('assignments.basket.make', { count: basket.length })}
        </Button>
        <Button onClick={onDone}>{t('assignments.basket.later')}</Button>
      </div>
    </div>
  );
}
