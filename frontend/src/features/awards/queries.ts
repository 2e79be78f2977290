// Which rounds are there, and how does one stand?
import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import type { RoundSummary } from '../../api/types';

/** All rounds that the account may see. */
export function useRounds() {
  return useQuery({
    queryKey: ['rounds'],
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/rounds', { signal }))).data,
    staleTime: 60_000,
  });
}

/** One round with its counts. */
export function useRound(year: number) {
  return useQuery({
    queryKey: ['rounds', year],
    queryFn: async ({ signal }) =>
      (await take(api.GET('/api/v1/rounds/{year}', { params: { path: { year } }, signal }))).data,
  });
}

/** By which forms and rules a round goes. */
export function useRoundRules(year: number) {
  return useQuery({
    queryKey: ['rounds', year, 'rules'],
    staleTime: 60_000,
    queryFn: async ({ signal }) =>
      (await take(api.GET('/api/v1/rounds/{year}/rules', { params: { path: { year } }, signal }))).data,
  });
}

/** The round to open first: the newest that is under way, else the newest. */
export function currentRound(rounds: readonly RoundSummary[]): RoundSummary | undefined {
  const newestFirst = [...rounds].sort((left, right) => right.year - left.year);
  return newestFirst.find((round) => round.state === 'reviewing' || round.state === 'open') ?? newestFirst[0];
}
