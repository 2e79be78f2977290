// What does a nomination share with others, and what the nominations of a round?
import { keepPreviousData, type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../../api/client';
import type { ReuseReport } from '../../../api/types';
import { withoutEmpty } from '../../../shared/address';
import type { ReuseRun } from '../types';
import { isUnderWay } from './reuse';

const POLL_MS = 2000;
const PAGE_SIZE = 20;

const runsKey = (year: number): QueryKey => ['reuse-runs', year];

/** What the nomination `id` shares with others of its round and of earlier ones. */
export function useReuse(id: string) {
  return useQuery({
    queryKey: ['reuse', id],
    queryFn: async ({ signal }): Promise<ReuseReport> => (await take(api.GET('/api/v1/nominations/{id}/reuse', { params: { path: { id } }, signal }))).data,
    enabled: id !== '',
  });
}

/** The comparisons of a round, newest first; looked at again while one is under way. */
export function useReuseRuns(year: number) {
  return useQuery<ReuseRun[]>({
    queryKey: runsKey(year),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.status === 'success' && state.data?.some(isUnderWay) ? POLL_MS : false),
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/rounds/{year}/reuse-runs', { params: { path: { year } }, signal }))).data,
  });
}

/** A page of what a comparison found; the page before stays visible while the next loads. */
export function useReusePairs(id: string, cursor: string) {
  return useQuery({
    queryKey: ['reuse-pairs', id, cursor],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => take(api.GET('/api/v1/reuse-runs/{id}/pairs', { params: { path: { id }, query: { ...withoutEmpty({ cursor }), limit: PAGE_SIZE } }, signal })),
  });
}

/** Asks for a comparison of the round; the key is one intention's. */
export function useCompareRound(year: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (key: string) => (await take(api.POST('/api/v1/rounds/{year}/reuse-runs', { params: { path: { year }, header: { 'Idempotency-Key': key } } }))).data,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: runsKey(year) }),
  });
}
