// Which places are there in a round, whose are they, and how are they moved?
import { useMutation, useQuery } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import { ifMatch } from '../../api/intent';
import type { QuotaCounterDetail, QuotaLedger } from './contract';
import { useTouched } from './touched';

/** The ledger of a round, as much of it as the account may see. */
export function useLedger(year: number) {
  return useQuery({
    queryKey: ['quota-ledger', year],
    queryFn: async ({ signal }): Promise<QuotaLedger> => (await take(api.GET('/api/v1/rounds/{year}/quota-ledger', { params: { path: { year } }, signal }))).data,
  });
}

/** One counter with its entries. */
export function useCounter(year: number, counter: string | undefined) {
  return useQuery({
    queryKey: ['quota-ledger', year, counter],
    queryFn: async ({ signal }): Promise<QuotaCounterDetail> => (await take(api.GET('/api/v1/rounds/{year}/quota-ledger/{counter}', { params: { path: { year, counter: counter ?? '' } }, signal }))).data,
    enabled: counter !== undefined,
  });
}

/** Places and why. */
interface Places {
  key: string;
  counter: string;
  places: number;
  reason: string;
}

/** Asks to hand places of the reserve to a society, or to give a society's places back. */
export function useMovePlaces(year: number, way: 'transfer' | 'give_back') {
  const touched = useTouched();
  return useMutation({
    mutationFn: async ({ key, counter, ...body }: Places) => {
      const params = { path: { year, counter }, header: { 'Idempotency-Key': key } };
      if (way === 'transfer') return take(api.POST('/api/v1/rounds/{year}/quota-ledger/{counter}/transfer', { params, body }));
      return take(api.POST('/api/v1/rounds/{year}/quota-ledger/{counter}/give-back', { params, body }));
    },
    onSuccess: touched,
  });
}

/** The two lists of moves that a second person confirms: what societies give back, what CAST hands out. */
export type MoveList = 'giveBacks' | 'transfers';

/** Confirms or withdraws a move of a list. */
export function useAnswerMove(list: MoveList) {
  const touched = useTouched();
  return useMutation({
    mutationFn: async ({ id, version, way }: { id: string; version: number; way: 'confirm' | 'withdraw' }) => {
      const params = { path: { id }, header: ifMatch(version) };
      if (list === 'transfers') {
        if (way === 'confirm') return take(api.POST('/api/v1/quota-transfers/{id}/confirm', { params }));
        return take(api.POST('/api/v1/quota-transfers/{id}/withdraw', { params }));
      }
      if (way === 'confirm') return take(api.POST('/api/v1/quota-give-backs/{id}/confirm', { params }));
      return take(api.POST('/api/v1/quota-give-backs/{id}/withdraw', { params }));
    },
    onSuccess: touched,
  });
}
