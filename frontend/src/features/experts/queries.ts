// Who is in the pool, and what is known of one expert?
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import { withoutEmpty } from '../../shared/address';

export const FILTERS = ['q', 'discipline', 'sort', 'cursor'] as const;
export type ExpertFilters = Record<(typeof FILTERS)[number], string>;

const PAGE_SIZE = 50;

/** One page of the pool. */
export function useExperts(filters: ExpertFilters) {
  return useQuery({
    queryKey: ['experts', filters],
    queryFn: async ({ signal }) =>
      take(api.GET('/api/v1/experts', { params: { query: { ...withoutEmpty(filters), limit: PAGE_SIZE } }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** One expert in full. */
export function useExpert(id: string) {
  return useQuery({
    queryKey: ['expert', id],
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/experts/{id}', { params: { path: { id } }, signal }))).data,
  });
}
