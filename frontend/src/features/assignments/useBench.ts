// What is being worked on in a plan? The columns by the address, the nomination and the expert that are chosen, the basket, and the keys.
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { readFilters } from '../../shared/address';
import { useKeys } from '../../shared/ui';
import { changeOfKey, meantFor, withEdit, withoutEdit } from './basket';
import { moveFocus } from './columns';
import { COLUMN_FILTERS, type ColumnFilters, useCandidates, useNominationNamed } from './queries';
import type { Candidate, ChangeKind, Edit, Expert, Nomination, Plan } from './types';

/** j and k move in a column, h and l between columns; a letter acts on the chosen expert; e shows what follows. */
const MOVING_KEYS = ['j', 'k', 'h', 'l'] as const;
const KEYS = [...MOVING_KEYS, 'a', 'u', 'p', 'b', 's', 'e'] as const;

/** Changes the filters of the columns; a refinement leaves no step in the history. */
export type Filter = (part: Partial<ColumnFilters>, isRefinement?: boolean) => void;

/** The filters of the columns, kept in the address. */
function useColumnFilters(): [ColumnFilters, Filter] {
  const [params, setParams] = useSearchParams();
  const filter: Filter = (part, isRefinement = false) =>
    setParams(
      (now) => {
        const next = new URLSearchParams(now);
        for (const [name, value] of Object.entries(part)) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      },
      { replace: isRefinement, preventScrollReset: true },
    );
  return [readFilters(params, COLUMN_FILTERS), filter];
}

/** Names of what was seen in the columns, for the basket. */
function useNames() {
  const names = useRef(new Map<string, string>());
  return {
    learn: (id: string, name: string) => names.current.set(id, name),
    nameOf: (id: string) => names.current.get(id) ?? '—',
  };
}

/** The nomination that the address names: as it was chosen, or asked for where only its key is known. */
function useChosenNomination(id: string): [Nomination | undefined, (chosen: Nomination) => void] {
  const [chosen, setChosen] = useState<Nomination>();
  const isKnown = chosen?.id === id;
  const named = useNominationNamed(id, !isKnown).data;
  return [isKnown ? chosen : named, setChosen];
}

export type Bench = ReturnType<typeof useBench>;

/** Everything that the columns and the basket of a plan share. */
export function useBench(plan: Plan) {
  const { t } = useTranslation();
  const [filters, filter] = useColumnFilters();
  const [basket, setBasket] = useState<Edit[]>([]);
  const [swap, setSwap] = useState<Candidate>();
  const [told, setTold] = useState('');
  const [nomination, setNomination] = useChosenNomination(filters.nomination);
  const candidates = useCandidates(plan.id, filters);
  const { learn, nameOf } = useNames();
  if (nomination) learn(nomination.id, nomination.title);
  const rows = candidates.data?.data ?? [];
  for (const row of rows) learn(row.expert.id, row.expert.name);

  const put = (edit: Edit) => {
    setBasket((now) => withEdit(now, edit));
    setTold(t('assignments.basket.told', { kind: t(`assignments.kinds.${edit.kind}`) }));
  };
  return {
    filters,
    filter,
    basket,
    setBasket,
    told,
    nomination,
    candidates,
    nameOf,
    /** Whom the letters act on. */
    chosen: rows.find((row) => row.expert.id === filters.expert),
    /** Who comes by a swap, while it is open who goes. */
    swap,
    closeSwap: () => setSwap(undefined),
    choose: (chosen: Nomination) => {
      learn(chosen.id, chosen.title);
      setNomination(chosen);
    },
    act: (kind: ChangeKind, candidate: Candidate) => {
      if (kind === 'swap') setSwap(candidate);
      else put({ kind, nomination: filters.nomination, expert: candidate.expert.id });
    },
    swapFor: (comes: Candidate, goes: Expert) => {
      learn(goes.id, goes.name);
      put({ kind: 'swap', nomination: filters.nomination, expert: comes.expert.id, instead_of: goes.id });
      setSwap(undefined);
    },
    unassign: (of: Nomination, expert: Expert) => {
      learn(of.id, of.title);
      learn(expert.id, expert.name);
      const meant = meantFor(basket, of.id, expert.id);
      if (meant === undefined) put({ kind: 'unassign', nomination: of.id, expert: expert.id });
      else setBasket(withoutEdit(basket, meant));
    },
  };
}

/** The keys of the workbench, while they are wanted. */
export function useBenchKeys(bench: Bench, isOn: boolean, mayChange: boolean, onLook: () => void): void {
  const onKey = (key: (typeof KEYS)[number]) => {
    if (key === 'e') {
      if (bench.basket.length > 0) onLook();
      return;
    }
    if (MOVING_KEYS.some((one) => one === key)) {
      const moved = moveFocus(key, bench.filters.nomination === '' ? 'nominations' : 'candidates');
      if (moved?.column === 'candidates') bench.filter({ expert: moved.row }, true);
      return;
    }
    const { chosen } = bench;
    const kind = chosen === undefined || !mayChange ? undefined : changeOfKey(key, chosen.standing, chosen.conflict === 'bar');
    if (chosen !== undefined && kind !== undefined) bench.act(kind, chosen);
  };
  useKeys(KEYS, isOn, onKey, MOVING_KEYS);
}
